"""The shape of what a declarative definition may send: params, credentials, requests, pages."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import AfterValidator, Field, ValidationInfo, field_validator, model_validator

from app.connectors.rest_template import checked, names, whole
from app.connectors.shapes import Strict

Selector = Annotated[str, AfterValidator(checked)]


class Endpoint(Strict):
    """The system's base address; `allow` lists its hosts, `*.vendor.example`, or `*` for one's own server."""

    type: Literal["endpoint"]
    default: str | None = None
    allow: tuple[str, ...] = Field(min_length=1)


class Secret(Strict):
    """A credential, named in the settings as `env:NAME` or `file:NAME`."""

    type: Literal["secret"]


class Plain(Strict):
    """An ordinary setting."""

    type: Literal["text", "number"]
    default: str | int | None = None


Param = Annotated[Endpoint | Secret | Plain, Field(discriminator="type")]


class Templated(Strict):
    """Something whose texts may hold `${…}`; `sees` names what is known at that place."""

    sees: ClassVar[frozenset[str]] = frozenset({"param"})

    @field_validator("*", mode="after")
    @classmethod
    def _knows_its_names(cls, value: Any, info: ValidationInfo) -> Any:
        if info.field_name != "path" and not whole(value):
            raise ValueError("`${…}` must be the whole value; only a path may hold it as a part")
        params = declared(info, "params")
        for chain in names(value):
            if chain[0] not in cls.sees:
                raise ValueError(f"`{chain[0]}` is not known here; use {', '.join(sorted(cls.sees))}")
            if chain[0] == "param" and (len(chain) == 1 or chain[1] not in params):
                raise ValueError(f"`{'.'.join(chain)}` is not among the params")
        return value


def declared(info: ValidationInfo, what: str) -> frozenset[str]:
    context: Mapping[str, frozenset[str]] = info.context or {}
    return context.get(what, frozenset())


class NoAuth(Strict):
    kind: Literal["none"] = "none"


class Basic(Templated):
    kind: Literal["basic"]
    username: str
    password: str


class Bearer(Templated):
    kind: Literal["bearer"]
    token: str


class Keyed(Templated):
    """A key sent as a header or a query parameter; `prefix` goes before a header's value."""

    kind: Literal["header", "query"]
    name: str
    value: str
    prefix: str = ""


Auth = Annotated[NoAuth | Basic | Bearer | Keyed, Field(discriminator="kind")]


class Limits(Strict):
    """How hard the system may be pressed; times in seconds, sizes in bytes."""

    concurrency: int = Field(default=2, ge=1, le=20)
    per_second: float | None = Field(default=None, gt=0)
    timeout: float = Field(default=30, gt=0)
    deadline: float = Field(default=120, gt=0)
    attempts: int = Field(default=4, ge=1, le=10)
    backoff: float = Field(default=0.5, gt=0)
    max_bytes: int = Field(default=20_000_000, gt=0)
    max_file_bytes: int = Field(default=500_000_000, gt=0)
    retry_on: frozenset[int] = frozenset({408, 425, 429})


class Request(Templated):
    """One HTTP request; parameters that come out as null are left out of the query."""

    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"] = "GET"
    path: str = Field(pattern=r"^/")
    query: Mapping[str, str | int | float | bool] = Field(default_factory=dict[str, str | int | float | bool])
    headers: Mapping[str, str] = Field(default_factory=dict[str, str])
    body: Any = Field(default=None, alias="json")


class SearchRequest(Request):
    sees = frozenset({"param", "ident", "parent", "page", "offset", "size", "cursor"})


class RecordRequest(Request):
    sees = frozenset({"param", "key", "row", "parent", "changes", "idempotency"})


class PollRequest(Request):
    sees = frozenset({"param", "handle"})


class Pages(Strict):
    """How the rest of a long answer is fetched.

    `page` and `offset` count on until a page holds fewer than `size` rows; `cursor` reads the next one
    from the body by `next`; `link` follows the Link header, or the address `next` selects.
    """

    kind: Literal["page", "offset", "cursor", "link"]
    start: int = 1
    size: int | None = Field(default=None, ge=1)
    next: Selector | None = None
    most: int = Field(default=1000, ge=1)

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.kind == "cursor" and self.next is None:
            raise ValueError("`cursor` needs `next`, which selects the following cursor")
        if self.kind == "offset" and self.size is None:
            raise ValueError("`offset` needs `size`, the number of rows of a page")
        return self
