"""What the settings of an organisation are shown as."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel

from app.vocabulary import Country, Section


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
    sections: list[SectionShape]
    changes: list[ChangeShape]
    """The newest first, twenty at most."""
