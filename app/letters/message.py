"""A rendered letter as the bytes of one mail (RFC 5322), marked as automatic (RFC 3834)."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from email.errors import MessageError
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from hashlib import sha256
from typing import Literal

from app.errors import FieldError, InvalidInput
from app.letters.rendered import Rendered

LONGEST_THREAD = 20

_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,500}>")
_BEYOND_ASCII = re.compile(r"[^\W\x00-\x7f]")
_TOKEN = re.compile(r"[A-Za-z0-9._=+/-]{1,200}")


class _Folding(EmailPolicy):
    """Folds what the standard policy of Python 3.11 spoils: long message ids, and some subjects."""

    def fold_binary(self, name: str, value: str) -> bytes:
        written = str(value)
        match name:
            case "Message-ID" | "In-Reply-To" | "References":
                folded = f"{self.linesep} ".join(written.split())
            case "Subject":
                charset = "us-ascii" if written.isascii() else "utf-8"
                folded = Header(written, charset, header_name=name).encode(linesep=self.linesep)
            case _:
                return super().fold_binary(name, value)
        return f"{name}: {folded}{self.linesep}".encode("ascii")


_ASCII = _Folding(linesep=SMTP.linesep, cte_type="7bit")
_UTF8 = _ASCII.clone(utf8=True)


def compose(
    rendered: Rendered,
    *,
    sender: Address | str,
    to: Address | str,
    message_id: str,
    reply_to: Address | str | None = None,
    in_reply_to: str | None = None,
    references: Sequence[str] = (),
    at: datetime,
    loop_token: str,
    automatic: Literal["auto-generated", "auto-replied"],
) -> bytes:
    """The letter as a mail with a text and an HTML part; the same arguments give the same bytes.

    `at` is aware. Message ids are taken with or without angle brackets; those of others that are no message
    ids are left out. An address with letters beyond ASCII before the @ gives a message that needs SMTPUTF8.
    Raises InvalidInput for an address, a message id or a token that cannot stand in a header.
    """
    addresses = {"From": _address(sender), "To": _address(to)}
    if reply_to:
        addresses["Reply-To"] = _address(reply_to)
    message = EmailMessage(_policy(addresses.values()))
    for name, address in addresses.items():
        message[name] = address
    message["Subject"] = rendered.subject
    message["Date"] = at
    message["Message-ID"] = _checked("message_id", _bracketed(message_id), _MESSAGE_ID)
    for name, value in _thread(in_reply_to, references).items():
        message[name] = value
    message["Auto-Submitted"] = automatic
    message["X-Auto-Response-Suppress"] = "All"
    message["X-Utdrag-Loop"] = _checked("loop_token", loop_token, _TOKEN)
    message.set_content(rendered.text, cte="quoted-printable")
    message.add_alternative(rendered.html, subtype="html", cte="quoted-printable")
    # "=_" cannot occur in quoted-printable, so no text can end the part early.
    message.set_boundary(f"=_{sha256(message_id.encode()).hexdigest()[:32]}")
    for part in message.walk():
        part["Content-Language"] = rendered.language.value
    return message.as_bytes()


def _policy(addresses: Iterable[Address]) -> EmailPolicy:
    return _ASCII if all(address.username.isascii() for address in addresses) else _UTF8


def _address(value: Address | str) -> Address:
    """A mailbox whose domain is in the ASCII form every server takes."""
    name = "" if isinstance(value, str) else value.display_name
    username, _, domain = (value if isinstance(value, str) else value.addr_spec).rpartition("@")
    try:
        hosted = domain.encode("idna").decode("ascii")
        # The standard check knows ASCII only; letters beyond it are as good as an x.
        Address(addr_spec=f"{_BEYOND_ASCII.sub('x', username)}@{hosted}")
        return Address(name, username, hosted)
    except (ValueError, IndexError, MessageError) as error:
        raise _unfit("address", "no valid e-mail address") from error


def _thread(in_reply_to: str | None, references: Sequence[str]) -> dict[str, str]:
    """What this mail answers: the first and the last ids of a long thread, the answered one at the end."""
    answered = _ids([in_reply_to or ""])
    ids = [known for known in _ids(references) if known not in answered] + answered
    shortened = ids if len(ids) <= LONGEST_THREAD else [ids[0], *ids[1 - LONGEST_THREAD :]]
    headers = {"In-Reply-To": " ".join(answered), "References": " ".join(shortened)}
    return {name: value for name, value in headers.items() if value}


def _ids(values: Iterable[str]) -> list[str]:
    return [known for value in values if _MESSAGE_ID.fullmatch(known := _bracketed(value))]


def _bracketed(message_id: str) -> str:
    return f"<{message_id.strip().removeprefix('<').removesuffix('>')}>"


def _checked(name: str, value: str, pattern: re.Pattern[str]) -> str:
    if not pattern.fullmatch(value):
        raise _unfit(name, "printable ASCII without spaces")
    return value


def _unfit(field: str, message: str) -> InvalidInput:
    return InvalidInput(f"A mail cannot be written: {field}.", fields=(FieldError(field, message),))
