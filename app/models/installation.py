"""What is true of the whole database: whether it is a demonstration's."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from app.models.columns import instant


class Mark(SQLModel, table=True):
    """That this database is a demonstration's, so that anybody at this machine may sign in as anybody."""

    __tablename__ = "marks"  # pyright: ignore[reportAssignmentType]

    name: str = Field(primary_key=True, max_length=20)
    at: datetime = instant()
