"""What a person filled in on a public form, and what is wrong with it."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.intake.charsets import clean
from app.intake.headers import one_line
from app.vocabulary import Right

LIMITS: Final = {"name": 300, "email": 254, "phone": 40, "more": 8000}
"""The most characters a field takes."""
OTHER: Final = "other"

_NOT = r"@\s<>\"(),:;\x00-\x1f\x7f-\x9f\ufffd"
_EMAIL = re.compile(rf"[^{_NOT}]+@[^{_NOT}]+\.[^{_NOT}.]+")
_REFERENCE = re.compile(r"([A-Z]{2,5})([0-9]{4})([2-9A-Z]{6})")
_PHONE = re.compile(r"\+?[\d\s()./-]{5,}")


@dataclass(frozen=True)
class Answers:
    """The form as it was sent; `kinds` are words of rights and perhaps `other`."""

    kinds: tuple[str, ...] = ()
    name: str = ""
    email: str = ""
    no_email: bool = False
    phone: str = ""
    more: str = ""

    @property
    def rights(self) -> tuple[Right, ...]:
        """Give the rights that were chosen; none means that the words must tell."""
        return tuple(Right(kind) for kind in self.kinds if kind != OTHER)


def answers_of(fields: Sequence[tuple[str, str]], offered: Sequence[Right]) -> Answers:
    """Give what was filled in; kinds that were not offered are passed over."""
    known = [*offered, OTHER]
    sent = {value for name, value in fields if name == "kinds"}
    last = {name: clean(value.replace("\r\n", "\n")).strip() for name, value in fields}
    no_email = "no_email" in last
    return Answers(
        kinds=tuple(str(kind) for kind in known if kind in sent),
        name=one_line(" ".join(last.get("name", "").split())),
        email="" if no_email else last.get("email", ""),
        no_email=no_email,
        phone=last.get("phone", ""),
        more=last.get("more", ""),
    )


def errors_in(answers: Answers) -> dict[str, str]:
    """Give the code of what is wrong, by field, in the order of the form."""
    return dict(_errors(answers))


def _errors(answers: Answers) -> Iterator[tuple[str, str]]:
    if not answers.kinds:
        yield "kinds", "kinds"
    for field, limit in LIMITS.items():
        if len(getattr(answers, field)) > limit:
            yield field, f"{field}_long"
        elif code := _wrong(answers, field):
            yield field, code


def _wrong(answers: Answers, field: str) -> str | None:
    match field:
        case "name" if not answers.name:
            return "name"
        case "email" if not answers.no_email:
            return _unreadable("email", answers.email, _EMAIL, required=True)
        case "phone":
            # Whoever has neither writes where letters go.
            return _unreadable("phone", answers.phone, _PHONE, required=answers.no_email and not answers.more)
        case "more" if OTHER in answers.kinds and not answers.more:
            return "more"
        case _:
            return None


def _unreadable(field: str, value: str, shape: re.Pattern[str], *, required: bool) -> str | None:
    if not value:
        return field if required else None
    return None if shape.fullmatch(value) else f"{field}_form"


@dataclass(frozen=True)
class Asked:
    """What was filled in by somebody who has lost the link to their case."""

    reference: str = ""
    email: str = ""

    @property
    def case(self) -> str:
        """Give the reference as we write it, however it was typed; nothing when it cannot be one."""
        plain = unicodedata.normalize("NFKC", self.reference).upper()
        found = _REFERENCE.fullmatch("".join(letter for letter in plain if letter.isalnum()))
        return "-".join(found.groups()) if found else ""


def asked_of(fields: Mapping[str, str]) -> Asked:
    """Give what was filled in."""
    return Asked(*(one_line(clean(fields.get(name, ""))).strip() for name in ("reference", "email")))


def errors_in_asked(asked: Asked) -> dict[str, str]:
    """Give the code of what is wrong, by field: whether it could be a reference and an address, no more."""
    reference = None if asked.case else "reference_form" if asked.reference else "reference"
    email = _unreadable("email", asked.email, _EMAIL, required=True)
    if len(asked.email) > LIMITS["email"]:
        email = "email_form"
    return {field: code for field, code in (("reference", reference), ("email", email)) if code}
