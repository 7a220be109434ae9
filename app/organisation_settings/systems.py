"""Systems of record in the settings: one form a kind, and for `rest` one a definition of the library."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final, Literal, Union, cast

from pydantic import ConfigDict, Field, create_model

from app.connectors.rest_file import definition, library
from app.connectors.rest_request import Endpoint, Param, Secret
from app.connectors.sql_settings import SqlSettings
from app.errors import FieldError, InvalidInput
from app.inbox_profiles import ADDRESS
from app.organisation_settings import tables
from app.organisation_settings.shapes import Content, Email, Form, Line
from app.organisation_settings.table_shapes import TableForm
from app.profiles import SLUG
from app.vocabulary import IdentityLevel, Language, SystemKind

REFERENCE: Final = r"^(env|file):.+$"
NAMED: Final = (
    "The name of a secret, as env:NAME or file:PATH. Only whoever runs the service sets the secret itself."
)
_USUAL: Final[Mapping[str, Any]] = {
    name: SqlSettings.model_fields[name].default for name in ("timeout", "most_rows")
}
_TITLES: Final[Mapping[str, str]] = {
    "base": "Address of the system",
    "username": "User name",
    "token": "Access token",
    "key": "API key",
    "password": "Password",
    "heir": "Number of the account that takes over what an erased account has published",
    "properties": "Properties that are read",
    "fields": "Fields that are read",
}


class SystemForm(Form):
    """What every system says of itself."""

    slug: Line = Field(
        pattern=SLUG,
        title="Short name",
        description="Small letters, digits and hyphens. Keep it while cases are open.",
        json_schema_extra={"x-order": 1},
    )
    name: Line = Field(min_length=1, title="Name", json_schema_extra={"x-order": 2})
    identity_level: IdentityLevel = Field(
        default=IdentityLevel.NONE, title="How well a person must be known before it is searched"
    )
    portable: bool = Field(
        default=False, title="It holds what people themselves provided, on consent or contract"
    )
    owner_email: Line = Field(
        default="",
        pattern=r"^$|" + ADDRESS,
        title="Who does what it cannot do by itself",
        description="An e-mail address. Left empty, your handlers get the task.",
    )
    answer_days: int = Field(default=10, ge=1, le=25, title="Working days it or its owner has")


class ByHand(Form):
    """Who searches, and where."""

    owner: Line = Field(min_length=1, title="Who searches it")
    owner_email: Email = Field(title="Their e-mail address")
    checklist: Mapping[Language, tuple[Line, ...]] = Field(
        min_length=1, title="What to look through", description="One line for each place, in each language."
    )


class ManualForm(SystemForm):
    """A system without an interface."""

    model_config = ConfigDict(title="Searched by a person")

    kind: Literal["manual"] = Field(title="Kind")
    settings: ByHand = Field(title="By hand", json_schema_extra={"x-order": 3})


class Database(Form):
    """A database, and which of its tables hold people."""

    url: Line = Field(pattern=REFERENCE, title="Secret that holds its address", description=NAMED)
    tables: tuple[TableForm, ...] = Field(
        min_length=1, title="Table", description="Each that holds people. Whoever knows the database says it."
    )
    timeout: float = Field(default=_USUAL["timeout"], gt=0, title="Seconds to wait for an answer")
    most_rows: int = Field(default=_USUAL["most_rows"], ge=1, title="Most rows of a table")


class SqlForm(SystemForm):
    """A database."""

    model_config = ConfigDict(title="A database")

    kind: Literal["sql"] = Field(title="Kind")
    settings: Database = Field(title="Database", json_schema_extra={"x-order": 3})


class OwnForm(SystemForm):
    """A system reached by a definition of the operator's own, which stays as it is."""

    model_config = ConfigDict(title="By a definition of the operator's own")

    kind: Literal["own"] = Field(title="Kind")


def _param(name: str, kind: Param) -> Any:
    """Give the field of a param; one with a default may be left empty."""
    title = _TITLES[name]
    match kind:
        case Secret():
            return (Line, Field(pattern=REFERENCE, title=title, description=NAMED))
        case Endpoint(default=default):
            return (Line, Field(title=title)) if default is None else (Line, Field(default="", title=title))
        case _ if kind.type == "number":
            return (int, Field(title=title))
        case _ if kind.default is None:
            return (Line, Field(min_length=1, title=title))
        case _:
            said = "Separated by commas. Left empty, what most need."
            return (str, Field(default="", title=title, description=said))


