"""What the settings of an organisation are shown as."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field, Json

from app.models.action import Action, Address
from app.models.hints import widget
from app.vocabulary import Country, Language, Letter, Section, SetupState


class SecretShape(BaseModel):
    """A secret that a section names; never what it is."""

    name: str
    is_set: bool


class SectionShape(BaseModel):
    """A section of the settings: what it holds now, and what to send to change it."""

    section: Section
    title: str
    description: str
    operation_id: str
    """The operation that sets it; its body is `value`, changed."""
    version: str
    """What to send as `If-Match`."""
    value: dict[str, Any]
    secrets: list[SecretShape]
    hints: list[str]
    """What only whoever runs the service can do, and what is missing for an answer under Article 15."""


class ChangeShape(BaseModel):
    """A version of the profile: when it came into force, by whom, and by which section."""

    version: int
    at: datetime
    by: str
    """Empty when a file was applied."""
    section: Section | None


class OrganisationSettings(BaseModel):
    """An organisation as it is set up. Slug and country are settled with it."""

    slug: str
    name: str
    country: Country
    version: int
    logo: str
    """Where the logo of the public pages is; empty when there is none."""
    sections: list[SectionShape]
    changes: list[ChangeShape]
    """The newest first, twenty at most."""


class LogoShape(BaseModel):
    """Whether the public pages have a logo, and where."""

    address: str
    """Empty when there is none."""


class TrialShape(BaseModel):
    """How a system answered."""

    state: SetupState
    told: str


class LetterSample(Action):
    """A letter in one language, with what would be added to it."""

    language: Language = Field(title="Language")
    text: str | None = Field(
        default=None,
        max_length=2000,
        title="What you add",
        description="Left out, what is in force.",
        json_schema_extra={**widget("textarea")},
    )


class SamplePage(BaseModel):
    """What a form sends to see the letter as it looks: what a preview is asked with, as JSON."""

    given: Json[LetterSample]


class SampleShape(BaseModel):
    """A letter with everything in it invented."""

    letter: Letter
    language: Language
    subject: str
    text: str
    html: str


class TestRequest(Action):
    """A request of nobody's, that goes the way everybody's goes."""

    email: Address | None = Field(
        default=None,
        title="E-mail address",
        description="Yours, so that you see the letters a person gets. Left empty, none leaves.",
    )


class TestRequestShape(BaseModel):
    """A test request: its number, and the status page a person would see."""

    reference: str
    link: str


class StepShape(BaseModel):
    """A step of setting up: how it stands, and why."""

    step: str
    title: str
    state: SetupState
    why: str
    place: str
    """Where it is done in the console, below its settings."""


class Checklist(BaseModel):
    """What is left to do before requests are taken."""

    items: list[StepShape]
    done: int
    of: int
    reference: str
    """Of a test request that is under way; else empty."""
