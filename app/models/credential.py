"""Credentials: hashed tokens and codes; what they open, and until when."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from app.models.columns import an_id, instant, sealed, word
from app.vocabulary import Audience, CodePurpose, Role


class Credential(SQLModel, table=True):
    """A token of any audience, kept as its hash. Outside the tenant walls: it decides which tenant."""

    __tablename__ = "credentials"  # pyright: ignore[reportAssignmentType]

    hash: bytes = Field(primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisations.id", index=True)
    audience: Audience = word(Audience)
    label: str
    role: Role | None = word(Role, nullable=True)
    case_id: UUID | None = Field(default=None, foreign_key="cases.id", index=True)
    task_id: UUID | None = Field(default=None, foreign_key="tasks.id")
    level: int
    issued_at: datetime = instant()
    expires_at: datetime | None = instant(nullable=True)
    revoked_at: datetime | None = instant(nullable=True)


class Code(SQLModel, table=True):
    """A one-time code: six digits, ten minutes, five tries."""

    __tablename__ = "codes"  # pyright: ignore[reportAssignmentType]

    id: UUID = an_id()
    organisation_id: UUID = Field(foreign_key="organisations.id")
    case_id: UUID = Field(foreign_key="cases.id", index=True)
    purpose: CodePurpose = word(CodePurpose)
    hash: bytes
    address: bytes = sealed()
    sent_at: datetime = instant()
    expires_at: datetime = instant()
    tries: int
    used_at: datetime | None = instant(nullable=True)


class IdempotencyKey(SQLModel, table=True):
    """A request that was made once already, and what it was answered."""

    __tablename__ = "idempotency_keys"  # pyright: ignore[reportAssignmentType]

    organisation_id: UUID = Field(foreign_key="organisations.id", primary_key=True)
    key: str = Field(primary_key=True, max_length=200)
    caller: str = Field(primary_key=True, max_length=80)
    fingerprint: bytes
    status: int
    answer: bytes = sealed()
    at: datetime = instant()
