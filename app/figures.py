"""The figures of the whole house, read when somebody asks for them and added up over all organisations."""

import asyncio
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from app import measures
from app.intake.proof import lost_messages
from app.measures import Values
from app.office import Office
from app.queries import figures, heartbeats, organisations

PATIENCE_SECONDS = 8.0
"""Prometheus gives up after ten, and then knows nothing at all."""
_OLDEST = ("utdrag_intake_lag_seconds", "utdrag_mailbox_silence_seconds")
"""Of these the greatest of all organisations counts, not the sum."""


async def read(office: Office, at: datetime) -> bytes:
    """Give every figure as Prometheus takes it; without the database, what this process has counted."""
    found: dict[str, Values] = {}
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await _read(office, at, found)
        up = 1.0
    except (SQLAlchemyError, OSError, TimeoutError):
        found, up = {}, 0.0
    return measures.written({"utdrag_database_up": {(): up}, **found})


async def _read(office: Office, at: datetime, found: dict[str, Values]) -> None:
    async with office.db.transaction() as session:
        jobs = await figures.jobs_by_kind(session)
        found["utdrag_jobs"] = {(kind, status): count for (kind, status), count in jobs.items()}
        found["utdrag_oldest_job_seconds"] = {(): await figures.oldest_job_seconds(session)}
        ages = await heartbeats.ages(session)
        found["utdrag_heartbeat_age_seconds"] = {(part,): age for part, age in ages.items()}
        known = await organisations.all_organisations(session)
        found |= await figures.everywhere(session, at)
    for organisation in known:
        async with office.db.transaction(organisation.id) as session:
            for name, values in (await figures.of_one(session, at)).items():
                found[name] = _together(name, found.get(name, {}), values)
    found["utdrag_messages_lost"] = {(): await lost_messages(office, at)}


def _together(name: str, one: Values, other: Mapping[tuple[str, ...], float]) -> Values:
    def both(labels: tuple[str, ...], value: float) -> float:
        known = one.get(labels, 0.0)
        return max(known, value) if name in _OLDEST else known + value

    return {labels: both(labels, value) for labels, value in other.items()}
