"""What the forms of the settings hold: the keys of an organisation's file, named for people."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Final, Literal, cast

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.inbox_profiles import ADDRESS
from app.law.retention import CASE_PARTS, CasePart
from app.models.hints import of_enum, widget
from app.profiles import SLUG, Profile
from app.vocabulary import IdentityLevel, Language, Right, Role, RungTime

_RECORD: Final = CASE_PARTS[CasePart.CASE_RECORD]
_DOWNLOAD: Final[int] = Profile.model_fields["download_days"].default

Line = Annotated[str, StringConstraints(strip_whitespace=True)]
Email = Annotated[str, StringConstraints(strip_whitespace=True, pattern=ADDRESS)]
Words = Annotated[
    str,
    StringConstraints(strip_whitespace=True),
    Field(json_schema_extra={**widget("textarea"), "x-rows": 3}),
]
Told = Mapping[Language, Words]
"""A text by language."""


class Form(BaseModel):
    """What a section is made of: fixed once read, and without a word nobody knows."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ContactForm(Form):
    """How people reach a human."""

    email: Email = Field(title="E-mail address")
    phone: Line = Field(default="", title="Telephone")
    address: Line = Field(default="", title="Postal address")
    website: Line = Field(default="", title="Website")


class OrganisationForm(Form):
    """Who the organisation is."""

    name: Line = Field(min_length=2, title="Name", description="As people know it.")
    contact: ContactForm = Field(title="How people reach a human")
    language: Language = Field(title="Language of colleagues")
    reference_prefix: str = Field(
        pattern=r"^[A-Z]{2,5}$",
        title="Letters before each case number",
        description="Two to five capital letters. Cases that are open keep theirs.",
    )
    promise_days: int | None = Field(
        default=None,
        ge=1,
        le=60,
        title="Days within which you promise an answer",
        description="Left empty, the law alone decides.",
    )
    download_days: int = Field(default=_DOWNLOAD, ge=1, le=365, title="Days an answer can be fetched")
    case_days: int = Field(
        default=_RECORD.days or 0,
        ge=_RECORD.least,
        le=_RECORD.most,
        title="Days a closed case is kept",
        description="After that it is forgotten: nobody can read it any more.",
    )


class LookForm(Form):
    """How the pages for people look."""

    colour: Line = Field(
        default="",
        title="Colour of links and buttons",
        description="Six digits, as #1a4f8b. It must be dark enough to read on white. "
        "Left empty, ours is used.",
    )


class PublicFormForm(Form):
    """The pages for people."""

    look: LookForm = Field(title="Look")


class PersonForm(Form):
    """Somebody who is told when time runs out."""

    name: Line = Field(min_length=1, title="Name")
    email: Email = Field(title="E-mail address")
    role: Literal[Role.HANDLER, Role.LEAD, Role.DPO] = Field(
        title="Role", json_schema_extra={**of_enum(Role)}
    )


class PeopleForm(Form):
    """Who is told when time runs out."""

    people: tuple[PersonForm, ...] = Field(min_length=1, title="Person to tell")


class RungForm(Form):
    """When somebody is told."""

    when: RungTime = Field(title="When")
    days: int | None = Field(
        default=None,
        ge=1,
        le=60,
        title="Working days before",
        description="Only for what is told before the last day.",
    )
    role: Literal[Role.HANDLER, Role.LEAD, Role.DPO] = Field(
        title="Who is told", json_schema_extra={**of_enum(Role)}
    )


class LadderForm(Form):
    """Who is told when the last day to answer comes near or has passed."""

    ladder: tuple[RungForm, ...] = Field(title="Reminder")


class IdentityForm(Form):
    """How well a person must be known, by right."""

    identity: Mapping[Right, IdentityLevel] = Field(
        title="Identity by right",
        description="Only where it should differ from what we ask for ourselves.",
    )


class RecipientForm(Form):
    """Somebody data were disclosed to."""

    slug: Line = Field(
        pattern=SLUG,
        title="Short name",
        description="Small letters, digits and hyphens. Keep it while cases are open.",
    )
    name: Line = Field(min_length=1, title="Name")
    email: Email = Field(title="E-mail address")
    language: Language | None = Field(default=None, title="Language of the letter")
    systems: tuple[str, ...] = Field(
        title="Systems whose data they were given",
        json_schema_extra={"x-options": "/api/v1/organisation/options/systems"},
    )


class RecipientsForm(Form):
    """Who is told of corrections and erasures."""

    recipients: tuple[RecipientForm, ...] = Field(title="Recipient")


Content = Mapping[str, Any]
"""A profile, or part of it, as it is stored."""


def texts(value: object, place: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Give every text in a part of a profile, with its place."""
    if isinstance(value, Mapping):
        for key, inner in cast("Mapping[str, object]", value).items():
            yield from texts(inner, (*place, key))
    elif isinstance(value, list):
        for number, inner in enumerate(cast("list[object]", value)):
            yield from texts(inner, (*place, number))
    elif isinstance(value, str):
        yield place, value
