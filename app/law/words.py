"""What is said to people: one text in several languages, and dates and counts as they write them."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from app.vocabulary import Language

_FALLBACK: Final = {Language.NN: Language.NB, Language.DA: Language.EN, Language.FI: Language.EN}

_MONTHS: Final = {
    Language.SV: "januari februari mars april maj juni juli augusti september oktober november december",
    Language.NB: "januar februar mars april mai juni juli august september oktober november desember",
    Language.EN: "January February March April May June July August September October November December",
}
_DAYS: Final = {
    Language.SV: ("dag", "dagar"),
    Language.NB: ("dag", "dager"),
    Language.NN: ("dag", "dagar"),
    Language.EN: ("day", "days"),
}


@dataclass(frozen=True)
class Words:
    """One text in Swedish, bokmål and English, and in the other languages where it has been written."""

    sv: str
    nb: str
    en: str
    nn: str = ""
    da: str = ""
    fi: str = ""

    def say(self, language: Language) -> str:
        """Give the text; nynorsk falls back on bokmål, Danish and Finnish on English."""
        said = {
            Language.SV: self.sv,
            Language.NB: self.nb,
            Language.EN: self.en,
            Language.NN: self.nn,
            Language.DA: self.da,
            Language.FI: self.fi,
        }
        return said[language] or said[spoken(language)]

    def filled(self, **names: "str | Words") -> "Words":
        """Give the text with its braces filled in, by name, in each language it is written in."""

        def in_language(text: str, language: Language) -> str:
            said = {name: v.say(language) if isinstance(v, Words) else v for name, v in names.items()}
            return text.format(**said)

        return Words(
            sv=in_language(self.sv, Language.SV),
            nb=in_language(self.nb, Language.NB),
            en=in_language(self.en, Language.EN),
            nn=in_language(self.nn, Language.NN),
            da=in_language(self.da, Language.DA),
            fi=in_language(self.fi, Language.FI),
        )


def spoken(language: Language) -> Language:
    """Give the language a sentence is written in when not every language has it: sv, nb or en."""
    return _FALLBACK.get(language, language)


def with_capital(text: str) -> str:
    """Give a text as it begins a line."""
    return text[:1].upper() + text[1:]


def written_day(day: date, language: Language) -> str:
    """Give a date in words: `7 april 2026` (sv), `7. april 2026` (nb), `7 April 2026` (en)."""
    written = spoken(language)
    dot = "." if written is Language.NB else ""
    return f"{day.day}{dot} {_MONTHS[written].split()[day.month - 1]} {day.year}"


def written_days(count: int, language: Language) -> str:
    """Give a number of days in words: `1 dag`, `5 dagar`."""
    one, many = _DAYS.get(language) or _DAYS[spoken(language)]
    return f"{count} {one if count == 1 else many}"
