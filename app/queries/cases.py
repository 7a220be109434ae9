"""Cases, their people, their keys and their clock."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Uuid, bindparam
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.errors import Forgotten, NotFound
from app.models.audit import AuditEvent
from app.models.case import (
    Case,
    CaseKey,
    Contact,
    Escalation,
    Pause,
    SearchToken,
    VerifiedAttribute,
)
from app.queries.here import HERE, given, organisation_of
from app.vocabulary import Event, IdentKind, State

_ID: BindParameter[Any] = bindparam("case_id", type_=Uuid())
_THE_CASE = (Case.id == _ID, Case.organisation_id == HERE)
_ITS_KEY = col(CaseKey.case_id) == col(Case.id)
# A session that read the case before would otherwise keep the old values.
_LOCKED = select(Case).where(*_THE_CASE).with_for_update().execution_options(populate_existing=True)
_WITH_KEY = select(Case, CaseKey.wrapped).outerjoin(CaseKey, _ITS_KEY).where(*_THE_CASE)
_LOCKED_WITH_KEY = (
    select(Case, CaseKey.wrapped)
    .join(CaseKey, _ITS_KEY)
    .where(*_THE_CASE)
    .with_for_update(of=Case)
    .suffix_with("FOR KEY SHARE OF case_keys")  # or a key destroyed while we waited would still be seen
    .execution_options(populate_existing=True)
)
_CONTACTS = select(Contact).where(
    Contact.case_id == _ID, Contact.organisation_id == HERE, Contact.kind == bindparam("kind")
)


async def get_case(session: AsyncSession, case_id: UUID) -> Case:
    """Give the case; NotFound also when it is another organisation's."""
    found = await session.exec(
        select(Case).where(Case.id == case_id, Case.organisation_id == organisation_of(session))
    )
    return _present(found.one_or_none())


async def find_case(session: AsyncSession, case_id: UUID) -> Case | None:
    """Give the case, if the organisation has it and has not forgotten it."""
    found = await session.exec(
        select(Case)
        .join(CaseKey, col(CaseKey.case_id) == col(Case.id))
        .where(Case.id == case_id, Case.organisation_id == organisation_of(session))
    )
    return found.one_or_none()


async def cases_of(session: AsyncSession, case_ids: Sequence[UUID]) -> Sequence[Case]:
    """Give those of these cases that are the organisation's, in no order."""
    found = await session.exec(
        select(Case).where(Case.organisation_id == organisation_of(session), col(Case.id).in_(case_ids))
    )
    return found.all()


async def lock_case(session: AsyncSession, case_id: UUID) -> Case:
    """Give the case as it stands now, held until the transaction ends."""
    found = await session.exec(_LOCKED, params=given(session, case_id=case_id))
    return _present(found.one_or_none())


async def lock_with_key(session: AsyncSession, case_id: UUID) -> tuple[Case, bytes]:
    """Give the case, held until the transaction ends, and its wrapped secret. Raises as `case_with_key`."""
    found = (await session.exec(_LOCKED_WITH_KEY, params=given(session, case_id=case_id))).one_or_none()
    if found is None:  # the case or its key: whoever asks is told which
        return await lock_case(session, case_id), (await key_of(session, case_id)).wrapped
    return found


def _present(case: Case | None) -> Case:
    if case is None:
        raise NotFound("There is no such case in this organisation.")
    return case


async def case_by_reference(session: AsyncSession, reference: str) -> Case | None:
    """Give the case with this reference, if there is one."""
    found = await session.exec(
        select(Case).where(Case.organisation_id == organisation_of(session), Case.reference == reference)
    )
    return found.one_or_none()


async def case_known_by(session: AsyncSession, reference: str, token: bytes) -> UUID | None:
    """Give the case with this reference if its person is known by a search token and it is not forgotten."""
    found = await session.exec(
        select(Case.id)
        .join(SearchToken, col(SearchToken.case_id) == col(Case.id))
        .join(CaseKey, col(CaseKey.case_id) == col(Case.id))
        .where(
            Case.organisation_id == organisation_of(session),
            Case.reference == reference,
            SearchToken.token == token,
        )
    )
    return found.one_or_none()


