"""Whether a system holds the address the person wrote from: only then is a code to it any proof."""

from datetime import timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.connectors.contract import Ident
from app.errors import DsarError
from app.jobs import Job, Kind, enqueue
from app.models.case import Contact
from app.models.columns import new_id
from app.office import CaseFile, Office
from app.queries import cases
from app.trust import search
from app.vocabulary import Certainty, Happening, IdentKind, State, Verb
from app.workflows.history import SYSTEM, record
from app.workflows.systems import reach

_TRIES = 5


async def locate_contact(office: Office, job: Job) -> None:
    """Look the person's address up in every system; what is found there is not read, let alone shown."""
    async with office.db.transaction(job.organisation_id) as session:
        file = await office.read_file(session, job.subject_id)
    if file.case.state is not State.VERIFYING or not file.person_email:
        return
    holding, silent = await _look(file)
    async with office.db.transaction(job.organisation_id) as session:
        await _write(session, await office.lock_file(session, job.subject_id), holding)
        await _again(session, job, silent)


async def _look(file: CaseFile) -> tuple[list[str], list[str]]:
    """Give the systems that hold the address, and those that did not answer."""
    # Not verified yet: this asks only whether the address is there.
    claimed = Ident(IdentKind.EMAIL, file.person_email, verified=False, source="claimed")
    holding: list[str] = []
    silent: list[str] = []
    for system in file.profile.systems:
        try:
            async with reach(system) as connector:
                if Verb.EXPORT in connector.capabilities:
                    matches = await connector.find([claimed])
                    if any(match.certainty is Certainty.EXACT for match in matches):
                        holding.append(system.slug)
        except DsarError:
            silent.append(system.slug)
    return holding, silent


async def _write(session: AsyncSession, file: CaseFile, holding: list[str]) -> None:
    at, address = clock.now(), file.person_email
    token = search.email_token(file.desk.index_key, address)
    known = {contact.system for contact in await cases.contacts_of(session, file.case.id, IdentKind.EMAIL)}
    for system in holding:
        if system in known:
            continue
        row_id = new_id(at)
        session.add(
            Contact(
                id=row_id,
                organisation_id=file.case.organisation_id,
                case_id=file.case.id,
                system=system,
                kind=IdentKind.EMAIL,
                value=file.seal.close("contacts", "value", row_id, address),
                token=token,
            )
        )
    data = {"systems": holding}
    await record(session, file.case, Happening.CONTACT_LOCATED, SYSTEM, at, data=data)


async def _again(session: AsyncSession, job: Job, silent: list[str]) -> None:
    tries = int(job.detail or 0) + 1
    if silent and tries < _TRIES:
        later = Job(Kind.LOCATE_CONTACT, job.organisation_id, job.subject_id, str(tries))
        await enqueue(session, later, after=timedelta(minutes=2**tries))
