"""The person's side: codes, the extract, messages and withdrawal, all through the status page."""

from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.errors import ActionNotPossible, FieldError, InvalidInput, NotPermitted
from app.identity.email_code import new_code
from app.identity.email_code import use_code as try_code
from app.models.actions import Reasoned
from app.office import CaseFile, Office
from app.queries import cases, credentials
from app.vocabulary import (
    CodePurpose,
    Event,
    Happening,
    IdentityMethod,
    IdentKind,
    PauseKind,
    State,
)
from app.workflows.advance import advance, proceed
from app.workflows.correspondence import write_code
from app.workflows.fetching import Download, fetched
from app.workflows.history import SUBJECT, record
from app.workflows.people import prove, proven_email
from app.workflows.questions import answered
from app.workflows.visits import LASTS, Visit, enter, leave, look, renew, visit, whose

__all__ = [
    "LASTS",
    "Download",
    "Visit",
    "download",
    "enter",
    "leave",
    "look",
    "renew",
    "send_code",
    "use_code",
    "visit",
    "whose",
    "withdraw",
]

UNLOCKED = 1


async def send_code(office: Office, who: Visit, purpose: CodePurpose, at: datetime) -> None:
    """Send a code to an address that proves something.

    Raises ActionNotPossible when there is none, or nothing to open with a code now; TooManyAttempts.
    """
    async with office.db.transaction(who.organisation_id) as session:
        file = await office.lock_file(session, who.case_id)
        case = file.case
        address = await address_for(session, file, purpose)
        if not address:
            raise ActionNotPossible("There is no address a code could be sent to. Contact us.")
        code, plain = await new_code(session, file, purpose, address, at)
        await record(session, case, Happening.CODE_SENT, SUBJECT, at, data={"purpose": purpose.value})
        await write_code(office, session, file, address, plain, f"code.{code.id}", at)


async def address_for(session: AsyncSession, file: CaseFile, purpose: CodePurpose) -> str:
    """Give where a code goes: for identity to an address a system holds, for a download to a proven one."""
    if purpose is CodePurpose.DOWNLOAD:
        return await proven_email(session, file)
    if file.case.state is not State.VERIFYING:
        return ""
    held = await cases.contacts_of(session, file.case.id, IdentKind.EMAIL)
    return file.seal.open("contacts", "value", held[0].id, held[0].value) if held else ""


def masked(address: str) -> str:
    """Give an address so that its owner knows it again, and nobody else learns it."""
    local, at, domain = address.partition("@")
    return f"{local[:1]}•••{at}{domain}" if at else ""


async def use_code(office: Office, who: Visit, purpose: CodePurpose, code: str, at: datetime) -> None:
    """Take a code: it confirms who the person is, or unlocks the downloads of this visit.

    Raises InvalidInput (field `code`) for a wrong or old one, TooManyAttempts after five wrong ones.
    """
    async with office.db.transaction(who.organisation_id) as session:
        file = await office.lock_file(session, who.case_id)
        case = file.case
        address = await try_code(session, file, purpose, code, at)
        if address is None:
            await record(session, case, Happening.CODE_REFUSED, SUBJECT, at, data={"purpose": purpose.value})
        elif purpose is CodePurpose.IDENTITY:
            await _confirm(session, file, address, at)
        if address is not None:
            await credentials.raise_level(session, who.hash, UNLOCKED)
    if address is None:  # after the commit: the wrong try counts
        raise InvalidInput("The code is not right.", fields=[FieldError("code", "wrong")])


async def _confirm(session: AsyncSession, file: CaseFile, address: str, at: datetime) -> None:
    """Write that the mailbox is the person's; the case goes on if that is enough, else a handler sees it."""
    prove(session, file, IdentKind.EMAIL, address, IdentityMethod.EMAIL_CODE, at)
    await answered(session, file, PauseKind.IDENTITY, at)
    await session.flush()
    await proceed(session, file, Event.CONFIRM_IDENTITY, actor=SUBJECT, at=at)


async def withdraw(office: Office, who: Visit, at: datetime) -> None:
    """Take the request back. Raises ActionNotPossible when it is too late for that."""
    async with office.db.transaction(who.organisation_id) as session:
        given = Reasoned(reason="Withdrawn by the person on the status page.")
        await advance(office, session, who.case_id, Event.WITHDRAW, actor=SUBJECT, at=at, given=given)


async def download(office: Office, who: Visit, extract_id: UUID, at: datetime) -> Download:
    """Give a package, and write down that it was fetched.

    Raises NotPermitted before the code, NotFound, ActionNotPossible when it expired or was revoked.
    """
    if who.level < UNLOCKED:
        raise NotPermitted("Enter the code first.")
    async with office.db.transaction(who.organisation_id) as session:
        return await fetched(office, session, who.case_id, extract_id, SUBJECT, at)
