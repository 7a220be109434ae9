"""Keyed search tokens: what lets a handler find sealed names, addresses and numbers again.

A token is 16 bytes of HMAC-SHA256 under the organisation's index key, over the kind and the normalised
term. Equal terms give equal tokens within one organisation only; without the key nothing can be looked up.
Names are found by every word and by each beginning from three letters.
"""

import hmac
import re
import unicodedata
from collections.abc import Iterator

import phonenumbers

from app.trust.keys import OrganisationKey, derived_key

TOKEN_SIZE = 16
SHORTEST_PREFIX = 3
LONGEST_WORD = 24
MOST_WORDS = 16
LONGEST_TEXT = 300
"""Letters of a name, number or query that are looked at, however much a form or a mail brings."""
_SHORT_IDENTITY_NUMBER, _LONG_IDENTITY_NUMBER = 10, 12

_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "œ": "oe", "ß": "ss", "ð": "d", "þ": "th", "ł": "l", "đ": "d"})
_APOSTROPHES = re.compile("['’‘ʼ`´]")
_NOT_A_LETTER = re.compile(r"[\W_]+")
_EMAIL = re.compile(r"[^\s<>,;\"]+@[^\s<>,;\"]+")
_FINNISH_NUMBER = r"\b\d{6}[-+A-FU-Ya-fu-y]\d{3}[0-9A-Za-z]\b"
_NUMBER = re.compile(rf"{_FINNISH_NUMBER}|(?<!\w)\+?\(?\d(?:[\s().\-+/]{{0,3}}\d){{4,19}}\b")


def index_key(organisation: OrganisationKey) -> bytes:
    """Give the 32 bytes the organisation's search tokens are made with.

    A rotation of the organisation's key keeps it, wrapped; derived anew from the next generation it would be
    another one, and every token would have to be made again.
    """
    return derived_key(organisation.secret, b"utdrag search v1", organisation.organisation_id.bytes)


def normalised(text: str) -> str:
    """Give the text as search sees it: no case, no accents (å ä→a, ö ø→o, æ→ae), no punctuation."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)
    plain = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    return _NOT_A_LETTER.sub(" ", _APOSTROPHES.sub("", plain).translate(_LETTERS)).strip()


def name_tokens(key: bytes, name: str) -> frozenset[bytes]:
    """Give the tokens of each word of a name and of its beginnings from three letters."""
    return frozenset(_token(key, "name", part) for word in _words(name) for part in _beginnings(word))


def email_token(key: bytes, address: str) -> bytes:
    """Give the token of an e-mail address, whatever its case and brackets."""
    return _token(key, "email", _address(address))


def message_token(key: bytes, message_id: str) -> bytes:
    """Give the token of a Message-ID, letter by letter as its sender wrote it."""
    return _token(key, "message", message_id)


def subject_token(key: bytes, issuer: str, subject: str) -> bytes:
    """Give the token of who somebody is to an identity provider."""
    return _token(key, "subject", f"{issuer}\x1f{subject}")


def phone_token(key: bytes, number: str, country: str) -> bytes:
    """Give the token of a telephone number; `country` (ISO 3166, two letters) reads one without prefix."""
    return _token(key, "phone", _phone(number, country) or _identity_number(number))


def identity_tokens(key: bytes, number: str) -> frozenset[bytes]:
    """Give the tokens of a national identity number: as written, and without the century where it has one."""
    return frozenset(_token(key, "identity", form) for form in _identity_forms(number))


def query_tokens(key: bytes, text: str, country: str) -> list[frozenset[bytes]]:
    """Give what a handler's words look for: a case fits when it holds a token of every group.

    An e-mail address, and a number (telephone or identity number: one group, either fits), are taken whole;
    each other word is one group. Nothing to look for gives an empty list. References of cases are the
    caller's to try.
    """
    text = text[:LONGEST_TEXT]
    without_emails = _EMAIL.sub(" ", text)
    return [
        *(frozenset({email_token(key, found[0])}) for found in _EMAIL.finditer(text)),
        *(_number_tokens(key, found[0], country) for found in _NUMBER.finditer(without_emails)),
        *(frozenset({_token(key, "name", word)}) for word in _words(_NUMBER.sub(" ", without_emails))),
    ]


def _number_tokens(key: bytes, number: str, country: str) -> frozenset[bytes]:
    return identity_tokens(key, number) | {phone_token(key, number, country)}


def _words(name: str) -> Iterator[str]:
    for word in normalised(name[:LONGEST_TEXT]).split()[:MOST_WORDS]:
        yield _one_spelling(word)[:LONGEST_WORD]


def _one_spelling(word: str) -> str:
    # Aagaard and Ågård, Joergensen and Jørgensen, Sæther and Säther are one name to who looks for it.
    return word.replace("aa", "a").replace("ae", "a").replace("oe", "o").replace("ue", "u")


def _beginnings(word: str) -> Iterator[str]:
    yield word
    for length in range(SHORTEST_PREFIX, len(word)):
        yield word[:length]


def _address(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text[:LONGEST_TEXT]).casefold()
    return plain.strip(" \t\r\n<>").removeprefix("mailto:")


def _phone(text: str, country: str) -> str | None:
    try:
        number = phonenumbers.parse(text[:LONGEST_TEXT], country)
    except phonenumbers.NumberParseException:
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _identity_number(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text[:LONGEST_TEXT]).casefold()
    return "".join(c for c in plain if c.isalnum())


def _identity_forms(text: str) -> set[str]:
    number = _identity_number(text)
    if len(number) == _LONG_IDENTITY_NUMBER and number.isdigit():
        return {number, number[-_SHORT_IDENTITY_NUMBER:]}
    return {number}


def _token(key: bytes, kind: str, term: str) -> bytes:
    return hmac.digest(key, f"{kind}\x1f{term}".encode("utf-8", "surrogatepass"), "sha256")[:TOKEN_SIZE]
