"""What is given for a section, checked as an organisation's file is, fault by fault at its field."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.errors import FieldError, InvalidInput
from app.organisation_files.faults import Fault, faults, faults_of_shape
from app.organisation_settings.secret_names import is_own, references
from app.organisation_settings.sections import SECTIONS, Part, section_of
from app.organisation_settings.shapes import Content, texts
from app.profiles import Profile
from app.vocabulary import Section


def changed(section: Section, given: Mapping[str, Any], before: Content) -> Profile:
    """Give the profile that was `before` with what is given for a section.

    Raises InvalidInput with every fault at its field; one in another section is told with that one's name.
    """
    part = SECTIONS[section]
    if found := [*_unkeepable(given), *faults_of_shape(part.shape, given)]:
        raise _invalid([FieldError(".".join(map(str, fault.place)), fault.sentence) for fault in found])
    form = part.shape.model_validate(given).model_dump(mode="json", by_alias=True)
    after = part.keep(form, before)
    if found := [*faults(after), *_foreign(after, before)]:
        raise _invalid(_told(part, section, form, fault) for fault in dict.fromkeys(found))
    return Profile.model_validate(after)


def _told(part: Part, section: Section, form: Mapping[str, Any], fault: Fault) -> FieldError:
    elsewhere = section_of(fault.place)
    if elsewhere is not None and elsewhere is not section:
        return FieldError("", f"{elsewhere.value}: {fault.sentence}")
    return FieldError(part.lead(fault.place, form), fault.sentence)


def _foreign(after: Content, before: Content) -> Iterator[Fault]:
    """Give the secrets that nobody of this organisation may lead anywhere."""
    known = {name for _, name in references(before)}
    for place, name in references(after):
        if name not in known and not is_own(name, str(before["slug"])):
            prefix = str(before["slug"]).replace("-", "_").upper()
            yield Fault(
                place,
                f"name a secret of your own organisation: `env:{prefix}__NAME` or "
                f"`file:/run/secrets/{before['slug']}__NAME`",
            )


def _unkeepable(given: object) -> Iterator[Fault]:
    """Give the texts that no database keeps."""
    return (
        Fault(place, "holds a character that no text has") for place, text in texts(given) if "\0" in text
    )


def _invalid(fields: Any) -> InvalidInput:
    told = list(fields)
    return InvalidInput("Some fields are not right yet.", fields=told)
