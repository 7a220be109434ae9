"""An office for tests: one on a database of the test's own, organisations with keys, and plain cases."""

import base64
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from pydantic import SecretStr

from app.db import Database
from app.models.case import Case
from app.models.columns import new_id
from app.models.organisation import AppliedProfile, Organisation, OrganisationKey
from app.office import Office
from app.settings import Settings
from app.trust import keys
from app.trust.blobs import BlobStore
from app.trust.keys import MasterKey
from app.vocabulary import Channel, Country, Language, Right, State

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MASTER = MasterKey(bytes(range(32)))


def environment(database: str, home: Path) -> dict[str, str]:
    """Give what a command is told of this house."""
    return {
        "UTDRAG_HOME": str(home),
        "UTDRAG_DATABASE_URL": database,
        "UTDRAG_MASTER_KEY": base64.b64encode(MASTER.secret).decode(),
    }


@asynccontextmanager
async def an_office(
    database: str, home: Path, *, pool_size: int = 2, **limits: Any
) -> AsyncGenerator[Office]:
    """Give an office on the database, as the unprivileged role."""
    settings = Settings(
        home=home,
        database_url=SecretStr(database),
        master_key=SecretStr(base64.b64encode(MASTER.secret).decode()),
        **limits,
    )
    db = Database(database, pool_size=pool_size)
    try:
        yield Office(settings, db, MASTER, BlobStore(settings.blob_store))
    finally:
        await db.close()


async def an_organisation(office: Office, slug: str = "nordbemanning", **profile: Any) -> UUID:
    """Give a new organisation with its key and a profile."""
    organisation = Organisation(
        id=new_id(), slug=slug, name=slug.title(), country=Country.SE, language=Language.SV
    )
    async with office.db.transaction(organisation.id) as session:
        session.add(organisation)
        await session.flush()
        wrapped = keys.new_wrapped_organisation_key(office.master, organisation.id)
        session.add(OrganisationKey(organisation_id=organisation.id, wrapped=wrapped, version=1))
        content = a_profile(slug, **profile)
        session.add(
            AppliedProfile(organisation_id=organisation.id, version=1, content=content, applied_at=AT)
        )
        return organisation.id


def a_profile(slug: str, **changes: Any) -> dict[str, Any]:
    """Give a small valid profile as it is stored."""
    address = f"dataskydd@{slug}.example"
    return {
        "slug": slug,
        "name": slug.title(),
        "country": "SE",
        "language": "sv",
        "reference_prefix": "NB",
        "contact": {"email": address},
        "inboxes": [{"address": address}],
        "people": [{"name": "Ada Handläggare", "email": address, "role": "handler"}],
        **changes,
    }


def a_case(organisation_id: UUID, reference: str, **changes: Any) -> Case:
    """Give a case that nobody has begun to work on."""
    facts: dict[str, Any] = {
        "id": new_id(),
        "organisation_id": organisation_id,
        "reference": reference,
        "state": State.RECEIVED,
        "rights": [Right.ACCESS],
        "step": 0,
        "round": 0,
        "version": 1,
        "channel": Channel.EMAIL,
        "language": Language.SV,
        "required_level": 1,
        "identity_level": 0,
        "received_at": AT,
        "opened_at": AT,
        "nominal_due": date(2026, 4, 2),
        "legal_due": date(2026, 4, 2),
        "first_due": date(2026, 4, 2),
        "effective_due": date(2026, 4, 2),
        "due_at": datetime(2026, 4, 2, 22, 0, tzinfo=UTC),
        "deadline_steps": [],
    }
    return Case(**{**facts, **changes})
