"""What the database counted in groups, made into tables, the way docs/how-to/read-the-figures.md says."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeVar

from app.law import counting
from app.law.counting import Kept, Period
from app.models import reporting as shapes
from app.queries.reporting import Answered, Arrived, Closed, Open
from app.vocabulary import Channel, ExtensionReason, RefusalGround, Right, State

_Row = TypeVar("_Row")
_STANDING: Final = [state for state in State if state is not State.CLOSED]


def total(found: Iterable[Arrived | Answered | Open | Closed]) -> int:
    """Give how many requests some groups are together."""
    return sum(row.number for row in found)


def _kept(row: Answered) -> Kept:
    assert row.over is not None
    assert row.over_law is not None
    return counting.kept(days_over=row.over, days_over_law=row.over_law)


def _in_time(found: Iterable[Answered]) -> int:
    return sum(row.number for row in found if _kept(row) is Kept.IN_TIME)


def _waited(found: Iterable[Answered]) -> Counter[int]:
    counts: Counter[int] = Counter()
    for row in found:
        counts[max(row.waited or 0, 0)] += row.number
    return counts


def late(found: Iterable[Open]) -> int:
    """Give how many of them are late."""
    return sum(row.number for row in found if row.left is not None and counting.is_late(row.left))


def soon(found: Iterable[Open]) -> int:
    """Give how many of them fall due within a week."""
    return sum(row.number for row in found if row.left is not None and counting.is_soon(row.left))


@dataclass(frozen=True)
class Tallies:
    """What the database counted, and the tables that are made of it, each by the name of its table."""

    period: Period
    today: date
    arrived: Sequence[Arrived]
    answered: Sequence[Answered]
    open: Sequence[Open]
    closed: Sequence[Closed]

    def came(self, by: str) -> list[Arrived]:
        return [row for row in self.arrived if row.by == by]

    def left(self, by: str) -> list[Answered]:
        return [row for row in self.answered if row.by == by]

    def standing(self, by: str) -> list[Open]:
        return [row for row in self.open if row.by == by]

    def summary(self) -> shapes.SummaryRow:
        left, standing, waited = self.left("day"), self.standing("state"), _waited(self.left("channel"))
        whole = total(left)
        by_kept: Counter[Kept] = Counter()
        for row in left:
            by_kept[_kept(row)] += row.number
        extended = total(row for row in self.left("reason") if row.reason is not None)
        return shapes.SummaryRow(
            arrived=total(self.came("day")),
            answered=whole,
            in_time=by_kept[Kept.IN_TIME],
            after_promise=by_kept[Kept.AFTER_PROMISE],
            late=by_kept[Kept.LATE],
            in_time_share=counting.share(by_kept[Kept.IN_TIME], whole),
            median_days=counting.percentile(waited, counting.MEDIAN),
            nine_of_ten_days=counting.percentile(waited, counting.NINE_OF_TEN),
            extended=extended,
            extended_share=counting.share(extended, whole),
            refused=total(row for row in self.left("ground") if row.ground is not None),
            open_now=total(standing),
            late_now=late(standing),
            soon_now=soon(standing),
            extended_now=total(row for row in self.standing("reason") if row.reason is not None),
        )

    def weeks(self) -> list[shapes.WeekRow]:
        came = _by_week((row.day, row) for row in self.came("day"))
        left = _by_week((row.day, row) for row in self.left("day"))
        return [
            shapes.WeekRow(
                week=week,
                arrived=total(came.get(week, ())),
                answered=total(left.get(week, ())),
                in_time=_in_time(left.get(week, ())),
            )
            for week in self.period.weeks()
        ]

    def due(self) -> list[shapes.DueRow]:
        coming = [row for row in self.standing("due") if row.due is not None and row.due >= self.today]
        by_week = _by_week((row.due, row) for row in coming)
        return [
            shapes.DueRow(
                week=week,
                due=total(by_week.get(week, ())),
                waiting=total(row for row in by_week.get(week, ()) if row.waiting),
            )
            for week in counting.coming_weeks(self.today)
        ]

    def ages(self) -> list[shapes.AgeRow]:
        standing = self.standing("age")
        whole = counting.spanned((row.age or 0, row.number) for row in standing)
        overdue = counting.spanned((row.age or 0, late([row])) for row in standing)
        return [
            shapes.AgeRow(from_days=span.first, to_days=span.last, open=count, late=overdue[span])
            for span, count in whole.items()
        ]

    def stages(self) -> list[shapes.StageRow]:
        of = {state: [row for row in self.standing("state") if row.state == state] for state in _STANDING}
        return [
            shapes.StageRow(state=state, open=total(found), late=late(found)) for state, found in of.items()
        ]

    def days(self) -> list[shapes.DaysRow]:
        spans = counting.spanned(_waited(self.left("channel")).items())
        return [
            shapes.DaysRow(from_days=span.first, to_days=span.last, answered=count)
            for span, count in spans.items()
        ]

    def rights(self) -> list[shapes.RightRow]:
        came, left = self.came("rights"), self.left("rights")
        listed = [row.rights for row in came] + [row.rights for row in left]
        known = {right for rights in listed for right in rights or (None,)}
        whose = [right for right in (*Right, None) if right in known]
        return [
            shapes.RightRow(
                right=right,
                arrived=total(row for row in came if _is_about(row.rights, right)),
                **_speed([row for row in left if _is_about(row.rights, right)]),
            )
            for right in whose
        ]

    def channels(self) -> list[shapes.ChannelRow]:
        came, left = self.came("channel"), self.left("channel")
        used = {row.channel for row in came} | {row.channel for row in left}
        return [
            shapes.ChannelRow(
                channel=channel,
                arrived=total(row for row in came if row.channel == channel),
                **_speed([row for row in left if row.channel == channel]),
            )
            for channel in Channel
            if channel in used
        ]

    def refusals(self) -> list[shapes.RefusalRow]:
        counts = {row.ground: row.number for row in self.left("ground") if row.ground is not None}
        return [
            shapes.RefusalRow(ground=ground, refused=counts[ground])
            for ground in sorted(RefusalGround, key=lambda one: -counts.get(one, 0))
            if ground in counts
        ]

    def extensions(self) -> list[shapes.ExtensionRow]:
        left = {row.reason: row.number for row in self.left("reason")}
        standing = {row.reason: row.number for row in self.standing("reason")}
        return [
            shapes.ExtensionRow(reason=reason, answered=left.get(reason, 0), open=standing.get(reason, 0))
            for reason in ExtensionReason
            if reason in left or reason in standing
        ]


def _is_about(rights: Sequence[str] | None, right: str | None) -> bool:
    return not rights if right is None else right in (rights or ())


def _speed(found: Sequence[Answered]) -> dict[str, Any]:
    whole = total(found)
    return {
        "answered": whole,
        "in_time_share": counting.share(_in_time(found), whole),
        "median_days": counting.percentile(_waited(found), counting.MEDIAN),
    }


def _by_week(found: Iterable[tuple[date | None, _Row]]) -> Mapping[date, list[_Row]]:
    weeks: dict[date, list[_Row]] = {}
    for day, row in found:
        if day is not None:
            weeks.setdefault(counting.monday(day), []).append(row)
    return weeks
