"""Requests that come written down by somebody: the web form, a call, a visit, a letter, another system."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.intake.acknowledging import why_no_receipt
from app.intake.classify import classify
from app.intake.door import Delivery, Receipt, drawn
from app.intake.enclosing import Enclosure, keep_files
from app.intake.mail import Address, Mail
from app.intake.placing import belongs_to
from app.office import CaseFile, Office
from app.queries import cases, messages
from app.vocabulary import Channel, Language, MessageState, Right
from app.workflows.history import Actor
from app.workflows.open import NewCase, open_case
from app.workflows.people import Applicant


@dataclass(frozen=True)
class Written:
    """What somebody wrote down. `said_at` is when the person said it; rights may be left open."""

    source: str
    key: str
    channel: Channel
    applicant: Applicant
    words: str
    said_at: datetime
    rights: tuple[Right, ...] = ()
    language: Language | None = None
    unclear: bool = False
    """A person must look: it may ask for more than its rights say."""
    suspect: bool = False
    """It may be a robot's; a person must look."""
    trial: bool = False
    """Nobody asks: it tries whether a request goes through."""
    again: bool = True
    """It may have been handed in before under its key."""
    parent_id: UUID | None = None
    """The case it follows from."""
    enclosure: Enclosure | None = None
    """Its words and files as one original, if there are files."""

    def raw(self) -> bytes:
        """Give what is kept as the original."""
        if self.enclosure is not None:
            return self.enclosure.raw
        return json.dumps(
            {
                "channel": self.channel.value,
                "name": self.applicant.name,
                "email": self.applicant.email,
                "phone": self.applicant.phone,
                "words": self.words,
                "said_at": self.said_at.isoformat(),
                "rights": [right.value for right in self.rights],
                "language": self.language.value if self.language else None,
                "unclear": self.unclear or self.suspect,
            },
            ensure_ascii=False,
        ).encode()


async def already_opened(office: Office, session: AsyncSession, receipt: Receipt) -> CaseFile:
    """Give the case of what was handed in before, which was opened with its message."""
    case_id = (await messages.get_message(session, receipt.message_id)).case_id
    assert case_id is not None
    return await office.file(session, await cases.get_case(session, case_id))


async def receive_written(
    office: Office, session: AsyncSession, written: Written, actor: Actor, at: datetime
) -> tuple[Receipt, CaseFile | None]:
    """Store the original and open its case at once; None when this was handed in before."""
    delivery = Delivery(written.source, written.key, written.channel, written.raw(), written.said_at)
    known = await messages.message_by_key(session, written.source, written.key) if written.again else None
    if known is not None:
        return Receipt(known, duplicate=True), None
    read = classify(_as_mail(written))
    desk, applicant = await office.desk(session), written.applicant
    rights = written.rights or tuple(found.right for found in read.rights if read.decision == "open_case")
    triage = not rights or written.unclear or written.suspect
    silent = ""
    if written.channel is Channel.FORM and applicant.email and not triage:
        silent = await why_no_receipt(session, desk, applicant.email, at)
    new = NewCase(
        rights=rights,
        channel=written.channel,
        language=written.language or read.language,
        received_at=written.said_at,
        applicant=applicant,
        words=written.words,
        triage=triage,
        suspect=written.suspect,
        acknowledge=bool(applicant.email) and not silent,
        parent_id=written.parent_id,
        trial=written.trial,
    )
    file = await open_case(office, session, new, actor=actor, at=at)
    # Read already, so that it is written once, in its place, and no job has to look at it.
    message = drawn(desk, delivery, at)
    message.decision = "open_case" if rights else "triage"
    message.rights = [right.value for right in rights]
    if silent:
        message.because = desk.seal.close_json("messages", "because", message.id, [silent])
    if written.enclosure is not None:
        await keep_files(office, session, desk.seal, message, written.enclosure.details)
    state = MessageState.TRIAGE if new.triage else MessageState.CASE
    belongs_to(desk, message, file, state)
    session.add(message)
    return Receipt(message.id, duplicate=False), file


def _as_mail(written: Written) -> Mail:
    sender = Address(written.applicant.name, written.applicant.email)
    return Mail(
        subject="",
        sender=sender,
        reply_to=None,
        to=(),
        cc=(),
        delivered_to=(),
        date=None,
        message_id="",
        in_reply_to=(),
        references=(),
        text=written.words,
        html=None,
        attachments=(),
        forwarded=(),
        defects=(),
        automated=None,
    )
