"""Notes: what people in the office wrote about a case; never shown to the person as a letter."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from app.models.columns import an_id, instant, sealed, word
from app.vocabulary import Event


class Note(SQLModel, table=True):
    """A sealed note, and the event it explains."""

    __tablename__ = "notes"  # pyright: ignore[reportAssignmentType]

    id: UUID = an_id()
    organisation_id: UUID = Field(foreign_key="organisations.id")
    case_id: UUID = Field(foreign_key="cases.id", index=True)
    event: Event = word(Event)
    author: str
    text: bytes = sealed()
    at: datetime = instant()
