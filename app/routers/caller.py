"""Who calls the API: a bearer token, its organisation and its role; and the transaction of the request."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.errors import NotPermitted, NotSignedIn
from app.office import Office
from app.queries import credentials
from app.trust import tokens
from app.vocabulary import Role
from app.workflows.history import Actor

bearer = HTTPBearer(auto_error=False, description="A token made by `utdrag token create`.")


@dataclass(frozen=True)
class Caller:
    """A signed-in caller."""

    organisation_id: UUID
    role: Role
    label: str

    @property
    def actor(self) -> Actor:
        """Give the caller as the history tells of them."""
        return Actor.of(self.role, self.label)


async def get_office(request: Request) -> Office:
    """Give the office of this process."""
    office = request.app.state.office
    assert isinstance(office, Office)
    return office


AnOffice = Annotated[Office, Depends(get_office)]


ABearer = Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]


async def get_opened(office: AnOffice) -> AsyncGenerator[AsyncSession]:
    """Give the transaction of a request, before it stands in any organisation."""
    async with office.db.transaction() as session:
        yield session


# scope="function": commit before the response leaves, so that a 2xx is a promise kept.
Opened = Annotated[AsyncSession, Depends(get_opened, scope="function")]


async def get_caller(session: Opened, sent: ABearer) -> Caller:
    """Give the caller of a request, and let its transaction stand in their organisation.

    Raises NotSignedIn without a token that is known and lives.
    """
    return await _entered(session, sent)


async def _entered(session: AsyncSession, sent: HTTPAuthorizationCredentials | None) -> Caller:
    if sent is None:
        raise NotSignedIn("Send a token: `Authorization: Bearer …`.")
    at, found = clock.now(), await credentials.enter(session, tokens.token_hash(sent.credentials))
    if found is None or found.role is None or found.revoked_at is not None:
        raise NotSignedIn("The token is not known, or was revoked.")
    if found.expires_at is not None and found.expires_at <= at:
        raise NotSignedIn("The token has expired.")
    return Caller(found.organisation_id, found.role, found.label)


ACaller = Annotated[Caller, Depends(get_caller)]


async def get_staff(caller: ACaller) -> Caller:
    """Give a caller who handles cases. Raises NotPermitted for a machine's token."""
    if caller.role is Role.INBOX:
        raise NotPermitted("A token of the inbox may only hand in messages.")
    return caller


Staff = Annotated[Caller, Depends(get_staff)]


async def get_inbox(office: AnOffice, sent: ABearer) -> Caller:
    """Give a caller who hands in mail; no transaction waits for the mail. Raises NotPermitted for others."""
    async with office.db.transaction() as session:
        caller = await _entered(session, sent)
    if caller.role is not Role.INBOX:
        raise NotPermitted("Handing in mail takes a token of the role inbox.")
    return caller


AnInbox = Annotated[Caller, Depends(get_inbox)]


async def get_session(session: Opened, _: ACaller) -> AsyncSession:
    """Give the transaction of a request, in the caller's organisation."""
    return session


ASession = Annotated[AsyncSession, Depends(get_session, scope="function")]
