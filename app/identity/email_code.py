"""One-time codes by e-mail: six digits, ten minutes, five tries, to an address that proves something."""

from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from app.errors import FieldError, InvalidInput, TooManyAttempts
from app.models.columns import new_id
from app.models.credential import Code
from app.office import CaseFile
from app.queries import credentials
from app.trust import tokens
from app.trust.keys import derived_key
from app.vocabulary import CodePurpose

LIVES = timedelta(minutes=10)
TRIES = 5
_PAUSE = timedelta(hours=1)
_MOST = 6
"""Codes a case is sent within an hour, at the most."""


async def new_code(
    session: AsyncSession, file: CaseFile, purpose: CodePurpose, address: str, at: datetime
) -> tuple[Code, str]:
    """Give a fresh code for an address; earlier ones for the purpose no longer count.

    Raises TooManyAttempts when the case was sent too many lately.
    """
    if await credentials.codes_since(session, file.case.id, at - _PAUSE) >= _MOST:
        raise TooManyAttempts("Too many codes were sent. Try again in an hour.")
    plain, row_id = tokens.new_code(), new_id(at)
    code = Code(
        id=row_id,
        organisation_id=file.case.organisation_id,
        case_id=file.case.id,
        purpose=purpose,
        hash=tokens.code_hash(plain, _key(file)),
        address=file.seal.close("codes", "address", row_id, address),
        sent_at=at,
        expires_at=at + LIVES,
        tries=0,
    )
    session.add(code)
    return code, plain


async def use_code(
    session: AsyncSession, file: CaseFile, purpose: CodePurpose, typed: str, at: datetime
) -> str | None:
    """Give the address the right code was sent to, or None after counting a wrong try.

    Raises TooManyAttempts when a new code must be asked for.
    """
    code = await credentials.newest_code(session, file.case.id, purpose)
    if code is None or code.used_at is not None or code.expires_at <= at:
        raise InvalidInput(
            "The code is no longer valid. Ask for a new one.", fields=[FieldError("code", "expired")]
        )
    if code.tries >= TRIES:
        raise TooManyAttempts("The code was wrong too many times. Ask for a new one.")
    code.tries += 1
    if not tokens.code_matches(typed, _key(file), code.hash):
        return None
    code.used_at = at
    return file.seal.open("codes", "address", code.id, code.address)


def _key(file: CaseFile) -> bytes:
    return derived_key(file.secret, b"utdrag codes v1", file.case.id.bytes)
