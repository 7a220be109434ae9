"""How a case begins: its key, its clock, its search tokens and its first letter, in one transaction."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.law.deadlines import deadline
from app.models.case import Case
from app.models.columns import new_id
from app.office import CaseFile, Desk, Office
from app.queries.dossiers import NEW
from app.queries.opening import write_new
from app.trust import keys
from app.vocabulary import Channel, Event, Happening, IdentityLevel, Language, Letter, Right, State
from app.workflows import plans
from app.workflows.advance import advance_file
from app.workflows.effects import WriteLetter
from app.workflows.history import SYSTEM, Actor, record, record_beginning
from app.workflows.people import Applicant, needed_level, tokens_of
from app.workflows.queue import queue_effect
from app.workflows.timing import write_deadline, write_next_rung

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_LENGTH = 6


@dataclass(frozen=True)
class NewCase:
    """What a request is, before it is a case. `received_at` is when it reached the controller."""

    rights: Sequence[Right]
    channel: Channel
    language: Language
    received_at: datetime
    applicant: Applicant
    words: str
    triage: bool = False
    suspect: bool = False
    trial: bool = False
    acknowledge: bool = True
    parent_id: UUID | None = None


async def open_case(
    office: Office, session: AsyncSession, new: NewCase, *, actor: Actor = SYSTEM, at: datetime
) -> CaseFile:
    """Give the case of a request, begun as far as it goes by itself."""
    desk = await office.desk(session)
    case = _drawn(desk, new, at)
    wrapped = keys.new_wrapped_case_secret(desk.key, case.id)
    file = desk.open(case, wrapped)
    _seal(file, new)
    await record(
        session,
        case,
        Happening.OPENED,
        actor,
        at,
        data={"channel": case.channel, "rights": list(case.rights)},
    )
    if not new.triage:
        if new.acknowledge:
            await queue_effect(session, case, WriteLetter(Letter.ACKNOWLEDGEMENT))
        await advance_file(session, file, Event.BEGIN, actor=SYSTEM, at=at, dossier=NEW)
    # Written once, as it then stands.
    tokens = tokens_of(desk, new.applicant)
    while not await write_new(session, case, wrapped, desk.key.generation, tokens):
        case.reference = _reference(desk, new.received_at)
    await record_beginning(session)
    return file


def _reference(desk: Desk, received_at: datetime) -> str:
    """Give a reference that is most likely free."""
    year = desk.profile.working_calendar.local_day(received_at).year
    code = "".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LENGTH))
    return f"{desk.profile.reference_prefix}-{year}-{code}"


def _drawn(desk: Desk, new: NewCase, at: datetime) -> Case:
    calendar = desk.profile.working_calendar
    due = deadline(
        country=desk.profile.country,
        received=new.received_at,
        promise_days=desk.profile.promise_days,
        added=calendar.added,
        removed=calendar.removed,
        national_eves=calendar.national_eves,
    )
    case = Case(
        id=new_id(at),
        organisation_id=desk.organisation_id,
        reference=_reference(desk, new.received_at),
        state=State.TRIAGE if new.triage else State.RECEIVED,
        rights=list(plans.ordered(new.rights)),
        step=0,
        round=0,
        version=1,
        channel=new.channel,
        language=new.language,
        required_level=needed_level(desk, new.rights) if new.rights else IdentityLevel.NONE,
        identity_level=IdentityLevel.NONE,
        parent_id=new.parent_id,
        suspect=new.suspect,
        trial=new.trial,
        received_at=new.received_at,
        opened_at=at,
        nominal_due=due.nominal,
        legal_due=due.legal_due,
        first_due=due.first_due,
        promise_due=due.promise_due,
        effective_due=due.effective_due,
        due_at=due.due_instant,
        deadline_steps=[],
    )
    write_deadline(case, due)
    write_next_rung(case, desk.profile, at)
    return case


def _seal(file: CaseFile, new: NewCase) -> None:
    case, close = file.case, file.seal.close
    case.person_name = close("cases", "person_name", case.id, new.applicant.name)
    case.person_email = close("cases", "person_email", case.id, new.applicant.email)
    case.person_phone = close("cases", "person_phone", case.id, new.applicant.phone)
    case.words = close("cases", "words", case.id, new.words)
