"""The public form: what it offers, and how a submission becomes a case."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from app.errors import TooManyAttempts
from app.intake.details import Said
from app.intake.enclosing import Enclosed, enclosed
from app.intake.written import Written, already_opened, receive_written
from app.office import Office
from app.profiles import Contact
from app.queries import organisations
from app.trust.networks import network_of
from app.vocabulary import Audience, Channel, Language, Right, State
from app.workflows.allowances import FORMS, PROOFS, take
from app.workflows.history import SUBJECT
from app.workflows.links import new_link
from app.workflows.people import Applicant

PROVEN: Final = 1
UNPROVEN: Final = 2.5
"""What a form costs of what its network may send, with and without work done for it."""


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
    files: tuple[Enclosed, ...] = ()

    @property
    def said(self) -> Said:
        """Give who wrote, and what, as it is shown beside files."""
        reach = ", ".join(filter(None, (self.email, self.phone)))
        return Said(f"{self.name} <{reach}>", self.words)


@dataclass(frozen=True)
class Sending:
    """How a form was sent: from which address, whether by a robot by the look of it, and as which bytes."""

    address: str
    suspect: bool
    raw: bytes
    proof: str = ""
    """The stamp work was proven over; a form without proof costs more of what its network may send."""
    trial: bool = False
    """Nobody asks: it tries whether a request goes through."""


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
    slug: str = ""
    """Where its colour and logo are found."""


async def form_of(office: Office, slug: str) -> OrganisationView:
    """Give what the form shows of an organisation. Raises NotFound for an unknown one."""
    async with office.db.transaction() as session:
        organisation = await organisations.organisation_by_slug(session, slug)
    async with office.db.transaction(organisation.id) as session:
        profile = (await office.desk(session)).profile
    return OrganisationView(profile.name, profile.contact, profile.language, profile.slug)


async def receive(
    office: Office, slug: str, request: FormRequest, sending: Sending, at: datetime
) -> FormReceipt:
    """Open the case of a submission; what looks like a robot's waits for a person, but is never dropped.

    The same bytes sent twice within a minute are one request. Raises NotFound for an unknown organisation,
    TooManyAttempts when its network has sent as many as it may.
    """
    async with office.db.transaction() as session:
        organisation = await organisations.organisation_by_slug(session, slug)
    await count(office, organisation.id, sending, at)
    minute = at.replace(second=0, microsecond=0).isoformat()
    written = Written(
        source="form",
        key=hashlib.sha256(sending.raw + minute.encode()).hexdigest(),
        channel=Channel.FORM,
        applicant=Applicant(request.name, request.email, request.phone),
        words=request.words,
        said_at=at,
        rights=request.rights,
        language=request.language,
        unclear=request.other,
        suspect=sending.suspect,
        enclosure=await enclosed(office, request.said, request.files) if request.files else None,
        trial=sending.trial,
    )
    async with office.db.transaction(organisation.id) as session:
        receipt, file = await receive_written(office, session, written, SUBJECT, at)
        if file is None:
            file = await already_opened(office, session, receipt)
        link = await new_link(office, session, file, Audience.STATUS, at)
        return FormReceipt(file.case.reference, link, waits=file.case.state is State.TRIAGE)


async def count(office: Office, organisation_id: UUID, sending: Sending, at: datetime) -> None:
    """Take from what the network may send; by itself, so that nobody waits while a case is opened.

    Raises TooManyAttempts when nothing is left.
    """
    async with office.db.transaction(organisation_id) as session:
        desk, network = await office.desk(session), network_of(sending.address)
        proven = bool(sending.proof) and await take(session, desk, PROOFS, sending.proof, at)
        if network and not await take(session, desk, FORMS, network, at, PROVEN if proven else UNPROVEN):
            raise TooManyAttempts("Too many forms came from there. Write, call or send a letter instead.")
