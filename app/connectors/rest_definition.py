"""The shape of a declarative connector, `utdrag-connector/v1`; docs and errors speak its words."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal, Self

from pydantic import Field, ValidationInfo, field_validator, model_validator

from app.connectors.rest_request import (
    Auth,
    Limits,
    NoAuth,
    Pages,
    Param,
    PollRequest,
    RecordRequest,
    Request,
    SearchRequest,
    Selector,
    declared,
)
from app.connectors.rest_template import names
from app.connectors.shapes import Labels, Retain, Strict
from app.vocabulary import Certainty, IdentKind, Verb


class Find(Strict):
    """One way to search; without a request the rows are selected from the parent's own row."""

    when: tuple[IdentKind, ...] = ()
    request: SearchRequest | None = None
    rows: Selector
    keep: Selector | None = None
    pages: Pages | None = None
    certainty: Certainty = Certainty.EXACT
    absent: frozenset[int] = frozenset()

    @field_validator("when", mode="before")
    @classmethod
    def _one_or_several(cls, value: Any) -> Any:
        return [value] if isinstance(value, str) else value

    @model_validator(mode="after")
    def _asks_for_what_it_has(self) -> Self:
        asked = {chain[1] for chain in names(self._request_texts()) if chain[0] == "ident" and len(chain) > 1}
        if missing := asked - {str(kind) for kind in self.when}:
            raise ValueError(f"`ident.{min(missing)}` is used but not among `when`")
        return self

    def _request_texts(self) -> list[Any]:
        wanted = self.request
        return [] if wanted is None else [wanted.path, wanted.query, wanted.headers, wanted.body]


class Read(Strict):
    """How one record is fetched as it is now; `row` selecting null means that it is gone."""

    request: RecordRequest
    row: Selector = "@"


class Rectify(Strict):
    """`map` lists what may be corrected: field as exported → its place in `${changes}`."""

    request: RecordRequest
    map: Mapping[str, str] = Field(min_length=1)


class Pending(Strict):
    """How a verb that ends later is followed; `done` and `refused` are asked of each poll's answer."""

    handle: Selector
    request: PollRequest
    done: Selector
    refused: Selector | None = None
    every: int = Field(default=60, ge=1)


class Erase(Strict):
    request: RecordRequest
    pending: Pending | None = None


class Download(Strict):
    """The file a row stands for; `when` selecting nothing means that there is none."""

    request: RecordRequest
    when: Selector = "@"
    name: Selector
    media_type: Selector | None = None
    size: Selector | None = None


class Collection(Strict):
    """One kind of record: how it is found, read, shown, corrected, erased, or kept."""

    find: tuple[Find, ...]
    for_each: str | None = None
    key: Selector
    label: Selector | None = None
    labels: Labels = Field(default_factory=dict[str, dict[Any, str]])
    omit: frozenset[str] = frozenset()
    purpose: str = Field(min_length=1)
    read: Read | None = None
    rectify: Rectify | None = None
    erase: Erase | None = None
    anonymise: Erase | None = None
    retain: Retain | None = None
    download: Download | None = None

    @field_validator("for_each")
    @classmethod
    def _known(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is not None and value not in declared(info, "collections"):
            raise ValueError(f"there is no collection `{value}`")
        return value

    @model_validator(mode="after")
    def _searched_one_way(self) -> Self:
        if not self.find:
            raise ValueError("`find` is empty, so nothing of it would ever be found")
        if self.for_each is None and any(not rule.when or rule.request is None for rule in self.find):
            raise ValueError("every `find` needs `when` and `request`, or the collection needs `for_each`")
        if self.for_each is not None and any(rule.when for rule in self.find):
            raise ValueError("`for_each` and `when` exclude one another")
        acts = (self.erase, self.anonymise)
        if self.for_each is not None and any(act and act.pending for act in acts):
            raise ValueError("only a collection found by itself may answer `pending`")
        return self


class Probe(Strict):
    request: Request
    ok: Selector | None = None


class Definition(Strict):
    """A whole connector. `ok` tells a good answer from a bad one where the status does not."""

    format: Literal["utdrag-connector/v1"]
    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    title: str
    params: Mapping[str, Param]
    auth: Auth = NoAuth()
    headers: Mapping[str, str] = Field(default_factory=dict[str, str])
    limits: Limits = Limits()
    ok: Selector | None = None
    probe: Probe
    collections: Mapping[str, Collection] = Field(min_length=1)

    @model_validator(mode="after")
    def _has_an_endpoint_and_no_circle(self) -> Self:
        if "base" not in {name for name, param in self.params.items() if param.type == "endpoint"}:
            raise ValueError("`params.base` must be there and of type `endpoint`")
        for name in self.collections:
            if len(list(self.line(name))) > len(self.collections):
                raise ValueError(f"`for_each` of `{name}` goes in a circle")
        return self

    def line(self, name: str) -> Iterator[str]:
        """Give a collection, its parent, and so on; in a circle one step more than there are collections."""
        at: str | None = name
        for _ in range(len(self.collections) + 1):
            if at is None:
                return
            yield at
            at = self.collections[at].for_each

    def children(self, name: str) -> list[tuple[str, Collection]]:
        """Give the collections fetched for each record of another."""
        return [(child, shape) for child, shape in self.collections.items() if shape.for_each == name]

    def out_of_reach(self, kinds: frozenset[IdentKind]) -> list[str]:
        """Give the collections no search with only these kinds leads into; those below one come with it."""
        return [
            name
            for name, shape in self.collections.items()
            if shape.for_each is None and not any(set(rule.when) <= kinds for rule in shape.find)
        ]

    def capabilities(self) -> frozenset[Verb]:
        """Give the verbs at least one collection can do."""
        shapes = self.collections.values()
        verbs = {Verb.EXPORT}
        verbs |= {Verb.RECTIFY for shape in shapes if shape.rectify}
        verbs |= {Verb.ERASE for shape in shapes if shape.erase or shape.anonymise}
        return frozenset(verbs)
