"""Who asks, when somebody passes a request on: the person, not whoever pressed “forward”."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.intake.mail import Address
from app.intake.read import Read
from app.profiles import Profile
from app.workflows.people import Applicant

_BELIEVED = timedelta(days=92)
"""How far back a forwarded mail's date is believed: three months, the longest the law gives for an answer."""


@dataclass(frozen=True)
class Asking:
    """Who asks, who passed it on (none for most mail), and when it reached the controller."""

    applicant: Applicant
    passed_on_by: Address | None
    received_at: datetime

    @property
    def because(self) -> list[str]:
        """Give what a handler must know of it."""
        if self.passed_on_by is None:
            return []
        person = self.applicant.email or "nobody"
        return [
            f"{_shown(self.passed_on_by)} passed it on; {person} is taken as the person who asks.",
            "Nobody is written to before somebody has confirmed that.",
        ]


def who_asks(read: Read, profile: Profile, received_at: datetime) -> Asking:
    """Give who asks, by the mail and the mails passed on in it.

    The first writer from outside the organisation is the person; a colleague who passes a mail on is not,
    nor is the organisation, when somebody attaches what it wrote to them. What a colleague was sent has
    reached the controller with that (Art. 12(3)): the date of the mail inside counts, if it is believable.
    """
    mail, ours = read.mail, profile.domains
    outside = next((writer for writer in read.writers if _is_outside(writer.who, ours)), None)
    colleague = not _is_outside(mail.sender, ours)
    if outside is None:
        passed_on = mail.sender if colleague and read.writers else None
        return Asking(_applicant(mail.sender), passed_on, received_at)
    if colleague and outside.at and received_at - _BELIEVED <= outside.at < received_at:
        received_at = outside.at
    if outside.who.address.casefold() == mail.sender.address.casefold():
        return Asking(_applicant(outside.who), None, received_at)
    return Asking(_applicant(outside.who), mail.sender, received_at)


def _is_outside(who: Address, ours: frozenset[str]) -> bool:
    return bool(who.address) and who.address.rpartition("@")[2].casefold() not in ours


def _applicant(who: Address) -> Applicant:
    return Applicant(name=who.name, email=who.address)


def _shown(who: Address) -> str:
    return f"{who.name} <{who.address}>" if who.name else who.address or "Somebody"
