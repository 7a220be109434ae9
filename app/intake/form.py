"""The public form: what it offers, and how a submission becomes a case."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from app.intake.written import Written, receive_written
from app.office import Office
from app.profiles import Contact
from app.queries import cases, messages, organisations
from app.vocabulary import Audience, Channel, Language, Right, State
from app.workflows.history import SUBJECT
from app.workflows.links import new_link
from app.workflows.people import Applicant


@dataclass(frozen=True)
class FormRequest:
    """What a person filled in."""

    rights: tuple[Right, ...]
    name: str
    email: str
    phone: str
    words: str
    language: Language
    other: bool = False
    """Something else is asked for, beside any rights; a person must read what."""


@dataclass(frozen=True)
class FormReceipt:
    """What the person is shown: the reference, and the link to the status page."""

    reference: str
    link: str
    waits: bool
    """A person reads it first; until then no letter goes out."""


@dataclass(frozen=True)
class OrganisationView:
    """Who the form belongs to, and how to reach a human there."""

    name: str
    contact: Contact
    language: Language


async def form_of(office: Office, slug: str) -> OrganisationView:
    """Give what the form shows of an organisation. Raises NotFound for an unknown one."""
    async with office.db.transaction() as session:
        organisation = await organisations.organisation_by_slug(session, slug)
    async with office.db.transaction(organisation.id) as session:
        profile = (await office.desk(session)).profile
    return OrganisationView(profile.name, profile.contact, profile.language)


async def receive(
    office: Office, slug: str, request: FormRequest, at: datetime, *, suspect: bool, raw: bytes
) -> FormReceipt:
    """Open the case of a submission; what looks like a robot's waits for a person, but is never dropped.

    `raw` is the submission as it came; the same bytes sent twice within a minute are one request.
    Raises NotFound for an unknown organisation.
    """
    async with office.db.transaction() as session:
        organisation = await organisations.organisation_by_slug(session, slug)
    minute = at.replace(second=0, microsecond=0).isoformat()
    written = Written(
        source="form",
        key=hashlib.sha256(raw + minute.encode()).hexdigest(),
        channel=Channel.FORM,
        applicant=Applicant(request.name, request.email, request.phone),
        words=request.words,
        said_at=at,
        rights=request.rights,
        language=request.language,
        unclear=request.other,
        suspect=suspect,
    )
    async with office.db.transaction(organisation.id) as session:
        receipt, file = await receive_written(office, session, written, SUBJECT, at)
        if file is None:
            case_id = (await messages.get_message(session, receipt.message_id)).case_id
            assert case_id is not None  # a form's case is opened with its message
            file = await office.file(session, await cases.get_case(session, case_id))
        link = await new_link(office, session, file, Audience.STATUS, at)
        return FormReceipt(file.case.reference, link, waits=file.case.state is State.TRIAGE)
