"""Identity documents in a mail: found by what the files are called, what the mail says, what they hold."""

import re
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module

from app.intake.mail import Attachment, Mail

PAGES, TEXT_READ = 3, 64 * 1024
"""Pages of a PDF, and bytes of any file, that are looked at for machine-readable lines."""

_PAPER = (
    r"(?:passport|passkopia|passkopi|passi|pass|legitimasjon|legitimation\w*|leg|körkort\w*|korkort\w*"
    r"|førerkort\w*|forerkort\w*|kørekort\w*|korekort\w*|ajokortti|henkilökortti|henkilokortti"
    r"|(?:bank)?id[ _-]?(?:kort|card|kortti|handling|dokument|document)\w*|identity[ _-]?(?:card|document)"
    r"|driv(?:er'?s?|ing)[ _-]?licen[cs]e)"
)
_NAMED = re.compile(rf"(?:^|[^a-zåäöæø]){_PAPER}(?:[^a-zåäöæø]|$)", re.IGNORECASE)
_SAID = re.compile(
    rf"\b(?:kopi\w*|copy|copies|foto|bild|bilde|photo|skann\w*|scan\w*|bifog\w*|vedl\w*|vedhæft\w*|attach\w*"
    rf"|liit\w*)\b[^.!?]{{0,60}}?\b{_PAPER}\b"
    rf"|\b{_PAPER}\b[^.!?]{{0,60}}?\b(?:bifog\w*|vedl\w*|vedhæft\w*|attached|liitteenä)\b",
    re.IGNORECASE,
)
_MACHINE_LINE = re.compile(rb"[PIACV][A-Z<][A-Z<]{3}[A-Z0-9<]{20,39}|[A-Z0-9<]{9}\d[A-Z<]{3}\d{7}[MFX<]\d{7}")


def papers_in(mail: Mail) -> tuple[int, ...]:
    """Give the numbers of the files that look like identity documents, counted as `files_in` does."""
    return tuple(number for number, (file, said) in enumerate(_with_text(mail)) if _is_paper(file, said))


def files_in(mail: Mail) -> Iterator[Attachment]:
    """Give every file of a mail, then those of the mails inside it."""
    yield from mail.attachments
    for inner in mail.forwarded:
        yield from files_in(inner)


def _with_text(mail: Mail) -> Iterator[tuple[Attachment, bool]]:
    said = bool(_SAID.search(f"{mail.subject}\n{mail.text[:TEXT_READ]}"))
    yield from ((file, said) for file in mail.attachments)
    for inner in mail.forwarded:
        yield from _with_text(inner)


def _is_paper(file: Attachment, said: bool) -> bool:
    """A name is enough; words are for pictures that are no part of the page, and a PDF must show it too."""
    picture, pdf = file.type.startswith("image/"), file.type == "application/pdf"
    if not (picture or pdf):
        return False
    if _NAMED.search(file.name):
        return True
    return said and (not file.inline if picture else _has_machine_lines(file.content))


def _has_machine_lines(content: bytes) -> bool:
    return bool(_MACHINE_LINE.search(content[:TEXT_READ]) or _MACHINE_LINE.search(_words_of(content)))


def _words_of(content: bytes) -> bytes:
    """Give the text of the first pages; loaded only here, where a mail speaks of an identity document."""
    pdfium, pages = import_module("pypdfium2"), list[str]()
    with suppress(pdfium.PdfiumError), pdfium.PdfDocument(content) as pdf:
        pages = [pdf[number].get_textpage().get_text_bounded() for number in range(min(len(pdf), PAGES))]
    return "\n".join(pages).encode("ascii", "replace").replace(b"\r", b"")
