"""Members: the people of an organisation who may sign in, and as what."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from app.models.action import Action, Address, Line, PersonRole
from app.models.columns import an_id, instant, sealed, word
from app.vocabulary import Language, LetterState, Role

SEALED = ("name", "email")
"""Columns sealed under the organisation's key."""


class Member(SQLModel, table=True):
    """A person in one organisation; who works for two is a member of both.

    The history calls them by their label, which says nothing of who they are; names and addresses are sealed
    under the organisation's key and found again by keyed tokens.
    """

    __tablename__ = "members"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index("ix_members_label", "organisation_id", "label", unique=True),
        Index("ix_members_subject", "organisation_id", "subject_token", unique=True),
        Index("ix_members_email", "organisation_id", "email_token"),
    )

    id: UUID = an_id()
    organisation_id: UUID = Field(foreign_key="organisations.id")
    label: str = Field(max_length=60)
    role: Role = word(Role)
    by_group: bool
    """Whether the role comes from a group of the identity provider at each sign-in, and is not given here."""
    name: bytes = sealed()
    email: bytes = sealed()
    subject_token: bytes | None = None
    """Who they are to the identity provider; None until an invited person signs in for the first time."""
    email_token: bytes | None = None
    language: Language | None = word(Language, nullable=True)
    invited_at: datetime = instant()
    mail: LetterState | None = word(LetterState, nullable=True)
    """What became of the mail that tells them of their invitation; None where none was wanted."""
    mailed_at: datetime | None = instant(nullable=True)
    last_seen_at: datetime | None = instant(nullable=True)
    deactivated_at: datetime | None = instant(nullable=True)


class MemberShape(BaseModel):
    """Somebody who may sign in, or was invited to."""

    id: UUID
    label: str
    name: str
    email: str
    role: Role
    by_group: bool
    active: bool
    invited_at: datetime
    invited_until: datetime
    mail: LetterState | None
    mailed_at: datetime | None
    last_seen_at: datetime | None


class MemberPage(BaseModel):
    """All members, the first invited first."""

    items: list[MemberShape]


class Invitation(Action):
    """Let somebody sign in whose address the identity provider vouches for."""

    name: Line = Field(title="Name")
    email: Address = Field(title="E-mail address")
    role: PersonRole = Field(title="Role")
    language: Literal[Language.SV, Language.NB, Language.NN, Language.EN] | None = Field(
        default=None,
        title="Language",
        description="Of the mail, and of Utdrag until they choose another. Left empty, the organisation's.",
    )


class MemberChange(Action):
    """Give a member another role, or let them in no longer; what is left out stays."""

    role: PersonRole | None = Field(default=None, title="Role")
    active: bool | None = Field(default=None, title="May sign in")


class AssigneeShape(BaseModel):
    """Somebody a case may be given to."""

    value: str
    label: str


class AssigneePage(BaseModel):
    """Who cases may be given to, by name."""

    items: list[AssigneeShape]
