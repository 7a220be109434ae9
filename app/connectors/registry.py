"""Builds a connector from an organisation's settings, and says what is wrong with them before."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from app import clock
from app.connectors.contract import Connector
from app.connectors.manual import ManualConnector, ManualSettings
from app.connectors.rest import RestConnector
from app.connectors.rest_settings import RestSettings, checked, source
from app.connectors.shapes import Now, Resolve, Strict, field_errors
from app.connectors.sql import SqlConnector
from app.connectors.sql_settings import SqlSettings
from app.errors import FieldError, InvalidInput

Settings = Mapping[str, Any]
_SHAPES: Mapping[str, type[Strict]] = {"manual": ManualSettings, "rest": RestSettings, "sql": SqlSettings}


def kinds() -> list[str]:
    """Give the kinds of connectors there are."""
    return sorted(_SHAPES)


def validate(kind: str, settings: Settings) -> None:
    """Check settings without touching network or secrets. Raises InvalidInput with the path of each fault."""
    shape = _parsed(kind, settings)
    if isinstance(shape, RestSettings):
        checked(shape)


def build(kind: str, settings: Settings, secret: Resolve, now: Now = clock.now) -> Connector:
    """Give a connector, not yet connected; close it with `aclose`.

    `secret` resolves `env:NAME` and `file:NAME`; `now` decides whether a retention has ended.
    Raises InvalidInput with the path of each fault.
    """
    match _parsed(kind, settings):
        case ManualSettings() as manual:
            return ManualConnector(manual)
        case RestSettings() as rest:
            return RestConnector(source(rest, secret), now)
        case SqlSettings() as sql:
            return SqlConnector(sql, secret(sql.url), now)
        case _:
            raise AssertionError(kind)


def _parsed(kind: str, settings: Settings) -> Strict:
    shape = _SHAPES.get(kind)
    if shape is None:
        sentence = f"there is no such kind; use {', '.join(kinds())}"
        raise InvalidInput("There is no such kind of connector", fields=[FieldError("kind", sentence)])
    try:
        return shape.model_validate(settings)
    except ValidationError as error:
        raise InvalidInput(f"The settings of the `{kind}` connector", fields=field_errors(error)) from None