async def open_cases_of(session: AsyncSession, token: bytes) -> Sequence[Case]:
    """Give the open cases of the person behind a search token, newest first."""
    found = await session.exec(
        select(Case)
        .join(SearchToken, col(SearchToken.case_id) == col(Case.id))
        .where(
            SearchToken.organisation_id == organisation_of(session),
            SearchToken.token == token,
            Case.state != State.CLOSED,
        )
        .order_by(col(Case.received_at).desc())
    )
    return found.all()


async def cases_with(
    session: AsyncSession, tokens: Collection[bytes], *, but: UUID, limit: int
) -> Sequence[Case]:
    """Give the other cases that hold any of some search tokens, the newest first."""
    holding = select(SearchToken.case_id).where(
        SearchToken.organisation_id == organisation_of(session), col(SearchToken.token).in_(tokens)
    )
    found = await session.exec(
        select(Case)
        .where(Case.organisation_id == organisation_of(session), col(Case.id).in_(holding), Case.id != but)
        .order_by(col(Case.received_at).desc(), col(Case.id))
        .limit(limit)
    )
    return found.all()


async def knows(session: AsyncSession, case_id: UUID, token: bytes) -> bool:
    """Tell whether the person behind a search token belongs to the case."""
    found = await session.exec(
        select(SearchToken.case_id).where(
            SearchToken.organisation_id == organisation_of(session),
            SearchToken.token == token,
            SearchToken.case_id == case_id,
        )
    )
    return found.first() is not None


async def key_of(session: AsyncSession, case_id: UUID) -> CaseKey:
    """Give the wrapped secret of a case; Forgotten when it was destroyed."""
    found = await session.exec(
        select(CaseKey).where(CaseKey.case_id == case_id, CaseKey.organisation_id == organisation_of(session))
    )
    key = found.one_or_none()
    if key is None:
        raise Forgotten("What this case held has been erased.")
    return key


async def case_with_key(session: AsyncSession, case_id: UUID) -> tuple[Case, bytes]:
    """Give a case and its wrapped secret at once. Raises NotFound, and Forgotten when that was destroyed."""
    found = await session.exec(_WITH_KEY, params=given(session, case_id=case_id))
    case, wrapped = found.one_or_none() or (None, None)
    if case is not None and wrapped is None:
        raise Forgotten("What this case held has been erased.")
    return _present(case), wrapped or b""


async def keys_of(session: AsyncSession, case_ids: Sequence[UUID]) -> dict[UUID, bytes]:
    """Give the wrapped secrets of many cases at once."""
    found = await session.exec(
        select(CaseKey).where(
            CaseKey.organisation_id == organisation_of(session), col(CaseKey.case_id).in_(case_ids)
        )
    )
    return {key.case_id: key.wrapped for key in found}


async def pauses_of(session: AsyncSession, case_id: UUID) -> Sequence[Pause]:
    """Give the questions a person was asked, oldest first."""
    found = await session.exec(
        select(Pause)
        .where(Pause.case_id == case_id, Pause.organisation_id == organisation_of(session))
        .order_by(col(Pause.asked_at))
    )
    return found.all()


async def attributes_of(session: AsyncSession, case_id: UUID) -> Sequence[VerifiedAttribute]:
    """Give what was proven about the person, oldest first."""
    found = await session.exec(
        select(VerifiedAttribute)
        .where(
            VerifiedAttribute.case_id == case_id,
            VerifiedAttribute.organisation_id == organisation_of(session),
        )
        .order_by(col(VerifiedAttribute.at), col(VerifiedAttribute.id))
    )
    return found.all()


async def contacts_of(session: AsyncSession, case_id: UUID, kind: IdentKind) -> Sequence[Contact]:
    """Give the contact points of one kind that systems hold."""
    return (await session.exec(_CONTACTS, params=given(session, case_id=case_id, kind=kind))).all()


async def escalations_of(session: AsyncSession, case_id: UUID, due: date) -> set[str]:
    """Give the rungs of the ladder that were told for this due date."""
    found = await session.exec(
        select(Escalation.level).where(
            Escalation.case_id == case_id,
            Escalation.due == due,
            Escalation.organisation_id == organisation_of(session),
        )
    )
    return set(found)


async def forwarded_to(session: AsyncSession, case_id: UUID) -> str:
    """Give the controller a case was passed on to, as the history has it."""
    found = await session.exec(
        select(AuditEvent).where(
            AuditEvent.case_id == case_id,
            AuditEvent.organisation_id == organisation_of(session),
            AuditEvent.event == Event.FORWARD,
        )
    )
    event = found.first()
    return str(event.data["controller"]) if event else ""
