"""The shape of the `sql` connector's settings: which tables hold people, and what may be done to them."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from app.connectors.shapes import Labels, Retain, SecretName, Strict
from app.vocabulary import Certainty, IdentKind, Verb


class MatchRule(Strict):
    """One way to search: every identifier must equal its column."""

    columns: Mapping[IdentKind, str] = Field(min_length=1)
    ignore_case: bool = False
    certainty: Literal[Certainty.EXACT, Certainty.PROBABLE] = Certainty.EXACT


class Mention(Strict):
    """Free text in which a person may be named; words shorter than three letters are not searched."""

    columns: tuple[str, ...] = Field(min_length=1)
    kinds: tuple[IdentKind, ...] = (IdentKind.EMAIL, IdentKind.PHONE, IdentKind.NAME)


class ForEach(Strict):
    """The rows of this table whose `column` equals the parent row's column (its key unless said)."""

    table: str
    column: str
    parent: str | None = None


class TableSettings(Strict):
    """One table, named by its collection. `erase` is `delete`, or the values that make a row anonymous."""

    table: str = Field(min_length=1)
    db_schema: str | None = Field(default=None, alias="schema")
    key: str = Field(min_length=1)
    purpose: str = Field(min_length=1)
    label: str | None = None
    labels: Labels = Field(default_factory=dict[str, dict[Any, str]])
    omit: frozenset[str] = frozenset()
    match: tuple[MatchRule, ...] = ()
    mention: Mention | None = None
    for_each: ForEach | None = None
    rectify: frozenset[str] = frozenset()
    erase: Literal["delete"] | Mapping[str, str | int | None] | None = None
    retain: Retain | None = None

    @model_validator(mode="after")
    def _searched_one_way(self) -> Self:
        if (self.for_each is None) == (not self.match and self.mention is None):
            raise ValueError("give either `match` or `mention`, or `for_each`")
        if isinstance(self.erase, Mapping) and not self.erase:
            raise ValueError("`erase` names no column")
        return self

    def reached_by(self, kinds: frozenset[IdentKind]) -> bool:
        """Say whether identifiers of these kinds are enough to search here."""
        ways = [set(rule.columns) for rule in self.match]
        ways += [{kind} for kind in (self.mention.kinds if self.mention else ())]
        return self.for_each is not None or any(way <= kinds for way in ways)

    def columns(self) -> Iterator[str]:
        """Give every column these settings name."""
        yield self.key
        yield from (column for rule in self.match for column in rule.columns.values())
        yield from self.mention.columns if self.mention else ()
        yield from (self.for_each.column,) if self.for_each else ()
        yield from (self.label,) if self.label else ()
        yield from [*self.labels, *self.omit, *self.rectify]
        yield from self.erase if isinstance(self.erase, Mapping) else ()
        yield from (self.retain.from_field,) if self.retain and self.retain.from_field else ()


class SqlSettings(Strict):
    """`url` names a secret holding a MariaDB, MySQL or PostgreSQL address; `timeout` is in seconds."""

    url: SecretName
    tables: Mapping[str, TableSettings] = Field(min_length=1)
    timeout: float = Field(default=30, gt=0)
    most_rows: int = Field(default=10_000, ge=1)

    @model_validator(mode="after")
    def _parents_are_there(self) -> Self:
        for name, table in self.tables.items():
            parent = table.for_each.table if table.for_each else None
            if parent is not None and parent not in self.tables:
                raise ValueError(f"`{name}` hangs on `{parent}`, which is not among the tables")
            if len(self._line(name)) > len(self.tables):
                raise ValueError(f"`for_each` of `{name}` goes in a circle")
        return self

    def children(self, name: str) -> list[str]:
        """Give the tables that hang on another."""
        return [
            child for child, table in self.tables.items() if table.for_each and table.for_each.table == name
        ]

    def columns(self, name: str) -> list[str]:
        """Give every column of a table that its own settings or its children's name."""
        links = [self.tables[child].for_each for child in self.children(name)]
        return [*self.tables[name].columns(), *[link.parent for link in links if link and link.parent]]

    def out_of_reach(self, kinds: frozenset[IdentKind]) -> list[str]:
        """Give the tables that no rule with only these kinds leads into; those below one come with it."""
        return [name for name, table in self.tables.items() if not table.reached_by(kinds)]

    def capabilities(self) -> frozenset[Verb]:
        """Give the verbs at least one table can do."""
        tables = self.tables.values()
        verbs = {Verb.EXPORT}
        verbs |= {Verb.RECTIFY for table in tables if table.rectify}
        verbs |= {Verb.ERASE for table in tables if table.erase}
        return frozenset(verbs)

    def _line(self, name: str) -> list[str]:
        line, at = [name], self.tables[name].for_each
        while at is not None and at.table in self.tables and len(line) <= len(self.tables):
            line.append(at.table)
            at = self.tables[at.table].for_each
        return line
