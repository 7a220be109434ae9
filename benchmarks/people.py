"""Invented people in any number: the same number is always the same person."""

from dataclasses import dataclass

_FIRST = [
    "Anna",
    "Astrid",
    "Agnes",
    "Birgitta",
    "Britt",
    "Cecilia",
    "Dagny",
    "Elin",
    "Elsa",
    "Emma",
    "Eva",
    "Frida",
    "Greta",
    "Hanna",
    "Helga",
    "Hilda",
    "Inga",
    "Ingrid",
    "Johanna",
    "Karin",
    "Kerstin",
    "Kristin",
    "Lena",
    "Linnea",
    "Magda",
    "Maja",
    "Maria",
    "Moa",
    "Sigrid",
    "Signe",
    "Sonja",
    "Tove",
    "Ulla",
    "Vera",
    "Ylva",
    "Anders",
    "Arne",
    "Axel",
    "Bengt",
    "Bo",
    "Einar",
    "Erik",
    "Gustav",
    "Hans",
    "Ivar",
    "Jonas",
    "Karl",
    "Lars",
    "Magnus",
    "Nils",
    "Olof",
    "Oskar",
    "Per",
    "Rolf",
    "Sven",
    "Tore",
    "Ulf",
]
_STEM = [
    "Ander",
    "Berg",
    "Dal",
    "Ek",
    "Fors",
    "Gran",
    "Hag",
    "Kull",
    "Lind",
    "Lund",
    "Malm",
    "Nord",
    "Norr",
    "Ros",
    "Sand",
    "Sten",
    "Ström",
    "Söder",
    "Wall",
    "Öster",
]
_END = [
    "berg",
    "blad",
    "blom",
    "borg",
    "brink",
    "bäck",
    "dahl",
    "fors",
    "gren",
    "gård",
    "hag",
    "hamn",
    "hed",
    "hem",
    "holm",
    "hult",
    "kvist",
    "lid",
    "lund",
    "löf",
    "man",
    "mark",
    "mo",
    "moss",
    "näs",
    "ros",
    "rud",
    "skog",
    "stad",
    "stedt",
    "sten",
    "strand",
    "ström",
    "sund",
    "tun",
    "vall",
    "vik",
    "åker",
    "ås",
    "ö",
]


@dataclass(frozen=True)
class Person:
    """Who asks."""

    first: str
    last: str
    email: str

    @property
    def name(self) -> str:
        """Give the whole name."""
        return f"{self.first} {self.last}"


def person(number: int) -> Person:
    """Give the person of a number; some sixty bear any surname among fifty thousand."""
    first = _FIRST[number % len(_FIRST)]
    rest = number // len(_FIRST)
    stem, end = _STEM[rest % len(_STEM)], _END[rest // len(_STEM) % len(_END)]
    return Person(first, stem + end, f"{first}.{stem}{end}.{number}@post.example".lower())


def reference(number: int) -> str:
    """Give the reference of a case; it is written like ours and unlike any that is drawn."""
    return f"NB-2025-{number:07}"
