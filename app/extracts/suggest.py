"""Where a text may name somebody: suggestions a handler accepts or not, never more."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Literal, TypeAlias

from phonenumbers import PhoneNumberMatcher

from app.extracts.content import JSON

# The package has no types: its one function is read as `str -> bool`.
_swedish = import_module("personnummer.personnummer").valid

Kind: TypeAlias = Literal["national_id_se", "national_id_no", "iban", "email", "phone", "name"]
_ORDER: Sequence[Kind] = ("national_id_se", "national_id_no", "iban", "email", "phone", "name")

_SWEDISH = re.compile(r"(?<![\w+-])((?:1[89]|20)?\d{6})[ \u2013]?([-+]?)[ \u2013]?(\d{4})(?![\w-])")
_NORWEGIAN = re.compile(r"(?<![\w+])\d{6} ?\d{5}(?!\w)")
_DANISH_OR_FINNISH = re.compile(r"(?<![\w+-])(\d\d)(\d\d)\d\d(?:-\d{4}|[-+A-FU-Y]\d{3}[0-9A-Y])(?![\w-])")
_LAST_DAY, _LAST_MONTH = 31, 12
_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}")
_IBAN = re.compile(r"\b([A-Z]{2})\d{2}(?: ?[A-Z0-9]){11,30}", re.ASCII)
_IBAN_LENGTHS = {
    "SE": 24, "NO": 15, "DK": 18, "FI": 18, "IS": 26, "DE": 22, "GB": 22, "NL": 18, "FR": 27, "ES": 24,
    "IT": 27, "PL": 28, "EE": 20, "LV": 21, "LT": 20, "BE": 16, "AT": 20, "CH": 21, "IE": 22, "PT": 25,
}  # fmt: skip
_FIRST, _SECOND = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_DAYS = frozenset(day + added for day in range(1, 32) for added in (0, 40))  # 40 more: D-number
_MONTHS = frozenset(month + added for month in range(1, 13) for added in (0, 40, 65, 80))  # more: synthetic
_PART_OF_NAME = 3  # shorter parts of names are words of the language too


@dataclass(frozen=True, order=True)
class Suggestion:
    """A part of a text that may have to be blacked out; `path` is its field when fields were looked at."""

    start: int
    end: int
    kind: Kind
    path: str = ""


def suggestions(
    text: str,
    known_names: Collection[str] = (),
    *,
    own: Iterable[str] = (),
    regions: Sequence[str] = ("SE", "NO"),
) -> list[Suggestion]:
    """Identity numbers, accounts, addresses, phone numbers and known names, in order, none overlapping.

    `own` are the person's own name, number and addresses: they are hers to see and are not suggested.
    `regions` say how phone numbers without a country code are read.
    """
    mine = {_bare(part) for part in own}
    found = [
        *_numbers(text),
        *(Suggestion(*hit.span(), "email") for hit in _EMAIL.finditer(text)),
        *(
            Suggestion(hit.start, hit.end, "phone")
            for region in regions
            for hit in PhoneNumberMatcher(text, region)
        ),
        *_names(text, known_names),
    ]
    found.sort(key=lambda s: (_ORDER.index(s.kind), s.start - s.end))
    kept: list[Suggestion] = []
    for one in found:
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(one for one in kept if _bare(text[one.start : one.end]) not in mine)


def field_suggestions(
    fields: Mapping[str, JSON], known_names: Collection[str] = (), *, own: Iterable[str] = ()
) -> list[Suggestion]:
    """The suggestions for every text in the fields, each with the path `app.extracts.redact` takes."""
    mine = tuple(own)
    return [
        Suggestion(one.start, one.end, one.kind, path)
        for path, text in _texts(fields, "")
        for one in suggestions(text, known_names, own=mine)
    ]


def has_identity_number(text: str) -> bool:
    """Whether a text seems to hold a national identity number of a Nordic country.

    Those of Sweden and Norway are known by their check digits, those of Denmark and Finland by their form,
    which has a date and its sign.
    """
    known = any(found.kind != "iban" for found in _numbers(text))
    return known or any(_is_day(*hit.groups()) for hit in _DANISH_OR_FINNISH.finditer(text))


def _is_day(day: str, month: str) -> bool:
    return 1 <= int(day) <= _LAST_DAY and 1 <= int(month) <= _LAST_MONTH


def _texts(value: JSON, path: str) -> Iterable[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _texts(inner, f"{path}.{name}" if path else name)
    elif isinstance(value, Sequence):
        for index, inner in enumerate(value):
            yield from _texts(inner, f"{path}.{index}")


def _bare(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFC", text).casefold() if c.isalnum() or c == "@")


def _numbers(text: str) -> Iterable[Suggestion]:
    for hit in _SWEDISH.finditer(text):
        if _swedish("".join(hit.groups())):
            yield Suggestion(*hit.span(), "national_id_se")
    for hit in _NORWEGIAN.finditer(text):
        if norwegian(hit[0].replace(" ", "")):
            yield Suggestion(*hit.span(), "national_id_no")
    for hit in _IBAN.finditer(text):
        end = _iban_end(hit)
        if end:
            yield Suggestion(hit.start(), end, "iban")


def norwegian(digits: str) -> bool:
    """Whether eleven digits are a fødselsnummer, D-number or one of the synthetic test numbers."""
    if len(digits) != len(_SECOND) or not digits.isascii() or not digits.isdecimal():
        return False
    if int(digits[:2]) not in _DAYS or int(digits[2:4]) not in _MONTHS:
        return False
    numbers = [int(digit) for digit in digits]
    return all(sum(map(int.__mul__, weights, numbers)) % 11 == 0 for weights in (_FIRST, _SECOND))


def _iban_end(hit: re.Match[str]) -> int | None:
    length, end = _IBAN_LENGTHS.get(hit[1], 0), hit.start()
    for position, sign in enumerate(hit[0], hit.start()):
        length -= sign != " "
        end = position + 1
        if length == 0:
            break
    bare = hit.string[hit.start() : end].replace(" ", "")
    turned = "".join(str(int(sign, 36)) for sign in bare[4:] + bare[:4])
    return end if length <= 0 and int(turned) % 97 == 1 else None


def _names(text: str, known: Collection[str]) -> Iterable[Suggestion]:
    whole = {" ".join(name.split()) for name in known if name.strip()}
    parts = {part for name in whole for part in name.replace("-", " ").split() if len(part) >= _PART_OF_NAME}
    for names, flags in ((whole, re.IGNORECASE), (parts, 0)):
        if names:
            yield from (Suggestion(*hit.span(), "name") for hit in _any(names, flags).finditer(text))


def _any(names: Collection[str], flags: int) -> re.Pattern[str]:
    forms = {unicodedata.normalize(form, name) for name in names for form in ("NFC", "NFD")}
    words = sorted((r"\s+".join(map(re.escape, form.split())) for form in forms), key=len, reverse=True)
    # With the Nordic genitive: Annas, Anna's.
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?:['’]?s)?(?!\w)", flags)
