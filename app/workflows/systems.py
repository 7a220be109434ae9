"""Reaching systems of record, outside any transaction, and reading their answers."""

from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager

from sqlmodel.ext.asyncio.session import AsyncSession

from app import secrets
from app.connectors import registry
from app.connectors.contract import Connector, Ident, Outcome, OutcomeState
from app.office import CaseFile
from app.profiles import SystemProfile
from app.vocabulary import TaskState
from app.workflows.people import proven_about

_ORDER: tuple[OutcomeState, ...] = (
    TaskState.MANUAL,
    TaskState.PENDING,
    TaskState.PARTIAL,
    TaskState.REFUSED,
    TaskState.DONE,
)


@asynccontextmanager
async def reach(system: SystemProfile) -> AsyncGenerator[Connector]:
    """Give a connector to the system, closed afterwards."""
    connector = registry.build(system.kind, system.settings, secrets.secret)
    try:
        yield connector
    finally:
        await connector.aclose()


async def idents_of(session: AsyncSession, file: CaseFile) -> list[Ident]:
    """Give what systems may be searched by: only what was proven about the person."""
    proven = await proven_about(session, file)
    return [Ident(kind, value, verified=True, source=method.value) for kind, value, method in proven]


def together(outcomes: Iterable[Outcome]) -> Outcome:
    """Give one answer for many: what still owes work first, else all done, a part, or all refused."""
    given = list(outcomes)
    states: set[OutcomeState] = {outcome.state for outcome in given}
    if len(given) == 1:
        return given[0]
    if not given:
        return Outcome(TaskState.DONE)
    state: OutcomeState = next(each for each in _ORDER if each in states)
    if (
        TaskState.REFUSED in states
        and TaskState.DONE in states
        and state in (TaskState.REFUSED, TaskState.DONE)
    ):
        state = TaskState.PARTIAL
    evidence = [dict(outcome.evidence) for outcome in given if outcome.evidence]
    return Outcome(
        state,
        handle="\n".join(outcome.handle for outcome in given if outcome.handle),
        reason="; ".join(dict.fromkeys(outcome.reason for outcome in given if outcome.reason)),
        poll_after=max(outcome.poll_after for outcome in given),
        retained=tuple(kept for outcome in given for kept in outcome.retained),
        evidence={"parts": evidence} if evidence else {},
    )
