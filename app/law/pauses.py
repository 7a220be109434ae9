"""When the clock stands still: only while the person who asked has a question of ours to answer.

EDPB Guidelines 01/2022, section 5.3: time is suspended while we wait for what identifies the person, or
for the clarification of Recital 63, provided it was asked for without undue delay. There is no kind of
pause for waiting on a system, a supplier or a colleague.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from app.errors import FieldError, InvalidInput
from app.law.holidays import Calendar
from app.vocabulary import PauseKind

ASK_WITHIN: Final = 3
"""Working days after receipt in which a question still counts as asked without undue delay."""


@dataclass(frozen=True)
class Pause:
    """One question to the person: why and when it was asked, and when answered well enough."""

    kind: PauseKind
    reason: str
    asked_at: datetime
    answered_at: datetime | None = None
    asked_late: bool = False

    @property
    def credited(self) -> bool:
        """Tell whether the clock stands still: asked in time, and the doubt written down (Art. 12(6))."""
        return not self.asked_late and bool(self.reason.strip())


def is_late(calendar: Calendar, received: datetime, asked_at: datetime, *, within: int = ASK_WITHIN) -> bool:
    """Tell whether a question went out later than so many working days after the day of receipt."""
    last = calendar.add_working_days(calendar.local_day(received), within)
    return calendar.local_day(asked_at) > last


def asked(
    kind: PauseKind, *, reason: str, received: datetime, asked_at: datetime, calendar: Calendar
) -> Pause:
    """Give the pause a question opens; InvalidInput without a reason or before the request arrived."""
    if not reason.strip():
        message = "write what is in doubt or unclear (GDPR Art. 12(6))"
        raise InvalidInput(f"reason: {message}", fields=[FieldError("reason", message)])
    if asked_at < received:
        raise InvalidInput("A question cannot be asked before the request arrived")
    late = is_late(calendar, received, asked_at)
    return Pause(kind=kind, reason=reason.strip(), asked_at=asked_at, asked_late=late)


def suspended_days(pauses: Iterable[Pause], *, calendar: Calendar, at: datetime) -> int:
    """Give how many whole local days the clock has stood still up to `at`.

    A pause counts from the day the question was sent to the day the sufficient answer arrived; an open
    one up to `at`. Overlapping pauses count once, those without credit not at all.
    """
    still: set[date] = set()
    for pause in pauses:
        if pause.credited:
            end = min(pause.answered_at or at, at)
            still.update(_days_between(calendar.local_day(pause.asked_at), calendar.local_day(end)))
    return len(still)


def _days_between(start: date, end: date) -> Iterable[date]:
    return (date.fromordinal(day) for day in range(start.toordinal(), end.toordinal()))
