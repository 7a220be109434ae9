"""Who a case is about: what they said, and what was proven."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from app.identity.levels import METHOD_LEVEL
from app.models.actions import Accept, ConfirmIdentity
from app.models.case import SearchToken, VerifiedAttribute
from app.models.columns import new_id
from app.office import CaseFile, Desk
from app.queries import cases
from app.trust import search
from app.vocabulary import IdentityLevel, IdentityMethod, IdentKind, Right
from app.workflows import plans


@dataclass(frozen=True)
class Applicant:
    """Who asks, as they said; nothing of it is proven yet."""

    name: str = ""
    email: str = ""
    phone: str = ""


def tokens_of(desk: Desk, applicant: Applicant) -> set[bytes]:
    """Give what the person can be found by, keyed for this organisation."""
    found = set(search.name_tokens(desk.index_key, applicant.name))
    if applicant.email:
        found.add(search.email_token(desk.index_key, applicant.email))
    if applicant.phone:
        found.add(search.phone_token(desk.index_key, applicant.phone, desk.profile.country))
    return found


def needed_level(desk: Desk, rights: Sequence[Right]) -> IdentityLevel:
    """Give how well the person must be known before anything is searched or changed."""
    return plans.identity_needed(rights, dict(desk.profile.identity), desk.profile.strictest_system)


async def add_tokens(session: AsyncSession, file: CaseFile, tokens: set[bytes]) -> None:
    """Let the person be found by these too."""
    for token in tokens:
        if not await cases.knows(session, file.case.id, token):
            session.add(
                SearchToken(organisation_id=file.desk.organisation_id, token=token, case_id=file.case.id)
            )


async def accept(session: AsyncSession, file: CaseFile, given: Accept) -> None:
    """Write what a handler read the request as."""
    case, close = file.case, file.seal.close
    case.rights = list(plans.ordered(given.rights))
    case.required_level = needed_level(file.desk, case.rights)
    case.language = given.language or case.language
    case.suspect = False
    if given.name:
        case.person_name = close("cases", "person_name", case.id, given.name)
    if given.email:
        case.person_email = close("cases", "person_email", case.id, given.email)
    said = Applicant(given.name or "", given.email or "")
    await add_tokens(session, file, tokens_of(file.desk, said))


async def confirm(session: AsyncSession, file: CaseFile, given: ConfirmIdentity, at: datetime) -> None:
    """Write what was proven by hand, and how."""
    for proven in given.attributes:
        prove(session, file, proven.kind, proven.value, given.method, at, reason=given.reason)
    emails = [proven.value for proven in given.attributes if proven.kind is IdentKind.EMAIL]
    names = [proven.value for proven in given.attributes if proven.kind is IdentKind.NAME]
    for value in (*emails, *names):
        said = Applicant(email=value) if value in emails else Applicant(name=value)
        await add_tokens(session, file, tokens_of(file.desk, said))


async def move(
    session: AsyncSession, file: CaseFile, email: str, method: IdentityMethod, reason: str, at: datetime
) -> None:
    """Write an address that was proven to be the person's, and write to it from now on."""
    file.case.person_email = file.seal.close("cases", "person_email", file.case.id, email)
    prove(session, file, IdentKind.EMAIL, email, method, at, reason=reason)
    await add_tokens(session, file, tokens_of(file.desk, Applicant(email=email)))


def prove(
    session: AsyncSession,
    file: CaseFile,
    kind: IdentKind,
    value: str,
    method: IdentityMethod,
    at: datetime,
    *,
    reason: str = "",
) -> None:
    """Add something that was proven about the person; the case's level rises with it."""
    level, row_id = METHOD_LEVEL[method], new_id(at)
    session.add(
        VerifiedAttribute(
            id=row_id,
            organisation_id=file.case.organisation_id,
            case_id=file.case.id,
            kind=kind,
            value=file.seal.close("verified_attributes", "value", row_id, value),
            method=method,
            level=level,
            reason=file.seal.close("verified_attributes", "reason", row_id, reason) if reason else None,
            at=at,
        )
    )
    file.case.identity_level = max(file.case.identity_level, level)


async def proven_about(session: AsyncSession, file: CaseFile) -> list[tuple[IdentKind, str, IdentityMethod]]:
    """Give what was proven about the person: kind, value and method, oldest first."""
    return [
        (row.kind, file.seal.open("verified_attributes", "value", row.id, row.value), row.method)
        for row in await cases.attributes_of(session, file.case.id)
    ]


async def proven_email(session: AsyncSession, file: CaseFile) -> str:
    """Give the newest address that was proven to be the person's, or nothing."""
    emails = [value for kind, value, _ in await proven_about(session, file) if kind is IdentKind.EMAIL]
    return emails[-1] if emails else ""
