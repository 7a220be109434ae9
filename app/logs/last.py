"""What nobody caught: warnings, threads, finalisers and the end of the process, told by the same rules."""

import sys
import threading
import warnings
from types import TracebackType
from typing import TextIO

import structlog

from app.logs.failures import place

log = structlog.get_logger("app.last")


def catch_the_rest() -> None:
    """Let what Python would print with its words become a line of the log without them."""
    warnings.showwarning = _warned
    threading.excepthook = _thread_ended
    sys.unraisablehook = _not_raised
    sys.excepthook = _ended


def _warned(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    del message, file, line
    log.warning("a warning", kind=category.__name__, code=place(filename, lineno))


def _thread_ended(ended: threading.ExceptHookArgs) -> None:
    if ended.exc_value is not None and not issubclass(ended.exc_type, SystemExit):
        log.error("a thread ended", exc_info=ended.exc_value)


def _not_raised(unraisable: "sys.UnraisableHookArgs") -> None:
    log.error("an exception could not be raised", exc_info=unraisable.exc_value)


def _ended(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    log.critical("the process ended", exc_info=error.with_traceback(trace))
