"""Organisations: the controllers who answer; their keys, inboxes and profile."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from app.models.columns import an_id, instant, json, word
from app.vocabulary import Country, Language, SetupState


class Organisation(SQLModel, table=True):
    """A controller. Outside the tenant walls, so it holds nothing but how to find one."""

    __tablename__ = "organisations"  # pyright: ignore[reportAssignmentType]

    id: UUID = an_id()
    slug: str = Field(unique=True, max_length=63)
    name: str
    country: Country = word(Country)
    language: Language = word(Language)


class OrganisationKey(SQLModel, table=True):
    """The key that wraps the keys of an organisation's cases, itself wrapped by the master key."""

    __tablename__ = "organisation_keys"  # pyright: ignore[reportAssignmentType]

    organisation_id: UUID = Field(foreign_key="organisations.id", primary_key=True)
    wrapped: bytes
    version: int
    former: bytes | None = None
    """The generation before, only while the keys of cases move from it to this one."""
    search_key: bytes | None = None
    address_key: bytes | None = None
    """What people and answers are found again by, wrapped by this key; None: still derived from it."""


class AppliedProfile(SQLModel, table=True):
    """A version of an organisation's profile, as validated (see app.profiles); the newest is in force."""

    __tablename__ = "profiles"  # pyright: ignore[reportAssignmentType]

    organisation_id: UUID = Field(foreign_key="organisations.id", primary_key=True)
    version: int = Field(primary_key=True)
    content: dict[str, Any] = json()
    applied_at: datetime = instant()
    applied_by: str | None = Field(default=None, max_length=60)
    """Who set it in the console, as the history calls them; None for whoever applied a file."""
    section: str | None = Field(default=None, max_length=64)
    """The part that was set there."""


class Logo(SQLModel, table=True):
    """The picture an organisation's public pages bear."""

    __tablename__ = "logos"  # pyright: ignore[reportAssignmentType]

    organisation_id: UUID = Field(foreign_key="organisations.id", primary_key=True)
    media_type: str = Field(max_length=20)
    content: bytes
    set_at: datetime = instant()
    set_by: str = Field(max_length=60)


class SystemTrial(SQLModel, table=True):
    """How a system answered when somebody tried it in the console last, and with which settings."""

    __tablename__ = "system_trials"  # pyright: ignore[reportAssignmentType]

    organisation_id: UUID = Field(foreign_key="organisations.id", primary_key=True)
    system: str = Field(primary_key=True, max_length=60)
    settings: bytes
    """A hash of what it was reached by: it proves nothing of any other settings."""
    state: SetupState = word(SetupState)
    told: str
    at: datetime = instant()


class Inbox(SQLModel, table=True):
    """An address an organisation receives requests at; decides whose a mail is."""

    __tablename__ = "inboxes"  # pyright: ignore[reportAssignmentType]

    address: str = Field(primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisations.id", index=True)


class MailCursor(SQLModel, table=True):
    """How far a mailbox has been read; moves in the transaction that stores the mail."""

    __tablename__ = "mail_cursors"  # pyright: ignore[reportAssignmentType]

    organisation_id: UUID = Field(foreign_key="organisations.id", primary_key=True)
    mailbox: str = Field(primary_key=True)
    folder: str = Field(primary_key=True)
    uid_validity: int = Field(sa_type=BigInteger)
    last_uid: int = Field(sa_type=BigInteger)
    connected_at: datetime | None = instant(nullable=True)
    failing_since: datetime | None = instant(nullable=True)
    failure: str
    link: str = Field(default="", sa_column_kwargs={"server_default": ""})
    """Where Microsoft Graph goes on telling what is new; IMAP counts UIDs instead."""
    compared_at: datetime | None = instant(default=None, nullable=True)
    missing: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    """Mails the server held that were not stored, when that was looked at last."""


class MailMove(SQLModel, table=True):
    """A stored mail still to be moved out of its folder; written with the mail, gone once it moved."""

    __tablename__ = "mail_moves"  # pyright: ignore[reportAssignmentType]

    organisation_id: UUID = Field(foreign_key="organisations.id", primary_key=True)
    mailbox: str = Field(primary_key=True)
    folder: str = Field(primary_key=True)
    item: str = Field(primary_key=True)