def _defined(reference: str) -> Any:
    """Give the form of a definition of the library, with its params."""
    name, shape = reference.title(), definition(reference)
    fields = {param: _param(param, kind) for param, kind in shape.params.items()}
    params: Any = create_model(f"{name}Params", __base__=Form, __doc__=f"Params of {name}.", **fields)
    settings: dict[str, Any] = {
        "definition": (Literal[reference], Field(title="Product")),
        "params": (params, Field(title="Access")),
    }
    made = create_model(f"{name}Form", __base__=Form, __doc__=f"Access to {name}.", **settings)
    made.model_config["json_schema_extra"] = {"x-name": shape.title}
    return made


_PRODUCTS: Final[Any] = Union[tuple(_defined(reference) for reference in library())]  # noqa: UP007  # made at run time
_KIND: Any = {
    "kind": (Literal["rest"], Field(title="Kind")),
    "settings": (
        _PRODUCTS,
        Field(discriminator="definition", title="Product", json_schema_extra={"x-order": 3}),
    ),
}
RestForm: Any = create_model("RestForm", __base__=SystemForm, __doc__="A product with an interface.", **_KIND)
RestForm.model_config["title"] = "A product we know"
_FORMS: Any = Union[ManualForm, RestForm, SqlForm, OwnForm]  # noqa: UP007  # one of them is made at run time
ASystem: Any = Annotated[_FORMS, Field(discriminator="kind", title="System of record")]

_SYSTEMS: Any = {"systems": (cast("Any", tuple)[ASystem, ...], Field(title="System of record"))}
SystemsForm: Any = create_model("SystemsForm", __base__=Form, __doc__="The systems of record.", **_SYSTEMS)


def shown(content: Content) -> dict[str, Any]:
    """Give the form of the systems a profile declares."""
    return {"systems": [_shown(system) for system in content["systems"]]}


def _shown(system: Mapping[str, Any]) -> dict[str, Any]:
    settings = system["settings"]
    match kind_of(system):
        case SystemKind.SQL:
            return {**system, "settings": {**settings, "tables": tables.shown(settings["tables"])}}
        case SystemKind.OWN:
            return {**{key: value for key, value in system.items() if key != "settings"}, "kind": "own"}
        case _:
            return dict(system)


def kind_of(system: Mapping[str, Any]) -> SystemKind:
    """Give how a declared system is reached."""
    is_ours = system["kind"] != "rest" or system["settings"].get("definition") in library()
    return SystemKind(system["kind"]) if is_ours else SystemKind.OWN


def kept(given: Content, before: Content) -> dict[str, Any]:
    """Give what a profile declares by the form. Raises InvalidInput with the path of each fault."""
    systems: list[dict[str, Any]] = []
    faults: list[FieldError] = []
    for number, system in enumerate(given["systems"]):
        try:
            systems.append(_kept(system, before))
        except InvalidInput as error:
            faults += [FieldError(f"systems.{number}.{one.path}", one.message) for one in error.fields]
    if faults:
        raise InvalidInput("Some systems cannot be read.", fields=faults)
    return {"systems": systems}


def _kept(system: Mapping[str, Any], before: Content) -> dict[str, Any]:
    match system["kind"]:
        case "sql":
            settings = system["settings"]
            own = {key: value for key, value in settings.items() if value != _USUAL.get(key)}
            return {**system, "settings": {**own, "tables": _tables(settings["tables"])}}
        case "rest":
            settings = system["settings"]
            params = {name: value for name, value in settings["params"].items() if value != ""}
            return {**system, "settings": {**settings, "params": params}}
        case "own":
            return {**system, **_own(system["slug"], before)}
        case _:
            return dict(system)


def _tables(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    try:
        return tables.kept(rows)
    except InvalidInput as error:
        faults = [FieldError(f"settings.tables.{one.path}", one.message) for one in error.fields]
        raise InvalidInput(error.detail, fields=faults) from None


def _own(slug: str, before: Content) -> dict[str, Any]:
    for system in cast("list[dict[str, Any]]", before["systems"]):
        if system["slug"] == slug and kind_of(system) is SystemKind.OWN:
            return {"kind": system["kind"], "settings": system["settings"]}
    told = "only whoever runs the service can add a system with a definition of their own"
    raise InvalidInput(told, fields=[FieldError("slug", told)])
