"""What a log line may say of an exception: its kind, its place and its code, not other people's words."""

import traceback
from pathlib import Path
from types import TracebackType
from typing import cast

from app.errors import DsarError
from app.logs.masks import masked

HOUSE = Path(__file__).resolve().parents[2]
DEEPEST = 8  # causes, and frames of each

# Their sentences are ours or speak of types and names of code. Every other exception may quote what it
# choked on: a ValueError the text, a KeyError the key, a database error the row.
SPEAKABLE = (DsarError, TypeError, AttributeError, NameError, ImportError, NotImplementedError)


def failure(error: BaseException) -> list[dict[str, object]]:
    """Give the exception and its causes, outermost first: type, place and, where safe, sentence and code."""
    chain: list[BaseException] = []
    step: BaseException | None = error
    while step is not None and step not in chain and len(chain) < DEEPEST:
        chain.append(step)
        step = step.__cause__ or (None if step.__suppress_context__ else step.__context__)
    return [_described(link) for link in chain]


def _described(error: BaseException) -> dict[str, object]:
    kind = type(error)
    told: dict[str, object] = {"type": f"{kind.__module__}.{kind.__qualname__}".removeprefix("builtins.")}
    if isinstance(error, SPEAKABLE):
        told["message"] = masked(str(error))
    for name in ("errno", "sqlstate", "constraint_name", "table_name", "status_code"):
        value = getattr(error, name, None)
        if isinstance(value, (str, int)):
            told[name] = value
    if isinstance(error, BaseExceptionGroup):
        group = cast("BaseExceptionGroup[BaseException]", error)
        told["holds"] = [_described(each) for each in group.exceptions[:DEEPEST]]
    told["at"] = _places(error.__traceback__)
    return told


def _places(trace: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(trace)[-DEEPEST:]
    return [f"{place(frame.filename, frame.lineno)} {frame.name}" for frame in frames]


def place(filename: str, line: int | None) -> str:
    """Give a place in code as file and line, without where the house is installed."""
    return f"{_short(filename)}:{line}"


def _short(filename: str) -> str:
    path = Path(filename)
    if "site-packages" in path.parts:
        return "/".join(path.parts[path.parts.index("site-packages") + 1 :])
    return str(path.relative_to(HOUSE)) if path.is_relative_to(HOUSE) else path.name
