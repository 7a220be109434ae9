"""Invented letters with the rights they ask for, and ways to make mails of them.

`first` was written beside the classifier, `later` after it, in five rounds; `one_liners.txt` holds single sentences.
In the files a letter begins with `@` and its labels; for a mail that asks for nothing, its language.
"""

import base64
import re
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
LANGUAGES = ("sv", "nb", "nn", "da", "fi", "en")


@dataclass(frozen=True)
class Letter:
    """One letter and what a person says it asks for."""

    language: str
    rights: frozenset[str]
    subject: str
    body: str


def letters(folder: str, language: str) -> list[Letter]:
    """The letters of one language in `first` or `later`."""
    return [Letter(language, frozenset(labels), s, b) for labels, s, b in _blocks(folder, language)]


def other_mail(folder: str) -> list[Letter]:
    """Mails that ask for no right, of all languages."""
    return [Letter(labels[0], frozenset(), s, b) for labels, s, b in _blocks(folder, "negatives")]


def one_liners() -> list[Letter]:
    """Single sentences as people write them who do not know the law."""
    found: list[Letter] = []
    for line in (HERE / "one_liners.txt").read_text(encoding="utf-8").splitlines():
        labels, _, body = line.partition("|")
        *rights, language = labels.split()
        found.append(Letter(language, frozenset(rights), "", body))
    return found


def mail_bytes(subject: str, body: str, *, headers: str = "", charset: str = "utf-8") -> bytes:
    """A plain mail with the subject as an encoded word."""
    coded = base64.b64encode(subject.encode("utf-8", "surrogatepass")).decode()
    head = f"From: Kim <kim@home.example>\n{headers}Subject: =?utf-8?b?{coded}?=\n"
    return f"{head}Content-Type: text/plain; charset={charset}\n\n".encode() + body.encode(charset, "replace")


def _blocks(folder: str, name: str) -> list[tuple[list[str], str, str]]:
    text = (HERE / folder / f"{name}.txt").read_text(encoding="utf-8")
    blocks: list[tuple[list[str], str, str]] = []
    for block in re.split(r"^@ ", text, flags=re.MULTILINE)[1:]:
        labels, _, rest = block.partition("\n")
        subject, _, body = rest.partition("\n")
        blocks.append((labels.split(), subject.removeprefix("Subject:").strip(), body.strip()))
    return blocks
