"""A section of the settings as a person reads it: what it holds, what it names, and what is missing."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from app.errors import FieldError, InvalidInput
from app.extracts import gaps
from app.interface.dictionary import named, said, spoken
from app.law.words import Words
from app.letters import Wording, letter_language
from app.models.setting import LetterSample, SampleShape, SecretShape, SectionShape
from app.organisation_files.faults import faults_of_shape
from app.organisation_settings.secret_names import is_set, references
from app.organisation_settings.sections import SECTIONS
from app.organisation_settings.shapes import Content
from app.profiles import Profile
from app.vocabulary import Language, Letter, Section
from app.workflows.sampling import sample
from app.workflows.setting_up import tag_of

_SECRETS: Final = Words(
    sv="Den som driver tjänsten lägger in hemligheterna själva; här anger du bara vad de heter.",
    nb="Den som drifter tjenesten, legger inn selve hemmelighetene; her oppgir du bare hva de heter.",
    nn="Den som driftar tenesta, legg inn sjølve løyndomane; her oppgir du berre kva dei heiter.",
    en="Whoever runs the service sets the secrets themselves; here you only say what they are called.",
)
_ORGANISATION: Final = Words(
    sv="Land och kortnamn ändras bara av den som driver tjänsten.",
    nb="Land og kortnavn endres bare av den som drifter tjenesten.",
    nn="Land og kortnamn blir berre endra av den som driftar tenesta.",
    en="Country and short name are changed only by whoever runs the service.",
)
_NOBODYS: Final = "nobody"
"""In the place of the token of a link."""
_HINTS: Final = {
    Section.ORGANISATION: _ORGANISATION,
    Section.INBOXES: _SECRETS,
    Section.SYSTEMS: _SECRETS,
}


def shown(section: Section, content: Content, language: Language) -> SectionShape:
    """Give a section of a stored profile, in a language."""
    part, spoken_in = SECTIONS[section], spoken(language)
    named_there = {name for _, name in references({key: content[key] for key in part.keys})}
    return SectionShape(
        section=section,
        title=named(Section.__name__, section.value, language),
        description=said(part.shape.__doc__ or "", spoken_in) or "",
        operation_id=f"set_{section.value}",
        version=tag_of(section, content),
        value=part.show(content),
        secrets=[SecretShape(name=name, is_set=is_set(name)) for name in sorted(named_there)],
        hints=[*_hints(section, spoken_in), *_gaps(section, content, spoken_in)],
    )


def _hints(section: Section, language: Language) -> list[str]:
    return [_HINTS[section].say(language)] if section in _HINTS else []


def _gaps(section: Section, content: Content, language: Language) -> list[str]:
    """Give what an answer on access could not say yet."""
    if section is not Section.REGISTER:
        return []
    profile = Profile.model_validate(content)
    missing = gaps.missing(profile.register, [system.slug for system in profile.systems])
    return [gap.say(language) for gap in missing]


def sampled(
    profile: Profile, letter: Letter, given: LetterSample, public_url: str, at: datetime
) -> SampleShape:
    """Give a letter with everything in it invented. Raises InvalidInput for words that cannot be added."""
    wordings, link = profile.letters, f"{public_url}/s/{_NOBODYS}"
    if given.text is not None:
        wordings = (*_wording(letter, given.language, given.text),)
    seen = sample(profile, letter, given.language, wordings, link, at)
    return SampleShape(
        letter=letter, language=seen.language, subject=seen.subject, text=seen.text, html=seen.html
    )


def _wording(letter: Letter, language: Language, text: str) -> Iterator[Wording]:
    if not text.strip():
        return
    given = {"letter": letter.value, "language": letter_language(language).value, "text": text}
    if found := list(faults_of_shape(Wording, given)):
        fields = [FieldError(".".join(map(str, one.place)), one.sentence) for one in found]
        raise InvalidInput("Some fields are not right yet.", fields=fields)
    yield Wording.model_validate(given)
