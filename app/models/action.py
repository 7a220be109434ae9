"""What every action is made of: words of a sane length, and nothing the database could not keep."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

from app.models.hints import of_enum, widget
from app.vocabulary import Role

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Address = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern=r"^[^@\s]+@[^@\s]+$", max_length=254)
]
Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=3, max_length=8000),
    Field(json_schema_extra={**widget("textarea")}),
]
PersonRole = Annotated[
    Literal[Role.HANDLER, Role.LEAD, Role.DPO, Role.ADMINISTRATOR],
    Field(json_schema_extra={**of_enum(Role)}),
]
"""What a person may be; the inbox is a machine's."""


class Action(BaseModel):
    """An action that needs nothing but the decision to take it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @field_validator("*")
    @classmethod
    def _storable(cls, value: Any) -> Any:
        if isinstance(value, str) and "\0" in value:
            raise ValueError("holds a character that no text has")
        return value
