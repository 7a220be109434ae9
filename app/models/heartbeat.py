"""Signs of life: when a part of the house last said that it works."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from app.models.columns import instant


class Heartbeat(SQLModel, table=True):
    """One row a part, of whichever process said it last. Outside the tenant walls: it is about none."""

    __tablename__ = "heartbeats"  # pyright: ignore[reportAssignmentType]

    part: str = Field(primary_key=True, max_length=20)
    at: datetime = instant()
