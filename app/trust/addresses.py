"""Signed addresses of mail: what brings an answer back to its case.

Two carriers: the plus address `desk+c-<token>@…`, and our Message-IDs in References. Each is signed with
the organisation's address key, so none can be made up. A signature says which case is meant, never who
wrote. A token is 16 bytes of id and 9 bytes of HMAC-SHA256 in 40 letters without look-alikes, which
gateways that fold case and people at a telephone leave intact.
"""

import hmac
import re
from collections.abc import Iterator
from typing import NamedTuple
from uuid import UUID

from app.errors import InvalidInput
from app.trust import crockford
from app.trust.keys import OrganisationKey, derived_key

LONGEST_LOCAL_PART = 64
"""Octets before the @ (RFC 5321, section 4.5.3.1.1)."""
MOST_GUESSES = 8
"""Damaged tokens of one text that are repaired; each costs some milliseconds."""

_ID_SIZE = 16
_SIGNATURE_SIZE = 9
_TOKEN_LETTERS = 40
_PLUS = re.compile(r"\+([cb])-([0-9a-z]{39,41})(?![0-9a-z])", re.IGNORECASE | re.ASCII)
_MESSAGE_ID = re.compile(r"ut\.([0-9a-z]{26})\.([0-9a-z]{26})\.([0-9a-z]{15})@", re.IGNORECASE | re.ASCII)


class Addressed(NamedTuple):
    """The case or letter an address names; `certain` is false when one wrong letter was repaired."""

    id: UUID
    certain: bool


class Letter(NamedTuple):
    """One letter we sent, and its case."""

    case_id: UUID
    letter_id: UUID


def address_key(organisation: OrganisationKey) -> bytes:
    """Give the 32 bytes the organisation's addresses are signed with.

    A rotation of the organisation's key keeps it, wrapped; derived anew from the next generation it would be
    another one, and answers to letters sent before would no longer be recognised.
    """
    return derived_key(organisation.secret, b"utdrag address v1", organisation.organisation_id.bytes)


def plus_address(key: bytes, mailbox: str, case_id: UUID) -> str:
    """Give the mailbox's address for answers in this case; InvalidInput when its name is too long."""
    return _address(key, "c", mailbox, case_id)


def read_plus_addresses(key: bytes, text: str) -> list[Addressed]:
    """Give the cases the plus addresses in a text name; an uncertain one is a suggestion, no more."""
    return _read(key, "c", text)


def verp(key: bytes, mailbox: str, letter_id: UUID) -> str:
    """Give the envelope sender of one letter, so that its bounce names it; InvalidInput as `plus_address`."""
    return _address(key, "b", mailbox, letter_id)


def read_verp(key: bytes, text: str) -> UUID | None:
    """Give the letter whose bounce came to this address, or None; nothing is repaired here."""
    return next((found.id for found in _read(key, "b", text) if found.certain), None)


def message_id(key: bytes, case_id: UUID, letter_id: UUID, domain: str) -> str:
    """Give the Message-ID of a letter, with its angle brackets."""
    ids = [crockford.encoded(part.bytes) for part in (case_id, letter_id)]
    return f"<ut.{ids[0]}.{ids[1]}.{crockford.encoded(_message_signature(key, case_id, letter_id))}@{domain}>"


def read_message_ids(key: bytes, text: str) -> list[Letter]:
    """Give our letters that a References or In-Reply-To header names, each once, in its order."""
    found = (_letter(key, match.groups()) for match in _MESSAGE_ID.finditer(text))
    return list(dict.fromkeys(letter for letter in found if letter))


def read_message_id(key: bytes, text: str) -> Letter | None:
    """Give the first of our letters that the text names, or None."""
    return next(iter(read_message_ids(key, text)), None)


def _address(key: bytes, kind: str, mailbox: str, number: UUID) -> str:
    local, _, domain = mailbox.rpartition("@")
    token = crockford.encoded(number.bytes + _signature(key, kind, number.bytes))
    if not local or len(local) + len(f"+{kind}-{token}") > LONGEST_LOCAL_PART:
        raise InvalidInput(
            "The mailbox needs a name of at most 21 letters before the @, to leave room for the case."
        )
    return f"{local}+{kind}-{token}@{domain}"


def _read(key: bytes, kind: str, text: str) -> list[Addressed]:
    tokens = dict.fromkeys(m[2] for m in _PLUS.finditer(text) if m[1].lower() == kind)
    certain = {token: _signed(key, kind, token) for token in tokens}
    damaged = [token for token, number in certain.items() if number is None][:MOST_GUESSES]
    repaired = (_repaired(key, kind, crockford.canonical(token)) for token in damaged)
    found = [Addressed(number, certain=True) for number in certain.values() if number]
    return list(dict.fromkeys(found + [Addressed(number, certain=False) for number in repaired if number]))


def _signed(key: bytes, kind: str, token: str) -> UUID | None:
    data = crockford.decoded(token)
    if data is None or len(data) != _ID_SIZE + _SIGNATURE_SIZE:
        return None
    number, signature = data[:_ID_SIZE], data[_ID_SIZE:]
    return UUID(bytes=number) if hmac.compare_digest(_signature(key, kind, number), signature) else None


def _repaired(key: bytes, kind: str, token: str) -> UUID | None:
    """Give the one id that one slip of the pen leads to, or None when there is none or more than one."""
    found = {number for guess in _guesses(token) if (number := _signed(key, kind, guess))}
    return found.pop() if len(found) == 1 else None


def _guesses(token: str) -> Iterator[str]:
    """Give the tokens of the right length that differ by one wrong, missing, added or swapped letter."""
    for i in range(len(token) + 1):
        head, tail = token[:i], token[i:]
        if len(token) > _TOKEN_LETTERS:
            yield head + tail[1:]
        elif len(token) < _TOKEN_LETTERS:
            yield from (head + letter + tail for letter in crockford.ALPHABET)
        elif tail:
            yield from (head + letter + tail[1:] for letter in crockford.ALPHABET)
            yield head + tail[1:2] + tail[:1] + tail[2:]


def _letter(key: bytes, parts: tuple[str, ...]) -> Letter | None:
    case, letter, signature = (crockford.decoded(part) for part in parts)
    if case is None or letter is None or signature is None:
        return None
    named = Letter(UUID(bytes=case), UUID(bytes=letter))
    return named if hmac.compare_digest(_message_signature(key, *named), signature) else None


def _message_signature(key: bytes, case_id: UUID, letter_id: UUID) -> bytes:
    return _signature(key, "m", case_id.bytes + letter_id.bytes)


def _signature(key: bytes, kind: str, data: bytes) -> bytes:
    return hmac.digest(key, kind.encode() + b"\x1f" + data, "sha256")[:_SIGNATURE_SIZE]
