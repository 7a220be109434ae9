"""What the demonstration's systems of record hold: rows made from the invented people by counting."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final, TypeAlias

from app.demo.people import Invented, norwegians, swedes

Row: TypeAlias = tuple[Any, ...]
Rows: TypeAlias = dict[str, list[Row]]

_FIRST: Final = date(2022, 1, 10)
_CLIENTS: Final = ("Isvind Verkstad AB", "Molnskugga Logistik AB", "Havsbris Vård AB")
_KUNDER: Final = ("Tindebris Industri AS", "Fjordskygge Frakt AS")
_BOOKED: Final = (date(2025, 4, 30), date(2016, 9, 12), date(2023, 12, 29))
"""One voucher that the law keeps in every country, one it no longer does, one in between."""


def nordstaff() -> Rows:
    """Give the rows of each table of the schema `rekryt`, parents first."""
    people = swedes()
    return {
        "kandidat": [_kandidat(person) for person in people],
        "ansokan": _numbered(_applications(people, _CLIENTS)),
        "intervjuant": _numbered(_interviews(people)),
        "verifikat": list(_vouchers(people, "V", "Reseersättning vid intervju")),
        "dagbok": _numbered(_diary(people)),
    }


def fjellkraft() -> Rows:
    """Give the rows of each table of the schema `bemanning`, parents first."""
    people = norwegians()
    return {
        "vikar": [_vikar(person) for person in people],
        "soknad": _numbered(_assignments(people, _KUNDER)),
        "samtale": _numbered(_talks(people)),
        "lonnsbilag": list(_vouchers(people, "L", "Lønn for oppdrag")),
    }


def _kandidat(person: Invented) -> Row:
    source = "Egen ansökan" if person.number % 3 else "Rekryterares sökning i öppet nätverk"
    return (
        person.number, person.name, person.email, person.phone, person.born, person.street, person.postcode,
        person.town, person.trade, source, datetime.combine(_day(person), time(9, 15)),
        _day(person, 400), f"{person.trade[:3].upper()}{person.number:04d}",
    )  # fmt: skip


def _vikar(person: Invented) -> Row:
    source = "Egen registrering" if person.number % 3 else "Tips fra ansatt"
    return (
        person.number, person.name, person.email, person.born, person.street, person.postcode, person.town,
        person.trade, source, datetime.combine(_day(person), time(10, 5)), _day(person, 300),
    )  # fmt: skip


def _applications(people: Sequence[Invented], clients: Sequence[str]) -> Iterator[Row]:
    for person in people:
        for turn in range(1 + person.number % 3):
            status = ("Vilande", "Presenterad för kund", "Avslutad")[(person.number + turn) % 3]
            letter = f"Jag söker arbete som {person.trade.lower()} och kan börja inom en månad."
            client = clients[(person.number + turn) % len(clients)]
            yield person.number, person.trade, client, _day(person, 20 * turn), status, letter


def _assignments(people: Sequence[Invented], clients: Sequence[str]) -> Iterator[Row]:
    for person in people:
        for turn in range(1 + person.number % 2):
            outcome = ("Tilbudt", "Presentert for kunde", "Trukket")[(person.number + turn) % 3]
            client = clients[(person.number + turn) % len(clients)]
            yield person.number, f"{person.trade}, vikariat", client, _day(person, 15 * turn), outcome


def _interviews(people: Sequence[Invented]) -> Iterator[Row]:
    for person in people:
        if person.number % 2 or person.number <= len(_BOOKED):
            note = f"Trivs i {person.town}. Lön och arbetstid diskuterade. Vill helst arbeta dagtid."
            yield person.number, _day(person, 9), "Rekryterare 3", note


def _talks(people: Sequence[Invented]) -> Iterator[Row]:
    for person in people:
        if person.number % 2 or person.number <= len(_BOOKED):
            note = f"Ønsker oppdrag nær {person.town}. Kan ta helg. Har egen bil."
            yield person.number, _day(person, 6), "Rådgiver 2", note


def _vouchers(people: Sequence[Invented], series: str, text: str) -> Iterator[Row]:
    for person in people:
        if person.number % 4 and person.number > len(_BOOKED):
            continue
        for turn, booked in enumerate(_BOOKED if person.number <= len(_BOOKED) else _BOOKED[:1]):
            amount = Decimal(310 + person.number * 7 + turn) / 2
            number = f"{series}{booked.year}-{person.number:04d}"
            yield number, booked, person.name, person.email, amount, text


def _diary(people: Sequence[Invented]) -> Iterator[Row]:
    for person in people[4::17]:
        line = f"Ringde kunden om {person.name}, som kan börja efter sommaren."
        yield datetime.combine(_day(person, 11), time(15, 40)), "Rekryterare 1", line


def _numbered(rows: Iterator[Row]) -> list[Row]:
    return [(number, *row) for number, row in enumerate(rows, start=1)]


def _day(person: Invented, later: int = 0) -> date:
    return _FIRST + timedelta(days=person.number * 11 + later)
