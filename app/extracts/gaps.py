"""What the register does not say of Article 15 yet: an answer on access with gaps must not be sent."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from app.extracts.article15 import Entry, Register, outside_eea
from app.extracts.language import Text, said
from app.law.words import Words

_PURPOSES: Final = Words(sv="ändamålen", nb="formålene", nn="formåla", en="the purposes")
_CATEGORIES: Final = Words(
    sv="kategorierna av uppgifter",
    nb="kategoriene av opplysninger",
    nn="kategoriane av opplysningar",
    en="the categories of data",
)
_RECIPIENTS: Final = Words(
    sv="mottagarna (en tom lista betyder att det inte finns några)",
    nb="mottakerne (en tom liste betyr at det ikke er noen)",
    nn="mottakarane (ei tom liste tyder at det ikkje er nokon)",
    en="the recipients (an empty list says that there are none)",
)
_RETENTION: Final = Words(
    sv="hur länge uppgifterna sparas eller vad som avgör det",
    nb="hvor lenge opplysningene lagres, eller hva som avgjør det",
    nn="kor lenge opplysningane blir lagra, eller kva som avgjer det",
    en="how long data are kept, or by which criteria",
)
_SOURCE: Final = Words(
    sv="varifrån uppgifterna kommer",
    nb="hvor opplysningene kommer fra",
    nn="kvar opplysningane kjem frå",
    en="the source of the data",
)
_AUTOMATED: Final = Words(
    sv="om beslut fattas automatiskt",
    nb="om avgjørelser tas automatisk",
    nn="om avgjerder blir tekne automatisk",
    en="whether decisions are automated",
)
_STATED: Final[tuple[tuple[str, Words, Callable[[Entry], object]], ...]] = (
    ("a", _PURPOSES, lambda e: any(map(_text, e.purposes))),
    ("b", _CATEGORIES, lambda e: any(map(_text, e.categories))),
    ("c", _RECIPIENTS, lambda e: e.recipients is not None),
    ("d", _RETENTION, lambda e: _text(e.retention)),
    ("g", _SOURCE, lambda e: _text(e.source)),
    ("h", _AUTOMATED, lambda e: e.automated is not None),
)

_UNSAID: Final = Words(
    sv="({letter}) Artikel 15.1 {letter}: registret anger inte {what}, för {system}.",
    nb="({letter}) Artikkel 15 nr. 1 bokstav {letter}: Registeret oppgir ikke {what}, for {system}.",
    nn="({letter}) Artikkel 15 nr. 1 bokstav {letter}: Registeret oppgir ikkje {what}, for {system}.",
    en="({letter}) Article 15(1)({letter}): the register does not say {what}, for {system}.",
)
_NO_AUTHORITY: Final = Words(
    sv="(f) Artikel 15.1 f: registret anger ingen tillsynsmyndighet att klaga till.",
    nb="(f) Artikkel 15 nr. 1 bokstav f: Registeret oppgir ingen tilsynsmyndighet å klage til.",
    nn="(f) Artikkel 15 nr. 1 bokstav f: Registeret oppgir inga tilsynsstyresmakt å klage til.",
    en="(f) Article 15(1)(f): the register names no supervisory authority to complain to.",
)
_UNEXPLAINED: Final = Words(
    sv="(h) Artikel 15.1 h: logiken bakom automatiska beslut, eller deras följder, saknas, för {system}.",
    nb="(h) Artikkel 15 nr. 1 bokstav h: Logikken bak automatiske avgjørelser, eller følgene av dem, "
    "mangler, for {system}.",
    nn="(h) Artikkel 15 nr. 1 bokstav h: Logikken bak automatiske avgjerder, eller følgjene av dei, "
    "manglar, for {system}.",
    en="(h) Article 15(1)(h): automated decisions lack their logic or consequences, for {system}.",
)
_HALF_NAMED: Final = Words(
    sv="(c) Artikel 15.1 c: en mottagare saknar namn, land eller ändamål, för {system}.",
    nb="(c) Artikkel 15 nr. 1 bokstav c: En mottaker mangler navn, land eller formål, for {system}.",
    nn="(c) Artikkel 15 nr. 1 bokstav c: Ein mottakar manglar namn, land eller formål, for {system}.",
    en="(c) Article 15(1)(c): a recipient lacks its name, country or purpose, for {system}.",
)
_NOWHERE: Final = Words(
    sv="(15.2) Artikel 15.2: registret anger inte var uppgifterna finns, för {system}.",
    nb="(15 nr. 2) Artikkel 15 nr. 2: Registeret oppgir ikke hvor opplysningene er, for {system}.",
    nn="(15 nr. 2) Artikkel 15 nr. 2: Registeret oppgir ikkje kvar opplysningane er, for {system}.",
    en="(15(2)) Article 15(2): the register does not say where the data lie, for {system}.",
)
_UNSAFE: Final = Words(
    sv="(15.2) Artikel 15.2: skydd saknas för {name} i {country}, för {system}.",
    nb="(15 nr. 2) Artikkel 15 nr. 2: Garantier mangler for {name} i {country}, for {system}.",
    nn="(15 nr. 2) Artikkel 15 nr. 2: Garantiar manglar for {name} i {country}, for {system}.",
    en="(15(2)) Article 15(2): no safeguard for {name} in {country}, for {system}.",
)


def missing(register: Register, systems_used: Sequence[str]) -> list[Words]:
    """Give every block that cannot be written yet and why, in sentences.

    Without systems (nothing is held) only the authority is needed.
    """
    gaps = [
        _UNSAID.filled(letter=letter, what=what, system=system)
        for letter, what, stated in _STATED
        for system in systems_used
        if not stated(register.entry(system))
    ]
    if register.authority is None or not register.authority.name.strip():
        gaps.append(_NO_AUTHORITY)
    entries = [(system, register.entry(system)) for system in systems_used]
    return gaps + [
        gap for name, entry in entries for gap in (*_unexplained(name, entry), *_unsafe(name, entry))
    ]


def _unexplained(system: str, entry: Entry) -> Iterator[Words]:
    told = entry.automated
    if told and told.used and not (_text(told.logic) and _text(told.consequences)):
        yield _UNEXPLAINED.filled(system=system)
    for to in entry.recipients or ():
        if not (to.name.strip() and to.country.strip() and _text(to.purpose)):
            yield _HALF_NAMED.filled(system=system)


def _unsafe(system: str, entry: Entry) -> Iterator[Words]:
    if not entry.countries:
        yield _NOWHERE.filled(system=system)
    for place in outside_eea(entry):
        if not _text(place.safeguard):
            yield _UNSAFE.filled(name=place.name, country=place.country, system=system)


def _text(text: Text) -> str:
    return said(text, "en")
