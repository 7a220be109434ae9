"""Files that came through a page of ours: put together with its words as one mail, and kept like one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP

from sqlmodel.ext.asyncio.session import AsyncSession

from app.errors import DsarError
from app.intake.details import Details, File, Said, keep
from app.intake.readers import read
from app.intake.scanning import scan_later
from app.models.message import Message
from app.office import Office
from app.trust.sealing import Seal


@dataclass(frozen=True)
class Enclosed:
    """A file as it came: under a harmless name, and what its content shows it to be."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Enclosure:
    """Words and files as one original, and what is kept beside it."""

    raw: bytes
    details: Details


async def enclosed(office: Office, said: Said, files: Sequence[Enclosed]) -> Enclosure:
    """Give words and files as one original; looked at for identity documents, as those of a mail are."""
    mail = EmailMessage(SMTP)
    mail.set_content(said.text, charset="utf-8", cte="base64")
    for file in files:
        kind, _, subtype = file.media_type.partition("/")
        mail.add_attachment(file.content, maintype=kind, subtype=subtype, filename=file.name)
    raw = mail.as_bytes()
    papers = await _papers_in(office, raw)
    listed = tuple(
        File(file.name, file.media_type, file.media_type, len(file.content), number in papers)
        for number, file in enumerate(files)
    )
    return Enclosure(raw, Details(listed, said=said))


async def _papers_in(office: Office, raw: bytes) -> tuple[int, ...]:
    try:
        return (await read(office, raw)).papers
    except DsarError:
        return ()  # one that cannot be read is kept all the same, as a mail is


async def keep_files(
    office: Office, session: AsyncSession, seal: Seal, message: Message, details: Details
) -> None:
    """Keep what is known of a message's files, which are searched and forgotten as those of a mail."""
    keep(seal, message, details)
    if details.papers:
        days = (await office.desk(session)).profile.files.identity_days
        message.forget_at = message.received_at + timedelta(days=days)
    await scan_later(office, session, message, details)
