"""Trying a system of record: whether it answers us, with no personal data asked or sent."""

import asyncio
import hashlib
import json
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError

from app.errors import DsarError, NotFound
from app.office import Office
from app.profiles import SystemProfile
from app.queries import setup
from app.vocabulary import SetupState, TaskState
from app.workflows.systems import reach

PATIENCE_SECONDS: Final = 20
_EXPECTED: Final = (DsarError, SQLAlchemyError, OSError, TimeoutError)


def settings_hash(system: SystemProfile) -> bytes:
    """Give what the settings a system is reached by are known by."""
    held = json.dumps([system.kind, dict(system.settings)], sort_keys=True, default=str)
    return hashlib.sha256(held.encode()).digest()


async def try_system(
    office: Office, organisation_id: UUID, slug: str, at: datetime
) -> tuple[SetupState, str]:
    """Give how a system answers, and what it says; no transaction waits for it. Raises NotFound."""
    async with office.db.transaction(organisation_id) as session:
        system = (await office.desk(session)).profile.system(slug)
    if system is None:
        raise NotFound("There is no such system.")
    state, told = await _tried(system)
    async with office.db.transaction(organisation_id) as session:
        await setup.keep_trial(session, slug, settings_hash(system), state, told, at)
    return state, told


async def _tried(system: SystemProfile) -> tuple[SetupState, str]:
    try:
        async with asyncio.timeout(PATIENCE_SECONDS), reach(system) as connector:
            outcome = await connector.probe()
    except _EXPECTED as error:
        return SetupState.WRONG, _reason(error)
    well = outcome.state in (TaskState.DONE, TaskState.MANUAL)
    return (SetupState.DONE if well else SetupState.WRONG), outcome.reason


def _reason(error: BaseException) -> str:
    """Give why, without what a library may quote: our own sentences hold neither secrets nor people."""
    if not isinstance(error, DsarError):
        return f"{type(error).__name__}"
    return "; ".join([error.detail, *(f"{one.path}: {one.message}" for one in error.fields)])
