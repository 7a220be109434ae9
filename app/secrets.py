"""Secrets by the name of their place, `env:NAME` or `file:PATH`, and the only reader of the environment's."""

import os
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, SecretStr

from app.errors import NotReady


def secret(reference: str) -> str:
    """Give the secret that `env:NAME` or `file:PATH` points at, without the line break at its end.

    Raises NotReady when there is nothing there; the sentence names the place, never the value.
    """
    kind, _, place = reference.partition(":")
    if kind == "env" and place:
        found = os.environ.get(place, "")
    elif kind == "file" and place:
        found = _read(Path(place))
    else:
        raise NotReady("A secret is named as env:NAME or file:PATH.")
    if not found.strip():
        raise NotReady(f"The secret {reference} is empty or not set.")
    return found.rstrip("\r\n")


def offer(name: str, value: str) -> None:
    """Let `env:NAME` be found in this process."""
    os.environ[name] = value


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise NotReady(f"The secret file:{path} cannot be read ({type(error).__name__}).") from None


def _resolved(value: object) -> object:
    if isinstance(value, str) and value.startswith(("env:", "file:")):
        try:
            return secret(value)
        except NotReady as error:
            raise ValueError(error.detail) from None
    return value


Secret = Annotated[SecretStr, BeforeValidator(_resolved)]
"""A secret value, or a reference to it: `env:NAME` or `file:PATH`."""
