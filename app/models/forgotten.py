"""What was erased of our own: ids and times only, numbered and chained, so that no restore brings it back."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from app.models.columns import instant, json, word
from app.vocabulary import Erased


class ForgottenRow(SQLModel, table=True):
    """One erasure of an organisation, kept as well outside the database (see app.trust.ledger)."""

    __tablename__ = "forgotten"  # pyright: ignore[reportAssignmentType]

    organisation_id: UUID = Field(foreign_key="organisations.id", primary_key=True)
    number: int = Field(primary_key=True)
    at: datetime = instant()
    kind: Erased = word(Erased)
    case_id: UUID
    items: list[str] = json()
    previous: bytes
    hash: bytes
