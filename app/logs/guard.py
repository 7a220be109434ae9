"""How a log line is made: known keys only, masked values, exceptions without foreign words."""

import logging
import sys
from collections.abc import Mapping, MutableMapping, Sequence
from datetime import date, timedelta
from typing import IO, Any, cast
from uuid import UUID

import structlog
from structlog.typing import EventDict, Processor

from app.logs.failures import failure, place
from app.logs.masks import masked

# What a line may hold. Whoever needs another key adds it here and thereby says it is never about a person.
KEYS = frozenset({
    "event", "level", "logger", "timestamp", "failure", "refused",
    "request_id", "method", "path", "status", "duration_ms", "seconds",
    "organisation", "organisation_id", "case_id", "reference", "message_id", "letter_id", "task_id",
    "file_id", "right", "rights", "state", "from_state", "to_state", "action", "channel",
    "language", "letter", "role",
    "system", "system_id", "connector", "verb", "round", "outcome", "reasons", "decision", "kind",
    "job", "job_id", "attempt", "retry_seconds", "inbox", "uid_validity", "uid",
    "count", "size", "total", "version", "revision", "digest", "pid", "host", "port", "url", "setting",
    "code",
})  # fmt: skip

# Other libraries' lines are formatted only where their words are known; elsewhere the template is kept, and
# of a line that may have been put together before it came here, only its place.
TRUSTED = ("app", "uvicorn", "alembic", "pgqueuer", "utdrag")
_TELLING = (str, int, float, date, timedelta, UUID, type(None))
LARGEST_NUMBER = 10**9  # larger ones may be phone or identity numbers


def configure(level: str = "info", *, console: bool | None = None, stream: IO[str] | None = None) -> None:
    """Send structlog and every stdlib logger through one guarded line format, on standard error.

    JSON, or a form for the eye when `console`, which is decided by the terminal when not given.
    """
    target = stream or sys.stderr
    as_console = target.isatty() if console is None else console
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    shown: Processor = (
        structlog.dev.ConsoleRenderer(colors=target.isatty())
        if as_console
        else structlog.processors.JSONRenderer(ensure_ascii=False, default=str)
    )
    handler = logging.StreamHandler(target)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, foreign_words],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                described,
                guarded,
                shown,
            ],
            use_get_message=False,
            pass_foreign_args=True,
        )
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    _route_everything(handler, level.upper())


def _route_everything(handler: logging.Handler, level: str) -> None:
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in list(logging.root.manager.loggerDict):
        other = logging.getLogger(name)
        other.handlers.clear()
        other.propagate = True
    logging.getLogger("uvicorn.access").disabled = True  # ours says the same without query and address
    for name in ("sqlalchemy", "asyncio", "httpx", "httpcore", "mail", "markdown_it"):
        # below a warning they quote statements, addresses or contents
        logging.getLogger(name).setLevel(logging.WARNING)


def foreign_words(_: object, __: str, line: EventDict) -> EventDict:
    """Give a library's line its words: formatted for those we know, the bare template for all others.

    What is no plain value is told by its type: the text of an exception or a task quotes what it holds.
    """
    words, values = str(line["event"]), line.pop("positional_args", None)
    if str(line["logger"]).partition(".")[0] in TRUSTED:
        line["event"] = words % _plain(values) if values else words
    elif not values:
        line["event"] = f"a line of {place(line['_record'].pathname, line['_record'].lineno)}"
    return line


def _plain(values: object) -> object:
    if isinstance(values, Mapping):
        given = cast("Mapping[str, object]", values)
        return {key: _telling(value) for key, value in given.items()}
    return tuple(_telling(value) for value in cast("tuple[object, ...]", values))


def _telling(value: object) -> object:
    return value if isinstance(value, _TELLING) else type(value).__name__


def described(_: object, __: str, line: EventDict) -> EventDict:
    """Replace exception information by what may be said of it."""
    match line.pop("exc_info", None):
        case BaseException() as error:
            line["failure"] = failure(error)
        case (_, BaseException() as error, _):
            line["failure"] = failure(error)
        case True if running := sys.exception():
            line["failure"] = failure(running)
        case _:
            pass
    line.pop("stack_info", None)
    return line


def guarded(_: object, __: str, line: EventDict) -> MutableMapping[str, Any]:
    """Give the line with known keys and masked values; `refused` names the other keys, without values."""
    kept = {key: _safe(value) for key, value in line.items() if key in KEYS}
    refused = sorted(masked(key) for key in line if key not in KEYS)
    return {**kept, "refused": refused} if refused else kept


def _safe(value: object) -> object:
    match value:
        case None | bool() | float():
            return value
        case int():
            return value if abs(value) < LARGEST_NUMBER else "‹number›"
        case Mapping():
            return {
                masked(str(key)): _safe(inner)
                for key, inner in cast("Mapping[object, object]", value).items()
            }
        case Sequence() | set() | frozenset() if not isinstance(value, (str, bytes, bytearray)):
            return [_safe(inner) for inner in cast("Sequence[object]", value)]
        case bytes() | bytearray():
            return f"‹{len(value)} bytes›"
        case _:
            return masked(str(value))
