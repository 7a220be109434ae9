"""Who calls the API: a bearer token or a signed-in person's session; and the transaction of the request."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBearer
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.errors import NotPermitted, NotSignedIn
from app.office import Office
from app.queries import credentials, members, sessions
from app.queries.sessions import Standing
from app.routers import cookies
from app.trust import tokens
from app.vocabulary import Role
from app.workflows.history import Actor
from app.workflows.sessions import NOTICED, lives

BACKGROUND = "Utdrag-Background"
"""Header of what a page asks for by itself, which shows nobody to be there."""
bearer = HTTPBearer(auto_error=False, description="A token made by `utdrag token create`.")
cookie = APIKeyCookie(
    name="__Host-utdrag",
    auto_error=False,
    description="The session of somebody who signed in (`utdrag` on plain http, on one's own machine). "
    f"Idle for an hour it ends; what is sent with `{BACKGROUND}: 1` does not keep it awake.",
)


@dataclass(frozen=True)
class SignedIn:
    """The session a person calls by."""

    hash: bytes
    standing: Standing


@dataclass(frozen=True)
class Caller:
    """A signed-in caller."""

    organisation_id: UUID
    role: Role
    label: str
    signed_in: SignedIn | None = None
    """None for a bearer token."""

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
ACookie = Annotated[str | None, Depends(cookie)]


async def get_opened(office: AnOffice) -> AsyncGenerator[AsyncSession]:
    """Give the transaction of a request, before it stands in any organisation."""
    async with office.db.transaction() as session:
        yield session


# scope="function": commit before the response leaves, so that a 2xx is a promise kept.
Opened = Annotated[AsyncSession, Depends(get_opened, scope="function")]


async def get_caller(session: Opened, request: Request, sent: ABearer, _documented: ACookie = None) -> Caller:
    """Give the caller of a request, and let its transaction stand in their organisation.

    With an Authorization header cookies count for nothing: the guard against other sites lets it through.
    Raises NotSignedIn without a token or a session that is known and lives.
    """
    if "authorization" in request.headers:
        return await _entered(session, sent)
    held = request.cookies.get(cookies.name_of(await get_office(request)))
    if held is None:
        raise NotSignedIn("Sign in, or send a token: `Authorization: Bearer …`.")
    return await _resumed(session, request, tokens.token_hash(held))


async def _resumed(session: AsyncSession, request: Request, hash_: bytes) -> Caller:
    at, standing = clock.now(), await sessions.enter(session, hash_)
    if standing is None or not lives(standing, at):
        raise NotSignedIn("Your session is over. Sign in again.")
    if at - standing.seen_at >= NOTICED and not _is_background(request):
        await sessions.seen(session, hash_, at)
        await members.seen(session, standing.member_id, at)
    return Caller(standing.organisation_id, standing.role, standing.label, SignedIn(hash_, standing))


def _is_background(request: Request) -> bool:
    headers = request.headers
    return BACKGROUND in headers or headers.get("accept", "").startswith("text/event-stream")


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


async def get_reader(caller: ACaller) -> Caller:
    """Give a caller who may see messages. Raises NotPermitted for an administrator."""
    if caller.role is Role.ADMINISTRATOR:
        raise NotPermitted("An administrator sees settings, members and figures, but neither cases nor mail.")
    return caller


AReader = Annotated[Caller, Depends(get_reader)]


async def get_person(caller: ACaller) -> Caller:
    """Give a caller who is no machine. Raises NotPermitted for a machine's token."""
    if caller.role is Role.INBOX:
        raise NotPermitted("A token of the inbox may only hand in messages.")
    return caller


APerson = Annotated[Caller, Depends(get_person)]


async def get_staff(_: AReader, caller: APerson) -> Caller:
    """Give a caller who handles cases. Raises NotPermitted for others."""
    return caller


Staff = Annotated[Caller, Depends(get_staff)]


async def get_host(caller: ACaller) -> Caller:
    """Give a caller who sets up the organisation. Raises NotPermitted for others."""
    if caller.role not in {Role.ADMINISTRATOR, Role.LEAD}:
        raise NotPermitted("This is for administrators and leads.")
    return caller


Host = Annotated[Caller, Depends(get_host)]


async def get_inbox(office: AnOffice, sent: ABearer) -> Caller:
    """Give a caller who hands in mail; no transaction waits for the mail. Raises NotPermitted for others."""
    async with office.db.transaction() as session:
        caller = await _entered(session, sent)
    if caller.role is not Role.INBOX:
        raise NotPermitted("Handing in mail takes a token of the role inbox.")
    return caller


async def get_host_alone(request: Request, sent: ABearer = None, _documented: ACookie = None) -> Caller:
    """Give a caller who sets up the organisation, with no transaction open. Raises as `get_host`."""
    office = await get_office(request)
    async with office.db.transaction() as session:
        caller = await get_caller(session, request, sent)
    return await get_host(caller)


HostAlone = Annotated[Caller, Depends(get_host_alone)]
AnInbox = Annotated[Caller, Depends(get_inbox)]


async def get_staff_alone(request: Request, sent: ABearer = None, _documented: ACookie = None) -> Caller:
    """Give a caller who handles cases; no transaction waits for what takes long. Raises as `get_staff`."""
    office = await get_office(request)
    async with office.db.transaction() as session:
        caller = await get_caller(session, request, sent)
    return await get_staff(await get_reader(caller), await get_person(caller))


StaffAlone = Annotated[Caller, Depends(get_staff_alone)]


async def get_session(session: Opened, _: ACaller) -> AsyncSession:
    """Give the transaction of a request, in the caller's organisation."""
    return session


ASession = Annotated[AsyncSession, Depends(get_session, scope="function")]
