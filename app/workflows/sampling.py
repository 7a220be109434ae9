"""Letters as they would be, with facts of nobody: what an organisation sees before it adds its words."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from app.law.authorities import AUTHORITIES
from app.law.grounds import sources
from app.law.words import Words
from app.letters import LetterFacts, Rendered, Wording, letter_language, render
from app.profiles import Profile
from app.vocabulary import ExtensionReason, Language, Letter, Outcome, RefusalGround, Right, Role, Verb

NOBODY: Final = Words(sv="Prova Provsson", nb="Prøve Prøvesen", nn="Prøve Prøvesen", en="Tess Tester")
"""Who asks where nobody does."""
_TEXT: Final = Words(
    sv="Här står det som handläggaren skriver i ärendet.",
    nb="Her står det som saksbehandleren skriver i saken.",
    nn="Her står det som saksbehandlaren skriv i saka.",
    en="What the handler writes in the case stands here.",
)
_SYSTEM: Final = Words(sv="Ett system", nb="Et system", nn="Eit system", en="A system")
_ANSWER_DAYS, _FETCH_DAYS = 30, 30


def sample(
    profile: Profile, letter: Letter, language: Language, wordings: Sequence[Wording], link: str, at: datetime
) -> Rendered:
    """Give a letter of the organisation with everything in it invented."""
    return render(letter, language, _facts(profile, letter_language(language), link, at), wordings)


def _facts(profile: Profile, language: Language, link: str, at: datetime) -> LetterFacts:
    today, public = profile.working_calendar.local_day(at), AUTHORITIES[profile.country]
    ground, text = RefusalGround.RIGHTS_OF_OTHERS, _TEXT.say(language)
    return LetterFacts(
        organisation_name=profile.name,
        reference=f"{profile.reference_prefix}-{today.year}-PROV23",
        contact_email=profile.contact.email,
        contact_phone=profile.contact.phone or None,
        person_name=NOBODY.say(language),
        received_on=today,
        due_on=_later(today, _ANSWER_DAYS),
        extended_from=today,
        expires_on=_later(today, _FETCH_DAYS),
        rights=(Right.ACCESS, Right.RECTIFICATION),
        link=link,
        code="123456",
        message=text,
        question=text,
        reasons=text,
        extension_reason=ExtensionReason.COMPLEXITY,
        ground=ground,
        sources=sources(ground, profile.country, language),
        facts=text,
        authority=public.name.say(language),
        authority_url=public.website,
        court=public.court.say(language),
        outcome=Outcome.FULFILLED,
        role=Role.HANDLER,
        invited_by=NOBODY.say(language),
        system_name=_SYSTEM.say(language),
        verb=Verb.RECTIFY,
        categories=(),
        missing=(text,),
    )


def _later(today: date, days: int) -> date:
    return today + timedelta(days=days)
