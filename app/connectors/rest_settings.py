"""A deployment's settings for a declarative connector: which definition, and the values of its params."""

import ipaddress
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import urlsplit

import httpx
from pydantic import Field, ValidationError

from app.connectors.rest_client import Client
from app.connectors.rest_definition import Definition
from app.connectors.rest_file import definition
from app.connectors.rest_request import Auth, Basic, Bearer, Endpoint, Keyed, NoAuth, Param, Plain, Secret
from app.connectors.rest_search import Source
from app.connectors.rest_template import Scope, fill
from app.connectors.shapes import Resolve, SecretName, Strict, field_errors
from app.errors import FieldError, InvalidInput


class RestSettings(Strict):
    """`definition` is an id of the library or the path of a file; `params` answer what it asks for."""

    definition: str = Field(min_length=1)
    params: Mapping[str, Any] = Field(default_factory=dict[str, Any])


class _Named(Strict):
    secret: SecretName


def checked(settings: RestSettings) -> Definition:
    """Give the definition the settings fit. Raises InvalidInput with the path of every wrong param."""
    shape = definition(settings.definition)
    if faults := list(_faults(shape, settings.params)):
        raise InvalidInput(f"The settings do not fit `{shape.id}`", fields=faults)
    return shape


def source(settings: RestSettings, secret: Resolve) -> Source:
    """Give the system, ready to be asked. Raises InvalidInput."""
    shape = checked(settings)
    values = {name: _value(kind, settings.params.get(name), secret) for name, kind in shape.params.items()}
    return Source(shape, values, Client(values["base"], _credentials(shape, values), shape.limits))


def _credentials(shape: Definition, values: Mapping[str, Any]) -> dict[str, Any]:
    scope = {"param": values}
    sent = _authentication(shape.auth, scope)
    return {**sent, "headers": {**shape.headers, **sent.get("headers", {})}}


def _authentication(auth: Auth, scope: Scope) -> dict[str, Any]:
    match auth:
        case NoAuth():
            return {}
        case Basic():
            return {"auth": httpx.BasicAuth(fill(auth.username, scope), fill(auth.password, scope))}
        case Bearer():
            return {"headers": {"Authorization": f"Bearer {fill(auth.token, scope)}"}}
        case Keyed(kind="header"):
            return {"headers": {auth.name: f"{auth.prefix}{fill(auth.value, scope)}"}}
        case Keyed():
            return {"query": {auth.name: fill(auth.value, scope)}}


def _value(kind: Param, given: Any, secret: Resolve) -> Any:
    match kind:
        case Secret():
            return secret(given)
        case Endpoint() | Plain():
            return kind.default if given is None else given


def _faults(shape: Definition, params: Mapping[str, Any]) -> Iterator[FieldError]:
    for name in params.keys() - shape.params.keys():
        yield FieldError(f"params.{name}", f"`{shape.id}` knows no such param")
    for name, kind in shape.params.items():
        if sentence := _fault(kind, params.get(name)):
            yield FieldError(f"params.{name}", sentence)


def _fault(kind: Param, given: Any) -> str | None:
    match kind:
        case Secret():
            return _secret_fault(given)
        case Endpoint():
            return _endpoint_fault(kind, given or kind.default)
        case Plain():
            return _plain_fault(kind, kind.default if given is None else given)


def _secret_fault(given: Any) -> str | None:
    try:
        _Named.model_validate({"secret": "" if given is None else given})
    except ValidationError as error:
        return field_errors(error)[0].message
    return None


def _plain_fault(kind: Plain, value: Any) -> str | None:
    if value is None:
        return "is missing"
    wanted = str if kind.type == "text" else int
    return None if isinstance(value, wanted) and not isinstance(value, bool) else f"must be a {kind.type}"


def _endpoint_fault(kind: Endpoint, value: Any) -> str | None:
    if not isinstance(value, str):
        return "is missing: the address of the system"
    try:
        parts = urlsplit(value)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return "is not an address"
    if parts.username or parts.query or parts.fragment or not host:
        return "must be a plain https address without user, query or fragment"
    if parts.scheme != "https" and not (parts.scheme == "http" and _loopback(host)):
        return "must be https, so that no personal data travels in the clear"
    if not any(fnmatchcase(host, pattern) for pattern in kind.allow):
        return f"must be one of {', '.join(kind.allow)}"
    return None


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
