"""What was read of a message beside its text: its files, who passed it on, what mail servers found."""

from dataclasses import asdict, dataclass
from pathlib import PurePosixPath

from pydantic import TypeAdapter

from app.intake.authentication import verdict
from app.intake.mail import Address
from app.intake.papers import files_in
from app.intake.read import Read
from app.mail_rules import FileRules
from app.models.message import FileShape, Message
from app.profiles import Profile
from app.trust.sealing import Seal
from app.vocabulary import Scan

ARCHIVES = frozenset((
    "application/zip", "application/x-rar-compressed", "application/vnd.rar", "application/x-7z-compressed",
    "application/gzip", "application/x-tar", "application/x-bzip2", "application/x-xz", "application/x-lzip",
    "application/vnd.ms-cab-compressed", "application/zstd",
))  # fmt: skip
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class File:
    """A file of a mail, without its content, which stays in the mail."""

    name: str
    type: str
    declared_type: str
    size: int
    paper: bool
    """Whether it looks like an identity document."""


@dataclass(frozen=True)
class Said:
    """What was written into a page together with files, as it is shown: who wrote, and what."""

    sender: str
    text: str


@dataclass(frozen=True)
class Details:
    """What is kept, sealed, of one message beside the message."""

    files: tuple[File, ...] = ()
    passed_on_by: Address | None = None
    authentication: dict[str, str] | None = None
    malware: str = ""
    said: Said | None = None
    """What came with files through a page; of a mail, the mail itself tells."""
    forgotten: bool = False
    """Whether its identity documents were deleted."""

    @property
    def papers(self) -> tuple[int, ...]:
        """Give the numbers of the files that look like identity documents."""
        return tuple(number for number, file in enumerate(self.files) if file.paper)


_DETAILS = TypeAdapter(Details)


def details_in(read: Read, profile: Profile) -> Details:
    """Give what is to be kept of a mail that was read."""
    files = tuple(
        File(file.name, file.type, file.declared_type, file.size, number in read.papers)
        for number, file in enumerate(files_in(read.mail))
    )
    server = profile.mail.server
    found = verdict(read.results, server, unnamed=profile.mail.server_unnamed)
    return Details(files, authentication=found)


def keep(seal: Seal, message: Message, details: Details) -> None:
    """Seal the details of a message."""
    message.details = seal.close_json("messages", "details", message.id, asdict(details))


def details_of(seal: Seal, message: Message) -> Details:
    """Give the details of a message; those of one that was not read are empty."""
    if message.details is None:
        return Details()
    return _DETAILS.validate_python(seal.open_json("messages", "details", message.id, message.details))


def shown_files(details: Details, scan: Scan | None, rules: FileRules) -> list[FileShape]:
    """Give the files of a message, each with why it is not handed out, if it is not."""
    return [
        FileShape(
            number=number, name=file.name, type=file.type, declared_type=file.declared_type, size=file.size,
            is_archive=file.type in ARCHIVES, is_identity_document=file.paper,
            withheld=_withheld(file, details, scan, rules),
        )
        for number, file in enumerate(details.files)
    ]  # fmt: skip


def _withheld(file: File, details: Details, scan: Scan | None, rules: FileRules) -> str | None:
    if details.forgotten and file.paper:
        return "It looked like an identity document nobody asked for, and was deleted."
    if scan is Scan.FOUND:
        return f"Malware was found in this message: {details.malware}."
    if file.size > rules.largest_mb * MEGABYTE:
        return f"It is larger than {rules.largest_mb:g} MB."
    suffix = PurePosixPath(file.name.lower()).suffix
    if refused := next(
        (kind for kind in (suffix, file.type, file.declared_type) if kind in rules.refused), ""
    ):
        return f"Files of this kind are not handed out ({refused})."
    return None
