"""THE SECTIONS: which keys of a profile each holds, how its form shows them, and what they become by it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from pydantic import BaseModel

from app.law.ladder import parse
from app.organisation_settings import register, systems, tables
from app.organisation_settings.inboxes import InboxesForm
from app.organisation_settings.rules import CalendarForm, LettersForm, MailAndFilesForm, SignInForm
from app.organisation_settings.shapes import (
    Content,
    IdentityForm,
    LadderForm,
    OrganisationForm,
    PeopleForm,
    PublicFormForm,
    RecipientsForm,
)
from app.vocabulary import RungTime, Section

Place: TypeAlias = tuple[Any, ...]
Given: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True)
class Part:
    """A section: its form, and the keys of the profile it holds."""

    shape: type[BaseModel]
    keys: tuple[str, ...]
    shown: Callable[[Content], dict[str, Any]] | None = None
    """What the form holds, where that is not the keys as they are."""
    kept: Callable[[Given, Content], dict[str, Any]] | None = None
    """What the keys become, by what was given and the profile before."""
    path: Callable[[Place, Given], Place] | None = None
    """Where in the form a place of the profile is."""

    def show(self, content: Content) -> dict[str, Any]:
        """Give what the form holds for a profile."""
        return self.shown(content) if self.shown else {key: content[key] for key in self.keys}

    def keep(self, given: Given, before: Content) -> dict[str, Any]:
        """Give a profile with what the form holds. Raises InvalidInput with the path of each fault."""
        return {**before, **(self.kept(given, before) if self.kept else given)}

    def lead(self, place: Place, given: Given) -> str:
        """Give the path in the form of a place of the profile."""
        return ".".join(map(str, self.path(place, given) if self.path else place))


def _rungs(content: Content) -> dict[str, Any]:
    return {
        "ladder": [
            {
                "when": RungTime.LATE
                if rung.every
                else RungTime.BEFORE
                if rung.working_days
                else RungTime.DUE,
                "days": -rung.working_days if rung.working_days < 0 else None,
                "role": rung.role.value,
            }
            for rung in parse(content["ladder"])
        ]
    }


def _ladder(given: Given, _: Content) -> dict[str, Any]:
    return {"ladder": [f"{_moment(rung)}:{rung['role']}" for rung in given["ladder"]]}


def _moment(rung: Given) -> str:
    return f"T-{rung['days'] or ''}" if rung["when"] == RungTime.BEFORE else str(rung["when"])


def _of_ladder(place: Place, given: Given) -> Place:
    """A rung is one word in the profile and three fields in the form."""
    if len(place) < 2:  # noqa: PLR2004  # the list itself
        return place
    is_early = given["ladder"][place[1]]["when"] == RungTime.BEFORE
    return (*place, "days" if is_early else "when")


def _of_systems(place: Place, given: Given) -> Place:
    """The tables of a database are a mapping in the profile and a list in the form."""
    within, below = place[:4], place[4:]
    if within[2:] != ("settings", "tables") or not below:
        return place
    return (*within, *tables.path(below, given["systems"][place[1]]["settings"]["tables"]))


def _of_register(place: Place, given: Given) -> Place:
    """Entries are found by their system in the profile, and stand in a list in the form."""
    if place[:2] != ("register", "systems") or len(place) == 2:  # noqa: PLR2004  # the list itself
        return place
    slugs = [entry["system"] for entry in given["register"]["systems"]]
    below: Sequence[Any] = place[3:] or ("system",)
    return ("register", "systems", slugs.index(place[2]), *below)


_ORGANISATION: Final = (
    "name", "contact", "language", "reference_prefix", "promise_days", "download_days", "case_days",
)  # fmt: skip

SECTIONS: Final[Mapping[Section, Part]] = {
    Section.ORGANISATION: Part(OrganisationForm, _ORGANISATION),
    Section.PUBLIC_FORM: Part(PublicFormForm, ("look",)),
    Section.INBOXES: Part(InboxesForm, ("inboxes",)),
    Section.PEOPLE: Part(PeopleForm, ("people",)),
    Section.LADDER: Part(LadderForm, ("ladder",), _rungs, _ladder, _of_ladder),
    Section.IDENTITY: Part(IdentityForm, ("identity",)),
    Section.SYSTEMS: Part(systems.SystemsForm, ("systems",), systems.shown, systems.kept, _of_systems),
    Section.RECIPIENTS: Part(RecipientsForm, ("recipients",)),
    Section.REGISTER: Part(register.RegisterForm, ("register",), register.shown, register.kept, _of_register),
    Section.CALENDAR: Part(CalendarForm, ("calendar",)),
    Section.MAIL_AND_FILES: Part(MailAndFilesForm, ("mail", "files")),
    Section.LETTERS: Part(LettersForm, ("letters",)),
    Section.SIGN_IN: Part(SignInForm, ("sign_in",)),
}


def section_of(place: Place) -> Section | None:
    """Give the section that holds a place of a profile."""
    return next((name for name, part in SECTIONS.items() if place and place[0] in part.keys), None)
