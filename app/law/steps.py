"""The trace of a deadline: which rule moved which date, stored as data and told as sentences."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from app.law.holidays import ADDED, NATIONAL_EVE, SATURDAY, SUNDAY
from app.law.words import Words, written_day, written_days
from app.vocabulary import Language


class Rule(StrEnum):
    """The rules a deadline is counted by."""

    RECEIVED = "received"
    ONE_MONTH = "one_month"
    THREE_MONTHS = "three_months"
    LAST_OF_MONTH = "last_of_month"
    SUSPENDED = "suspended"
    ROLLED = "rolled"
    LEGAL_DUE = "legal_due"
    UNSUSPENDED = "unsuspended"
    PROMISED = "promised"
    PROMISE_SUSPENDED = "promise_suspended"
    EARLIEST = "earliest"


@dataclass(frozen=True)
class Step:
    """One rule applied: the date it speaks of and, if any, the date it led to, a number and a reason."""

    rule: Rule
    day: date
    until: date | None = None
    count: int = 0
    because: str = ""

    def to_json(self) -> dict[str, str | int | None]:
        """Give the step as plain values that JSON can hold."""
        until = self.until.isoformat() if self.until else None
        return {
            "rule": self.rule.value,
            "day": self.day.isoformat(),
            "until": until,
            "count": self.count,
            "because": self.because,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Step":
        """Give the step `to_json` wrote; raises KeyError or ValueError on anything else."""
        until = stored["until"]
        return cls(
            rule=Rule(stored["rule"]),
            day=date.fromisoformat(stored["day"]),
            until=date.fromisoformat(until) if until else None,
            count=int(stored["count"]),
            because=str(stored["because"]),
        )


def sentence(step: Step, language: Language) -> str:
    """Give the step as one plain sentence or two, in sv, nb, nn or en."""
    return (
        _SENTENCES[step.rule]
        .say(language)
        .format(
            day=written_day(step.day, language),
            until=written_day(step.until or step.day, language),
            days=written_days(step.count, language),
            because=_reason(step.because, language),
        )
    )


def _reason(because: str, language: Language) -> str:
    return _DAYS_OFF.get(because, _HOLIDAY).say(language).format(name=because)


_HOLIDAY: Final = Words(
    sv="en helgdag ({name})",
    nb="en offentlig fridag ({name})",
    nn="ein offentleg fridag ({name})",
    en="a public holiday ({name})",
)
_DAYS_OFF: Final = {
    SATURDAY: Words(sv="en lördag", nb="en lørdag", nn="ein laurdag", en="a Saturday"),
    SUNDAY: Words(sv="en söndag", nb="en søndag", nn="ein sundag", en="a Sunday"),
    NATIONAL_EVE: Words(
        sv="en afton som räknas som helgdag",
        nb="en dag som regnes som fridag",
        nn="ein dag som blir rekna som fridag",
        en="an eve that counts as a public holiday",
    ),
    ADDED: Words(
        sv="en helgdag enligt organisationens kalender",
        nb="en fridag i virksomhetens kalender",
        nn="ein fridag i kalenderen til verksemda",
        en="a public holiday in the organisation's calendar",
    ),
}

_SENTENCES: Final = {
    Rule.RECEIVED: Words(
        sv="Begäran kom in den {day}. Den dagen räknas inte med (förordning 1182/71, artikel 3.1).",
        nb="Forespørselen kom inn {day}. Den dagen telles ikke med (forordning 1182/71 artikkel 3 nr. 1).",
        nn="Førespurnaden kom inn {day}. Den dagen tel ikkje med (forordning 1182/71 artikkel 3 nr. 1).",
        en="The request arrived on {day}. That day is not counted (Regulation 1182/71, Article 3(1)).",
    ),
    Rule.ONE_MONTH: Words(
        sv="Svarstiden är en månad. Den går ut den {day} (dataskyddsförordningen, artikel 12.3).",
        nb="Svarfristen er én måned. Den går ut {day} (personvernforordningen artikkel 12 nr. 3).",
        nn="Svarfristen er éin månad. Han går ut {day} (personvernforordninga artikkel 12 nr. 3).",
        en="The time to answer is one month. It ends on {day} (GDPR, Article 12(3)).",
    ),
    Rule.THREE_MONTHS: Words(
        sv="Svarstiden är förlängd till tre månader från den dag begäran kom in. Den går ut den {day} "
        "(dataskyddsförordningen, artikel 12.3).",
        nb="Svarfristen er forlenget til tre måneder fra den dagen forespørselen kom inn. Den går ut {day} "
        "(personvernforordningen artikkel 12 nr. 3).",
        nn="Svarfristen er forlengd til tre månader frå den dagen førespurnaden kom inn. Han går ut {day} "
        "(personvernforordninga artikkel 12 nr. 3).",
        en="The time has been extended to three months from the day the request arrived. It ends on {day} "
        "(GDPR, Article 12(3)).",
    ),
    Rule.LAST_OF_MONTH: Words(
        sv="Den månaden har bara {days}, så månadens sista dag gäller: den {day} "
        "(förordning 1182/71, artikel 3.2 c).",
        nb="Den måneden har bare {days}, så den siste dagen i måneden gjelder: {day} "
        "(forordning 1182/71 artikkel 3 nr. 2 bokstav c).",
        nn="Den månaden har berre {days}, så den siste dagen i månaden gjeld: {day} "
        "(forordning 1182/71 artikkel 3 nr. 2 bokstav c).",
        en="That month has only {days}, so its last day counts: {day} (Regulation 1182/71, Article 3(2)(c)).",
    ),
    Rule.SUSPENDED: Words(
        sv="Svarstiden var pausad i {days} medan vi väntade på svar från den som har gjort begäran. "
        "Sista dagen flyttas från den {day} till den {until}.",
        nb="Svarfristen var stanset i {days} mens vi ventet på svar fra den som sendte forespørselen. "
        "Siste dag flyttes fra {day} til {until}.",
        nn="Svarfristen var stansa i {days} medan vi venta på svar frå den som sende førespurnaden. "
        "Siste dag blir flytt frå {day} til {until}.",
        en="The time to answer was paused for {days} while we waited for an answer from the person who "
        "asked. The last day moves from {day} to {until}.",
    ),
    Rule.ROLLED: Words(
        sv="Den {day} är {because}. Därför gäller nästa arbetsdag, den {until} "
        "(förordning 1182/71, artikel 3.4).",
        nb="{day} er {because}. Derfor gjelder neste arbeidsdag, {until} "
        "(forordning 1182/71 artikkel 3 nr. 4).",
        nn="{day} er {because}. Difor gjeld neste arbeidsdag, {until} (forordning 1182/71 artikkel 3 nr. 4).",
        en="{day} is {because}. The next working day, {until}, counts instead "
        "(Regulation 1182/71, Article 3(4)).",
    ),
    Rule.LEGAL_DUE: Words(
        sv="Sista dagen enligt lag är den {day}. Hela dagen räknas.",
        nb="Siste dag etter loven er {day}. Hele dagen telles med.",
        nn="Siste dag etter lova er {day}. Heile dagen tel med.",
        en="The last day under the law is {day}. The whole day counts.",
    ),
    Rule.UNSUSPENDED: Words(
        sv="Utan pausen hade sista dagen varit den {day}.",
        nb="Uten pausen hadde siste dag vært {day}.",
        nn="Utan pausen hadde siste dag vore {day}.",
        en="Without the pause the last day would have been {day}.",
    ),
    Rule.PROMISED: Words(
        sv="Organisationen lovar svar inom {days}, alltså senast den {day}. Det datumet flyttas inte "
        "för helger.",
        nb="Virksomheten lover svar innen {days}, altså senest {day}. Den datoen flyttes ikke for helger.",
        nn="Verksemda lovar svar innan {days}, altså seinast {day}. Den datoen blir ikkje flytt for helger.",
        en="The organisation promises an answer within {days}, so by {day}. Weekends and holidays do not "
        "move that date.",
    ),
    Rule.PROMISE_SUSPENDED: Words(
        sv="Pausen på {days} läggs till löftet också: det flyttas från den {day} till den {until}.",
        nb="Pausen på {days} legges til løftet også: Det flyttes fra {day} til {until}.",
        nn="Pausen på {days} blir lagd til løftet òg: Det blir flytt frå {day} til {until}.",
        en="The pause of {days} is added to the promise too: it moves from {day} to {until}.",
    ),
    Rule.EARLIEST: Words(
        sv="Det tidigaste av datumen gäller: svara senast den {day}.",
        nb="Den tidligste av datoene gjelder: svar senest {day}.",
        nn="Den tidlegaste av datoane gjeld: svar seinast {day}.",
        en="The earlier of the dates counts: answer by {day}.",
    ),
}
