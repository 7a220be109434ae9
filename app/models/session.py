"""Sign-ins under way, and the sessions they end in; no token of an identity provider is kept."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import Index, literal_column
from sqlmodel import Field, SQLModel

from app.models.action import Action
from app.models.columns import instant, word
from app.vocabulary import Language, Role


class SignIn(SQLModel, table=True):
    """A sign-in on its way to the identity provider and back; used once, by the browser that began it."""

    __tablename__ = "sign_ins"  # pyright: ignore[reportAssignmentType]

    state: bytes = Field(primary_key=True)
    """The hash of what the provider must send back."""
    browser: bytes
    """The hash of the cookie the browser was given."""
    nonce: str
    verifier: str
    destination: str
    expires_at: datetime = instant(index=True)


class MemberSession(SQLModel, table=True):
    """One organisation a signed-in person may stand in; those of one cookie share its hash, one is chosen.

    Outside the tenant walls: it decides which tenant. Gone as soon as it ends.
    """

    __tablename__ = "sessions"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index("ix_sessions_chosen", "hash", unique=True, postgresql_where=literal_column("chosen")),
        Index("ix_sessions_provider", "provider_session"),
    )

    hash: bytes = Field(primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisations.id", primary_key=True)
    member_id: UUID = Field(foreign_key="members.id", index=True)
    label: str = Field(max_length=60)
    role: Role = word(Role)
    language: Language | None = word(Language, nullable=True)
    chosen: bool
    provider_session: bytes | None = None
    """The hash of the identity provider's own session, which ends this one with it."""
    seen_at: datetime = instant()
    ends_at: datetime = instant()


class OrganisationShape(BaseModel):
    """The organisation the caller stands in; `zone` is the time zone it counts its days in."""

    slug: str
    name: str
    zone: str


class PlaceShape(BaseModel):
    """An organisation the caller may stand in, and as what."""

    slug: str
    name: str
    role: Role


class MeShape(BaseModel):
    """Who the caller is; `until` is when they must sign in again if they do nothing, null for never."""

    name: str
    label: str
    role: Role
    language: Language
    organisation: OrganisationShape
    organisations: list[PlaceShape]
    until: datetime | None


class OrganisationChoice(Action):
    """Stand in another organisation."""

    slug: str = Field(title="Organisation", max_length=63)


class LanguageChoice(Action):
    """Speak another language."""

    language: Language = Field(title="Language")
