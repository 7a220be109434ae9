"""Allowances: how much may still be done, kept as the moment when all of it may be done again."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from app.models.columns import instant


class Allowance(SQLModel, table=True):
    """One row for what was used lately, named by a keyed hash: never a network, never an address."""

    __tablename__ = "allowances"  # pyright: ignore[reportAssignmentType]

    organisation_id: UUID = Field(foreign_key="organisations.id", primary_key=True)
    key: bytes = Field(primary_key=True)
    full_at: datetime = instant(index=True)
