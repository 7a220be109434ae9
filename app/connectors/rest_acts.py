"""Requests that change something, and what their answers mean."""

from typing import Any

import httpx

from app.connectors.contract import Outcome
from app.connectors.rest_client import Answer
from app.connectors.rest_definition import Erase, Pending
from app.connectors.rest_request import RecordRequest
from app.connectors.rest_search import Source
from app.connectors.rest_template import Scope, select
from app.errors import SystemDidNotAnswer
from app.vocabulary import TaskState

GONE = frozenset({httpx.codes.NOT_FOUND, httpx.codes.GONE})
MOST_TEXT = 10_000  # characters of an answer that is not JSON, kept as evidence


async def corrected(source: Source, request: RecordRequest, scope: Scope) -> Outcome:
    """Give the outcome of a correction; a record that is gone cannot be corrected."""
    answer = await source.ask(request, scope)
    if answer.status in GONE:
        return Outcome(TaskState.REFUSED, "The record is no longer there", evidence=_evidence(answer))
    return _outcome(source, answer)


async def erased(source: Source, erase: Erase, scope: Scope, path: str) -> Outcome:
    """Give the outcome of an erasure; `path` comes back in the handle of a pending one."""
    answer = await source.ask(erase.request, scope)
    if answer.status in GONE:
        return Outcome(TaskState.DONE, evidence=_evidence(answer))
    outcome = _outcome(source, answer)
    if erase.pending is None or outcome.state is not TaskState.DONE:
        return outcome
    handle = select(erase.pending.handle, answer.data())
    return outcome if handle is None else _pending(f"{path}:{handle}", erase.pending, answer)


async def followed(source: Source, pending: Pending, handle: str) -> Outcome:
    """Give how far a pending erasure has come; `handle` is the one `erased` gave."""
    answer = await source.ask(pending.request, {"handle": handle.split(":", 2)[2]})
    outcome = _outcome(source, answer)
    if outcome.state is not TaskState.DONE:
        raise SystemDidNotAnswer(f"{answer.where} answered {answer.status}", permanent=True)
    if select(pending.done, answer.data()):
        return outcome
    if pending.refused and select(pending.refused, answer.data()):
        return Outcome(TaskState.REFUSED, "The system gave the work up", evidence=outcome.evidence)
    return _pending(handle, pending, answer)


def _pending(handle: str, pending: Pending, answer: Answer) -> Outcome:
    return Outcome(TaskState.PENDING, handle=handle, poll_after=pending.every, evidence=_evidence(answer))


def _outcome(source: Source, answer: Answer) -> Outcome:
    evidence = _evidence(answer)
    if answer.status >= httpx.codes.BAD_REQUEST:
        return Outcome(TaskState.REFUSED, f"The system answered {answer.status}", evidence=evidence)
    if not source.good(_json_or_text(answer)):
        return Outcome(TaskState.REFUSED, "The system answered that it failed", evidence=evidence)
    return Outcome(TaskState.DONE, evidence=evidence)


def _evidence(answer: Answer) -> dict[str, Any]:
    return {"request": answer.where, "status": answer.status, "answer": _json_or_text(answer)}


def _json_or_text(answer: Answer) -> Any:
    try:
        return answer.data()
    except SystemDidNotAnswer:
        return answer.content.decode(errors="replace")[:MOST_TEXT]
