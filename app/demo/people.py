"""Invented people for the demonstration: the same ones every time, none of whom can exist."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, TypeVar

SWEDES: Final = 120
NORWEGIANS: Final = 80

_T = TypeVar("_T")
_PLACES: Final = 40
_MOBILES: Final = 95
"""070-174 06 05 to 06 99, and 08-465 004 00 to 99: the Swedish regulator keeps them for fiction.

Norway keeps none, so Norwegians have no number.
"""
_FIRST_MOBILE: Final = 701740605
_FIRST_FIXED: Final = 846500400


@dataclass(frozen=True)
class Invented:
    """Somebody who is nobody; `phone` is in E.164, or empty."""

    number: int
    name: str
    email: str
    phone: str
    born: date
    street: str
    postcode: str
    town: str
    trade: str


@dataclass(frozen=True)
class _Words:
    first: Sequence[str]
    stem: Sequence[str]
    end: Sequence[str]
    towns: Sequence[tuple[str, str]]
    streets: Sequence[str]
    trades: Sequence[str]


_SV: Final = _Words(
    first=(
        "Ylvra", "Torlo", "Sannik", "Mildra", "Viggal", "Esmer", "Kelvo", "Jorundi", "Brisla", "Oddik",
        "Linnva", "Fjolla", "Hedra", "Nilvar", "Rovna", "Signel", "Tolvar", "Astrik", "Bodvi", "Åsvel",
    ),
    stem=("Kvist", "Mån", "Glimmer", "Dimm", "Frost", "Ljung", "Barr", "Skymnings"),
    end=("drake", "snäcka", "viskare", "tofs", "fjäder"),
    towns=(("Västerås", "722 10"), ("Umeå", "903 25"), ("Malmö", "211 20"), ("Örebro", "702 11")),
    streets=("Exempelgatan", "Påhittsvägen", "Låtsasgränd"),
    trades=("Lagerarbetare", "Ekonomiassistent", "Svetsare", "Undersköterska", "Systemutvecklare"),
)  # fmt: skip
_NB: Final = _Words(
    first=(
        "Håvre", "Siglin", "Torlak", "Mirjel", "Runvar", "Ingvel", "Eldrun", "Bjarka", "Solvari", "Tuvlin",
        "Aslei", "Grolin", "Vebra", "Kjersa", "Oddlin", "Jonvar", "Ylvik", "Ranvi", "Stigla", "Øydra",
    ),
    stem=("Kvist", "Måne", "Glimt", "Tåke", "Frost", "Lyng", "Bark", "Skumrings"),
    end=("drake", "skjell", "hvisker", "dusk", "fjær"),
    towns=(("Tromsø", "9008"), ("Bodø", "8006"), ("Ålesund", "6002"), ("Lillehammer", "2609")),
    streets=("Eksempelveien", "Påfunnsgata", "Liksomstien"),
    trades=("Lagermedarbeider", "Helsefagarbeider", "Elektriker", "Kokk", "Prosjektleder"),
)  # fmt: skip


def swedes() -> list[Invented]:
    """Give the candidates of Nordstaff."""
    return [_invented(_SV, number, _swedish_phone(number)) for number in range(SWEDES)]


def norwegians() -> list[Invented]:
    """Give the temporary workers of Fjellkraft."""
    return [_invented(_NB, number, "") for number in range(NORWEGIANS)]


def _invented(words: _Words, number: int, phone: str) -> Invented:
    first, last = words.first[number % len(words.first)], _surname(words, number)
    town, postcode = _turn(words.towns, number)
    return Invented(
        number=number + 1,
        name=f"{first} {last}",
        email=f"{_ascii(first)}.{_ascii(last)}@post.example",
        phone=phone,
        born=date(1961, 3, 1) + timedelta(days=number * 277 % 15_000),
        street=f"{_turn(words.streets, number)} {number % 60 + 1}",
        postcode=postcode,
        town=town,
        trade=_turn(words.trades, number),
    )


def _surname(words: _Words, number: int) -> str:
    # steps through all surnames before a first name meets one again
    at = (number * 7 + number // len(words.first)) % _PLACES
    return words.stem[at % len(words.stem)] + words.end[at // len(words.stem)]


def _turn(things: Sequence[_T], number: int) -> _T:
    return things[number % len(things)]


def _swedish_phone(number: int) -> str:
    if number < _MOBILES:
        return f"+46{_FIRST_MOBILE + number}"
    return f"+46{_FIRST_FIXED + number - _MOBILES}"


def _ascii(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold().replace("ø", "o").replace("æ", "ae"))
    return plain.encode("ascii", "ignore").decode()
