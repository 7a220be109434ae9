"""The form of a database's tables: what the connector can be told of each, named for people."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Final, Literal

from pydantic import ConfigDict, Field

from app.connectors.sql_settings import Mention
from app.models.hints import of_enum
from app.organisation_settings.shapes import Form, Line
from app.vocabulary import Certainty, IdentKind, Language, RefusalGround

Column = Annotated[str, Field(min_length=1, title="Column")]
KINDS: Final[tuple[IdentKind, ...]] = Mention.model_fields["kinds"].default
"""What free text is searched for where nothing else is said."""


class RuleForm(Form):
    """One way to find a person: every column must hold what is known."""

    columns: Mapping[IdentKind, Line] = Field(min_length=1, title="Column by what is known")
    ignore_case: bool = Field(default=False, title="Capital and small letters are alike")
    certainty: Literal[Certainty.EXACT, Certainty.PROBABLE] = Field(
        default=Certainty.EXACT, title="How sure a match is", json_schema_extra={**of_enum(Certainty)}
    )


class MentionForm(Form):
    """Text in which a person may be named."""

    columns: tuple[Column, ...] = Field(min_length=1, title="Column")
    kinds: tuple[IdentKind, ...] = Field(default=KINDS, title="What is searched for")


class BelowForm(Form):
    """The rows that hang on those of another table."""

    table: Line = Field(
        min_length=1,
        title="What the records it hangs on are called",
        description="As another table here calls them.",
    )
    column: Line = Field(min_length=1, title="Column here that points there")
    parent: Line = Field(
        default="",
        title="Column there it points to",
        description="Left empty, the one that tells rows apart.",
    )


class NameForm(Form):
    """What a column is called on the pages."""

    column: Column
    name: Mapping[Language, Line] = Field(min_length=1, title="Name by language")


class EmptyForm(Form):
    """Nothing is left in the column."""

    model_config = ConfigDict(title="Empty")

    kind: Literal["nothing"] = Field(title="Kind")


class TextForm(Form):
    """A text stands there instead."""

    model_config = ConfigDict(title="A text")

    kind: Literal["text"] = Field(title="Kind")
    text: Line = Field(default="", title="The text")


class NumberForm(Form):
    """A number stands there instead."""

    model_config = ConfigDict(title="A number")

    kind: Literal["number"] = Field(title="Kind")
    number: int = Field(title="The number")


class ValueForm(Form):
    """What a column becomes."""

    column: Column
    becomes: EmptyForm | TextForm | NumberForm = Field(discriminator="kind", title="What it becomes")


class StayForm(Form):
    """Nothing is erased by machine."""

    model_config = ConfigDict(title="Nothing: somebody gets the task")

    how: Literal["stay"] = Field(title="Kind")


class DeleteForm(Form):
    """The row goes."""

    model_config = ConfigDict(title="The row is deleted")

    how: Literal["delete"] = Field(title="Kind")


class AnonymousForm(Form):
    """The row stays without the person."""

    model_config = ConfigDict(title="The row is made anonymous")

    how: Literal["values"] = Field(title="Kind")
    values: tuple[ValueForm, ...] = Field(min_length=1, title="Column that is overwritten")


class RetainForm(Form):
    """Why rows stay, and for how long."""

    ground: RefusalGround = Field(title="Ground")
    statute: Line = Field(min_length=1, title="Statute")
    keep_until: date | None = Field(default=None, title="Kept until")
    from_field: Line = Field(
        default="",
        title="Column with the day it counts from",
        description="Instead of a fixed last day.",
    )
    years: int = Field(default=0, ge=0, le=100, title="Years after that day")
    end_of_year: bool = Field(default=False, title="Until that year ends")


class TableForm(Form):
    """A table that holds people."""

    name: Line = Field(
        min_length=1,
        title="What its records are called",
        description="One word, as findings show it. Keep it while cases are open.",
    )
    table: Line = Field(min_length=1, title="What it is called in the database")
    schema_: Line = Field(
        default="",
        alias="schema",
        title="Schema of the table",
        description="Left empty, the usual one of the database.",
    )
    key: Line = Field(min_length=1, title="Column that tells rows apart")
    purpose: Line = Field(min_length=1, title="Purpose", description="What its data are used for.")
    label: Line = Field(default="", title="Column that names a row to people")
    match: tuple[RuleForm, ...] = Field(
        default=(),
        title="Way to find a person",
        description="All columns of one way must fit. Left out where the rows hang on another table.",
    )
    mention: MentionForm | None = Field(default=None, title="Free text that may name people")
    for_each: BelowForm | None = Field(default=None, title="Table that its rows hang on")
    labels: tuple[NameForm, ...] = Field(default=(), title="What a column is called on the pages")
    omit: tuple[Column, ...] = Field(default=(), title="Column that nobody is shown")
    rectify: tuple[Column, ...] = Field(default=(), title="Column that may be corrected")
    erase: StayForm | DeleteForm | AnonymousForm = Field(
        default=StayForm(how="stay"), discriminator="how", title="When data are to be erased"
    )
    retain: RetainForm | None = Field(default=None, title="Legal duty to keep rows")
