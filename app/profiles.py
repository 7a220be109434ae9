"""What a controller declares about itself: inboxes, people, systems, promises and register."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any, Final, Literal

from pydantic import Field, field_serializer, model_validator

from app.connectors import registry
from app.extracts.article15 import Entry, Register
from app.extracts.content import Authority
from app.inbox_profiles import ADDRESS, InboxProfile, Shape
from app.law.authorities import AUTHORITIES
from app.law.holidays import Calendar
from app.law.ladder import DEFAULT_LADDER, Ladder, parse
from app.law.retention import CASE_PARTS, CasePart
from app.letters.wording import Wording
from app.looks import Look
from app.mail_rules import FileRules, MailRules
from app.vocabulary import Country, IdentityLevel, Language, Right, Role

SLUG: Final = r"^[a-z][a-z0-9-]{1,40}$"


class Contact(Shape):
    """How people reach a human."""

    email: str = Field(pattern=ADDRESS)
    phone: str = ""
    address: str = ""
    website: str = ""


class Person(Shape):
    """Somebody who is told when time runs out."""

    name: str
    email: str = Field(pattern=ADDRESS)
    role: Role


class SystemProfile(Shape):
    """A system of record, and how to reach it."""

    slug: str = Field(pattern=SLUG)
    name: str
    kind: Literal["manual", "sql", "rest"]
    settings: Mapping[str, Any]
    identity_level: IdentityLevel = IdentityLevel.NONE
    portable: bool = False
    owner_email: str = Field(default="", pattern=r"^$|" + ADDRESS)
    """Who is asked for what the system cannot do by itself; a manual one names its owner in its settings."""
    answer_days: int = Field(default=10, ge=1, le=25)
    """Working days the system or its owner has to answer."""

    @property
    def owner(self) -> str:
        """Give the address of who looks after the system, or nothing."""
        return str(self.settings.get("owner_email", "")) or self.owner_email


class RecipientProfile(Shape):
    """Somebody data were disclosed to, who is told of corrections and erasures (Art. 19)."""

    slug: str = Field(pattern=SLUG)
    name: str
    email: str = Field(pattern=ADDRESS)
    language: Language | None = None
    systems: tuple[str, ...]


class CalendarProfile(Shape):
    """Days off beyond the designated holidays, or not taken."""

    added: frozenset[date] = frozenset()
    removed: frozenset[date] = frozenset()
    national_eves: bool = False

    @field_serializer("added", "removed")
    def _in_order(self, days: frozenset[date]) -> list[date]:
        # a set has no order of its own, and a profile that did not change must be stored the same
        return sorted(days)


class GroupProfile(Shape):
    """A group of the identity provider, and what its members are here."""

    name: str = Field(min_length=1)
    role: Literal[Role.HANDLER, Role.LEAD, Role.DPO, Role.ADMINISTRATOR]


class SignInProfile(Shape):
    """Who may sign in without being invited."""

    groups: tuple[GroupProfile, ...] = ()

    def role_of(self, groups: Collection[str]) -> Role | None:
        """Give what somebody in these groups is: the first one declared that fits decides."""
        return next((group.role for group in self.groups if group.name in groups), None)


_RECORD = CASE_PARTS[CasePart.CASE_RECORD]


class Profile(Shape):
    """A controller, as declared in its file."""

    slug: str = Field(pattern=SLUG)
    name: str = Field(min_length=2)
    country: Country
    language: Language
    reference_prefix: str = Field(pattern=r"^[A-Z]{2,5}$")
    promise_days: int | None = Field(default=None, ge=1, le=60)
    download_days: int = Field(default=30, ge=1, le=365)
    case_days: int = Field(default=_RECORD.days or 0, ge=_RECORD.least, le=_RECORD.most)
    """Days a closed case is kept before it is forgotten."""
    contact: Contact
    inboxes: tuple[InboxProfile, ...] = Field(min_length=1)
    people: tuple[Person, ...] = Field(min_length=1)
    ladder: tuple[str, ...] = tuple(str(rung) for rung in DEFAULT_LADDER)
    identity: Mapping[Right, IdentityLevel] = Field(default_factory=dict[Right, IdentityLevel])
    calendar: CalendarProfile = CalendarProfile()
    # "register" would hide a method that pydantic's classes inherit
    processing: Register = Field(alias="register", default_factory=Register)
    systems: tuple[SystemProfile, ...] = ()
    recipients: tuple[RecipientProfile, ...] = ()
    files: FileRules = FileRules()
    mail: MailRules = MailRules()
    sign_in: SignInProfile = SignInProfile()
    look: Look = Look()
    letters: tuple[Wording, ...] = ()

    @model_validator(mode="after")
    def _names_once(self) -> "Profile":
        slugs = [*(entry.slug for entry in self.systems), *(entry.slug for entry in self.recipients)]
        twice = sorted({slug for slug in slugs if slugs.count(slug) > 1})
        if twice:
            raise ValueError(f"these slugs are used twice: {', '.join(twice)}")
        unknown = sorted({name for entry in self.recipients for name in entry.systems} - set(slugs))
        if unknown:
            raise ValueError(f"recipients name systems that are not declared: {', '.join(unknown)}")
        worded = [(one.letter, one.language) for one in self.letters]
        if len(worded) > len(set(worded)):
            raise ValueError("a letter has one wording a language")
        parse(self.ladder)
        for system in self.systems:
            registry.validate(system.kind, system.settings)
        return self

    @cached_property
    def working_calendar(self) -> Calendar:
        """Give the working days of the controller."""
        days = self.calendar
        return Calendar(self.country, days.added, days.removed, days.national_eves)

    @cached_property
    def register(self) -> Register:
        """Give the register, completed with the names of systems and the authority of the country."""
        own = self.processing
        entries = {system.slug: own.systems.get(system.slug, Entry()) for system in self.systems}
        named = {
            slug: entry if entry.name else replace(entry, name=self._name(slug))
            for slug, entry in entries.items()
        }
        return replace(own, authority=own.authority or self.authority, systems={**own.systems, **named})

    def _name(self, slug: str) -> str:
        return next(system.name for system in self.systems if system.slug == slug)

    @property
    def authority(self) -> Authority:
        """Give the supervisory authority, in the controller's language."""
        public = AUTHORITIES[self.country]
        return Authority(
            name=public.name.say(self.language),
            website=public.website,
            email=public.email,
            phone=public.phone,
            address=", ".join(public.postal),
        )

    @cached_property
    def rungs(self) -> Ladder:
        """Give the escalation ladder."""
        return parse(self.ladder)

    def system(self, slug: str) -> SystemProfile | None:
        """Give the system of that slug, if it is still declared."""
        return next((system for system in self.systems if system.slug == slug), None)

    def system_name(self, slug: str) -> str:
        """Give what people call that system; its slug when it is no longer declared."""
        system = self.system(slug)
        return system.name if system else slug

    def recipient(self, slug: str) -> RecipientProfile | None:
        """Give the recipient of that slug, if it is still declared."""
        return next((recipient for recipient in self.recipients if recipient.slug == slug), None)

    def addressees(self, role: Role) -> tuple[Person, ...]:
        """Give who is told on behalf of a role: those who have it, else the next above."""
        order = (Role.HANDLER, Role.LEAD, Role.DPO)
        for wanted in order[order.index(role) :]:
            if found := tuple(person for person in self.people if person.role is wanted):
                return found
        return self.people

    @property
    def strictest_system(self) -> IdentityLevel:
        """Give the highest identity level a system asks for before it is searched."""
        return max((system.identity_level for system in self.systems), default=IdentityLevel.NONE)

    @cached_property
    def domains(self) -> frozenset[str]:
        """Give the domains of mail whose addresses are the organisation's own."""
        own = [*(inbox.address for inbox in self.inboxes), self.contact.email]
        colleagues = [person.email for person in self.people]
        return frozenset(address.rpartition("@")[2].casefold() for address in (*own, *colleagues))

    @property
    def sender(self) -> str:
        """Give the address letters are sent from, and answered to."""
        return self.inboxes[0].address
