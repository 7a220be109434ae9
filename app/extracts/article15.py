"""The information that goes with a copy of the data (Art. 15(1)(a)-(h), 15(2)), from the register."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.extracts.content import Authority, Block, Table
from app.extracts.language import Text, country, said, sentences_of
from app.extracts.words import Sentences

# fmt: off
EEA = frozenset((
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE",
    "IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
))
# fmt: on


@dataclass(frozen=True)
class Recipient:
    """Somebody who has received data or will; `safeguard` is needed outside the EEA (Art. 45, 46)."""

    name: str
    country: str
    purpose: Text
    safeguard: Text = ""


@dataclass(frozen=True)
class Automated:
    """Whether decisions are wholly automated; when they are, how and with what effect (Art. 22)."""

    used: bool
    logic: Text = ""
    consequences: Text = ""


@dataclass(frozen=True)
class Entry:
    """What the register says of one system. None or empty means not stated; `recipients = []` means nobody.

    `countries` are where the data lie (ISO 3166-1 alpha-2); `safeguard` protects them outside the EEA.
    """

    name: str = ""
    purposes: tuple[Text, ...] = ()
    categories: tuple[Text, ...] = ()
    recipients: tuple[Recipient, ...] | None = None
    retention: Text = ""
    source: Text = ""
    automated: Automated | None = None
    countries: tuple[str, ...] = ()
    safeguard: Text = ""


@dataclass(frozen=True)
class Register:
    """The part of a controller's register (Art. 30) that a person is told.

    `general` holds what is the same everywhere: a system inherits what it does not state itself, and the
    recipients named there are added to its own.
    """

    authority: Authority | None = None
    general: Entry = field(default_factory=Entry)
    systems: Mapping[str, Entry] = field(default_factory=dict[str, Entry])

    def entry(self, system: str) -> Entry:
        """What is said of a system, completed from `general`."""
        own, general = self.systems.get(system, Entry()), self.general
        return Entry(
            name=own.name or system,
            purposes=own.purposes or general.purposes,
            categories=own.categories or general.categories,
            recipients=_together(general.recipients, own.recipients),
            retention=own.retention or general.retention,
            source=own.source or general.source,
            automated=own.automated or general.automated,
            countries=own.countries or general.countries,
            safeguard=own.safeguard or general.safeguard,
        )


def _together(
    first: tuple[Recipient, ...] | None, second: tuple[Recipient, ...] | None
) -> tuple[Recipient, ...] | None:
    if first is None and second is None:
        return None
    return (*(first or ()), *(second or ()))


def outside_eea(entry: Entry) -> list[Recipient]:
    """Where data of a system lie or go outside the EEA, which takes a safeguard (Art. 44-46)."""
    stored = (Recipient(entry.name, code, "", entry.safeguard) for code in entry.countries)
    return [place for place in (*stored, *(entry.recipients or ())) if place.country.upper() not in EEA]


def blocks(register: Register, language: str, systems_used: Sequence[str]) -> tuple[Block, ...]:
    """The blocks (a)-(h), and 15(2) when data leave the EEA, in the person's language.

    A block the register says nothing for is left out: `missing` names it. Without systems only the rights
    and the complaint remain, as nothing is held that the rest could be about.
    """
    words = sentences_of(language)
    entries = [register.entry(system) for system in systems_used]
    made = (*_of_data(entries, words, language), *_of_rights(register, words))
    return tuple(sorted((b for b in made if b.table or b.points or b.paragraphs), key=lambda b: b.key))


def _of_data(entries: Sequence[Entry], words: Sentences, language: str) -> Iterable[Block]:
    def told(key: str, column: str, texts: Callable[[Entry], Iterable[Text]]) -> Block:
        cells = [(e.name, "\n".join(filter(None, (said(t, language) for t in texts(e))))) for e in entries]
        return _tabled(words, key, (words.system, column), [cell for cell in cells if cell[1]])

    yield told("a", words.purposes, lambda e: e.purposes)
    yield told("b", words.categories, lambda e: e.categories)
    yield told("d", words.period, lambda e: [e.retention])
    yield told("g", words.origin, lambda e: [e.source])
    yield _recipients(entries, words, language)
    yield _automated(entries, words, language)
    yield _transfers(entries, words, language)


def _tabled(words: Sentences, key: str, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Block:
    told = tuple(dict.fromkeys(rows))
    if not told:
        return Block(key, words.article[key], words.heading[key])
    return Block(key, words.article[key], words.heading[key], (words.intro[key],), (), Table(columns, told))


def _recipients(entries: Sequence[Entry], words: Sentences, language: str) -> Block:
    rows = [
        (to.name, country(to.country, language), said(to.purpose, language))
        for entry in entries
        for to in entry.recipients or ()
    ]
    if not rows and entries and all(entry.recipients is not None for entry in entries):
        return Block("c", words.article["c"], words.heading["c"], (words.no_recipients,))
    return _tabled(words, "c", (words.recipient, words.country, words.reason), rows)


def _automated(entries: Sequence[Entry], words: Sentences, language: str) -> Block:
    used = [(entry.name, entry.automated) for entry in entries if entry.automated and entry.automated.used]
    rows = [(name, said(how.logic, language), said(how.consequences, language)) for name, how in used]
    if not rows and entries and all(entry.automated is not None for entry in entries):
        return Block("h", words.article["h"], words.heading["h"], (words.automated_none,))
    return _tabled(words, "h", (words.system, words.logic, words.consequences), rows)


def _transfers(entries: Sequence[Entry], words: Sentences, language: str) -> Block:
    rows = [
        (place.name, country(place.country, language), said(place.safeguard, language))
        for entry in entries
        for place in outside_eea(entry)
    ]
    return _tabled(words, "transfers", (words.place, words.country, words.safeguard), rows)


def _of_rights(register: Register, words: Sentences) -> Iterable[Block]:
    yield Block("e", words.article["e"], words.heading["e"], (words.intro["e"],), words.rights)
    if register.authority:
        complaint = words.complaint.format(authority=register.authority.name)
        ways = register.authority.contacts
        yield Block("f", words.article["f"], words.heading["f"], (complaint, *ways, words.court))
