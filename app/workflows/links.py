"""Tokens given out, of links without an account and of callers of the API; each kept as its hash."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.models.credential import Credential
from app.office import CaseFile, Office
from app.trust import tokens
from app.vocabulary import Audience, Role

LIVES = {Audience.STATUS: timedelta(days=180), Audience.TASK: timedelta(days=60)}
_PATH = {Audience.STATUS: "s", Audience.TASK: "t"}


async def new_link(
    office: Office,
    session: AsyncSession,
    file: CaseFile,
    audience: Audience,
    at: datetime,
    *,
    task_id: UUID | None = None,
) -> str:
    """Give a fresh link to the status page of a case, or to the page of one of its tasks."""
    token = tokens.new_token(audience)
    session.add(
        Credential(
            hash=token.hash,
            organisation_id=file.desk.organisation_id,
            audience=audience,
            label="",
            case_id=file.case.id,
            task_id=task_id,
            level=0,
            issued_at=at,
            expires_at=at + LIVES[audience],
        )
    )
    return f"{office.settings.public_url}/{_PATH[audience]}/{token.plain}"


def new_api_token(
    session: AsyncSession, organisation_id: UUID, label: str, role: Role, at: datetime, until: datetime | None
) -> str:
    """Give a fresh bearer token for a caller of the API; only its hash is kept."""
    token = tokens.new_token(Audience.API)
    session.add(
        Credential(
            hash=token.hash,
            organisation_id=organisation_id,
            audience=Audience.API,
            label=label,
            role=role,
            level=0,
            issued_at=at,
            expires_at=until,
        )
    )
    return token.plain
