"""A stored profile as an organisation's file: what reads as the same profile again."""

from collections.abc import Mapping
from typing import Any, cast

import tomli_w


def written(content: Mapping[str, Any]) -> str:
    """Give the TOML of a stored profile, without what is not said (TOML has no nothing)."""
    return tomli_w.dumps(cast("dict[str, Any]", _said(content)))


def _said(value: object) -> object:
    if isinstance(value, Mapping):
        inner = cast("Mapping[str, object]", value)
        return {key: _said(one) for key, one in inner.items() if one is not None}
    if isinstance(value, list):
        return [_said(one) for one in cast("list[object]", value)]
    return value
