"""From the bytes of a mail to what a person would read; something readable comes out of any bytes."""

from app.intake.addresses import NOBODY, addresses, sender_of
from app.intake.attachments import Attachments
from app.intake.automated import automated_kind
from app.intake.charsets import decode_text
from app.intake.headers import Fields, date_of, fields_of, first, header_text, identifiers
from app.intake.mail import TEXT, Address, Attachment, Defects, Mail
from app.intake.parameters import described
from app.intake.parts import Reading, read_part
from app.intake.structure import split_head, tree

__all__ = ["Address", "Attachment", "Mail", "decode"]

FORWARDS = 5


def decode(raw: bytes) -> Mail:
    """The mail in `raw`. Never raises; every repair and every limit hit is a sentence in `defects`."""
    return _decoded(raw, level=0)


def _decoded(raw: bytes, level: int) -> Mail:
    defects = Defects()
    try:
        return _mail(raw, defects, level)
    except Exception:  # noqa: BLE001 - a mail nobody foresaw must still reach a person
        defects.note("The mail could not be read; it is shown as it came.")
        return _as_it_came(raw, defects)


def _mail(raw: bytes, defects: Defects, level: int) -> Mail:
    if not raw.strip():
        defects.note("The mail is empty.")
    top = tree(raw, defects)
    fields = fields_of(top, defects)
    reading = Reading(defects, Attachments(), budget=2 * len(raw) + 1024)
    body = read_part(top, reading, depth=0).text or _unread(raw, reading)
    forwarded = tuple(_decoded(inner, level + 1) for inner in reading.forwarded if level < FORWARDS)
    return _assembled(fields, body, reading, forwarded)


def _unread(raw: bytes, reading: Reading) -> str:
    """The mail's source, for want of anything better, when a limit kept all of it from being read."""
    if not reading.limited or reading.attachments.files:
        return ""
    return decode_text(split_head(raw)[1][:TEXT], "", reading.defects)


def _assembled(fields: Fields, body: str, reading: Reading, forwarded: tuple[Mail, ...]) -> Mail:
    defects = reading.defects
    subject = _subject(fields, defects)
    sender = sender_of(fields, defects)
    content = described(first(fields, "content-type"), defects)
    report = content.parameter("report-type", defects)
    return Mail(
        subject=subject,
        sender=sender,
        reply_to=next(iter(addresses(fields, "reply-to", defects)), None),
        to=addresses(fields, "to", defects),
        cc=addresses(fields, "cc", defects),
        delivered_to=_delivered_to(fields, defects),
        date=date_of(fields, defects),
        message_id=next(iter(identifiers(fields, "message-id", 1)), ""),
        in_reply_to=identifiers(fields, "in-reply-to"),
        references=identifiers(fields, "references"),
        text=body,
        html=reading.html or None,
        attachments=tuple(reading.attachments.files),
        forwarded=forwarded,
        automated=automated_kind(fields, content, report, subject, sender),
        defects=defects.sentences,
    )


def _subject(fields: Fields, defects: Defects) -> str:
    if len(fields.get("subject", ())) > 1:
        defects.note("The mail has more than one subject; the first that says something was taken.")
    subject = header_text(first(fields, "subject"), defects)
    if not subject:
        defects.note("The mail has no subject.")
    return subject


def _delivered_to(fields: Fields, defects: Defects) -> tuple[str, ...]:
    names = ("delivered-to", "x-original-to", "envelope-to")
    found = (address.address for name in names for address in addresses(fields, name, defects))
    return tuple(dict.fromkeys(filter(None, found)))


def _as_it_came(raw: bytes, defects: Defects) -> Mail:
    _, body = split_head(raw)
    text = decode_text((body or raw)[:TEXT], "", defects)
    return Mail(
        subject="", sender=NOBODY, reply_to=None, to=(), cc=(), delivered_to=(), date=None, message_id="",
        in_reply_to=(), references=(), text=text, html=None, attachments=(), forwarded=(),
        defects=defects.sentences, automated=None,
    )  # fmt: skip
