"""What is written in a mail's files: letters sent as text, HTML, PDF or Word, read within limits.

Runs where mail is read, apart and confined. A file that cannot be read costs only itself.
"""

import html
import re
import zipfile
from collections.abc import Callable
from importlib import import_module
from io import BytesIO
from itertools import islice
from typing import NamedTuple

from app.intake.bodies import html_text, plain_text
from app.intake.charsets import clean, decode_text
from app.intake.mail import Attachment, Defects, Mail

FILES, LARGEST = 5, 5 * 1024 * 1024
READ = 20_000
"""Characters of a file that are read; a letter is shorter by far."""
PAGES = 10
ENTRIES = 2000
XML_READ = 4 * 1024 * 1024
DOCUMENT = "word/document.xml"
PARAGRAPH = re.compile(r"</w:p>")
RUN = re.compile(r"<w:t(?: [^<>]*)?>([^<]*)|<w:(tab|br|cr)\b")
SPACES = {"tab": "\t", "br": "\n", "cr": "\n"}


class Enclosure(NamedTuple):
    """The text of a file."""

    name: str
    text: str


def enclosures(mail: Mail) -> tuple[Enclosure, ...]:
    """The text of the first files that have one. Never raises."""
    readable = ((file, read) for file in mail.attachments if (read := _reader_of(file)))
    found = (Enclosure(file.name, _text(file, read)) for file, read in islice(readable, FILES))
    return tuple(enclosure for enclosure in found if enclosure.text)


Reader = Callable[[bytes], str]


def _reader_of(file: Attachment) -> Reader | None:
    if file.size > LARGEST:
        return None
    if file.content[:1024].lstrip()[:5] == b"%PDF-":
        return _pdf
    if file.content[:4] == b"PK\x03\x04":
        return _word if DOCUMENT.encode() in file.content else None
    suffix = file.name.lower().rpartition(".")[2]
    if file.declared_type == "text/html" or suffix in ("html", "htm"):
        return _html
    return _plain if file.declared_type == "text/plain" or suffix == "txt" else None


def _text(file: Attachment, read: Reader) -> str:
    try:
        return clean(read(file.content))[:READ].strip()
    except Exception:  # noqa: BLE001 - files are damaged, locked or hostile in too many ways to name
        return ""


def _plain(content: bytes) -> str:
    return plain_text(decode_text(content[: 4 * READ], "", Defects()), Defects())


def _html(content: bytes) -> str:
    return html_text(decode_text(content, "", Defects()), Defects())


def _pdf(content: bytes) -> str:
    """What PDFium, which browsers read PDF with, finds on the first pages."""
    # It has no types, and is only loaded where a PDF is read: not in the process that asks for it.
    document = import_module("pypdfium2").PdfDocument(content)
    try:
        pages = (document[number] for number in range(min(PAGES, len(document))))
        return "\n".join(str(page.get_textpage().get_text_range()) for page in pages).replace("\r\n", "\n")
    finally:
        document.close()


def _word(content: bytes) -> str:
    """The runs of text of a Word document; nothing in it is looked up, expanded or obeyed."""
    if content.count(b"PK\x01\x02") > ENTRIES:
        return ""
    with zipfile.ZipFile(BytesIO(content)) as archive, archive.open(DOCUMENT) as file:
        source = file.read(XML_READ).decode("utf-8", "replace")
    lines = ("".join(html.unescape(text) or SPACES.get(mark, "") for text, mark in RUN.findall(piece))
             for piece in PARAGRAPH.split(source))  # fmt: skip
    return "\n".join(lines)
