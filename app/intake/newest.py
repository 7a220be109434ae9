"""What somebody wrote now, apart from the thread below; a forward is kept whole, the request is inside it."""

import re
from typing import NamedTuple

from app.intake.mail import Mail

WRITTEN = r"(?:wrote|writes|skrev|skreiv|skriver|kirjoitti|schrieb)"
SENDER = r"(?:from|från|fra|frå|lähettäjä)"
FIELD = (
    r"(?:sent|skickat|sendt(?:\ dato)?|lähetetty|date|datum|dato|päivämäärä|to|till|til|vastaanottaja|cc"
    r"|kopia|subject|ämne|emne|aihe)"
)
MARKS = r"^[>\s*_]*"
ATTRIBUTION = re.compile(
    rf"^[>\s]*(?:.{{0,200}}\b{WRITTEN}\b.{{0,120}}:"
    rf"|(?:on|den|på|le|am|ma|ti|ke|to|pe|la|su)\s.{{5,200}}\b{WRITTEN}\b.{{0,80}}:?)\s*$",
    re.IGNORECASE,
)
ORIGINAL = re.compile(
    r"^\W{2,}\s*(?:original message|ursprungligt meddelande|originalmeddelande|opprinnelig melding"
    r"|oprindelig meddelelse|opphavleg melding|alkuperäinen viesti)",
    re.IGNORECASE,
)
FORWARDED = re.compile(
    r"^\W*(?:(?:begin )?forwarded message|vidarebefordrat (?:meddelande|brev|mejl)|vidaresend melding"
    r"|(?:start på |starten på |begynner )?videresendt (?:melding|meddelelse|besked)"
    r"|välitetty viesti|edelleenlähetetty viesti)",
    re.IGNORECASE,
)
FROM_LINE = re.compile(rf"{MARKS}{SENDER}\s*:", re.IGNORECASE)
HEADER_LINE = re.compile(rf"{MARKS}{FIELD}\s*:", re.IGNORECASE)
FORWARD_SUBJECT = re.compile(r"\s*(?:\[[^\]]*\]\s*)?(?:fwd?|vb|vl|vs|videresendt|wg|i)\s*:", re.IGNORECASE)
FINNISH_REPLY = re.compile(r"\s*vs\s*:", re.IGNORECASE)
SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)
HEADER_BLOCK, HEADER_FIELDS = 6, 2  # lines after “From:” and how many of them must be fields
LONGEST_ATTRIBUTION, SHORTEST_WRAPPED = 400, 30
LINES_SEARCHED = 5000


class Thread(NamedTuple):
    """A mail's text in two: what is new and what is quoted; `forward` when somebody passes a mail on."""

    newest: str
    quoted: str
    forward: bool


def newest_text(mail: Mail) -> str:
    """The newest part of the mail without its quoted thread; of a forward, all of it and the mails inside."""
    return thread_of(mail).newest


def thread_of(mail: Mail) -> Thread:
    """The mail's text, its new part apart from what it quotes."""
    lines = mail.text.split("\n")
    cut, forward = _cut(lines)
    forward = forward or _is_forward(mail, lines[cut:])
    if forward:
        inner = [f"{inner.subject}\n\n{newest_text(inner)}" for inner in mail.forwarded]
        return Thread("\n\n".join([mail.text, *inner]).strip(), "", forward=True)
    own = [line for line in lines[:cut] if not line.lstrip().startswith(">")]
    quoted = [line for line in lines[:cut] if line.lstrip().startswith(">")] + lines[cut:]
    newest = SIGNATURE.split("\n".join(own), maxsplit=1)[0].strip()
    inner = [f"{inner.subject}\n\n{newest_text(inner)}" for inner in mail.forwarded]
    return Thread("\n\n".join([newest, *inner]).strip(), "\n".join(quoted).strip(" >\n"), forward=bool(inner))


def _cut(lines: list[str]) -> tuple[int, bool]:
    """The line at which the thread below begins, and whether its mark says that it was passed on."""
    for at, line in enumerate(lines[:LINES_SEARCHED]):
        if FORWARDED.match(line):
            return at, True
        if ORIGINAL.match(line) or _is_header_block(lines, at) or _is_attribution(lines, at):
            return at, False
    return len(lines), False


def _is_header_block(lines: list[str], at: int) -> bool:
    if not FROM_LINE.match(lines[at]):
        return False
    return (
        sum(bool(HEADER_LINE.match(line)) for line in lines[at + 1 : at + 1 + HEADER_BLOCK]) >= HEADER_FIELDS
    )


def _is_attribution(lines: list[str], at: int) -> bool:
    """“Den 3 mars 2026 skrev Anna:”, also when it was wrapped over two lines; a line follows."""
    line = lines[at]
    if len(line) > LONGEST_ATTRIBUTION or at + 1 >= len(lines):
        return False
    wrapped = f"{line} {lines[at + 1]}" if len(line.strip()) > SHORTEST_WRAPPED else ""
    dated = any(character.isdigit() or character in "<@" for character in line)
    return dated and bool(ATTRIBUTION.match(line) or (wrapped and ATTRIBUTION.match(wrapped)))


def _is_forward(mail: Mail, quoted: list[str]) -> bool:
    """Whether the subject says so; “VS:” is a reply in Finnish, and a reply answers some mail."""
    if not FORWARD_SUBJECT.match(mail.subject) or not any(line.strip() for line in quoted):
        return False
    answers = bool(mail.in_reply_to) and FINNISH_REPLY.match(mail.subject)
    return not answers
