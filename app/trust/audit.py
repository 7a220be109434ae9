r"""The audit chain: what an event's hash covers, and the proof that nobody rewrote a history.

Each case has its own chain, numbered from 1. The hash of an event is

    sha256(prev_hash || utf8(text)),   prev_hash of the first event: 32 zero bytes
    text = seq ␟ case_id ␟ at ␟ event ␟ actor ␟ from_state ␟ to_state ␟ data   (␟ is U+001F; NULL is empty)

with `seq` in decimal digits, `case_id` as 36 small characters, `at` in UTC as `2026-01-31T09:00:00.123456Z`
(always six digits), `actor` as `kind:label` and `data` as the very text that is stored. The database's
trigger builds the same with core functions:

    sha256(prev_hash || convert_to(
        new.seq::text || E'\x1f' || new.case_id::text || E'\x1f' ||
        to_char(new.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || E'\x1f' ||
        new.event || E'\x1f' || new.actor || E'\x1f' || coalesce(new.from_state, '') || E'\x1f' ||
        coalesce(new.to_state, '') || E'\x1f' || coalesce(new.data::text, ''), 'UTF8'))

No field may hold U+001F itself (the trigger refuses it; the text of JSON never does). A chain cannot show
that its own tail, or the whole case, was cut off: heads and seals do (`verify_heads`, and
`app.trust.seals`).
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple
from uuid import UUID

GENESIS = bytes(32)
"""The link of a case's first event."""
SEPARATOR = "\x1f"


@dataclass(frozen=True)
class AuditEvent:
    """What an event's hash covers; `at` is aware, `data` is the very text that is stored."""

    seq: int
    case_id: UUID
    at: datetime
    event: str
    actor: str
    from_state: str | None
    to_state: str | None
    data: str | None


@dataclass(frozen=True)
class AuditRow(AuditEvent):
    """One event as it is stored, with its link and its hash."""

    prev_hash: bytes
    hash: bytes


class Head(NamedTuple):
    """The last event of a case: its number and hash."""

    seq: int
    hash: bytes


class Fault(StrEnum):
    """What is wrong with a history, as a sentence."""

    GAP = "An event is missing before this one, or it stands twice or out of order."
    LINK = "This event does not follow from the one before it."
    HASH = "This event is not what was recorded."
    TAIL = "The last events of this case are missing, or its head was changed."
    CASE = "This case has no events any more."
    UNKNOWN = "These events belong to no case."


@dataclass(frozen=True)
class Break:
    """One place where a history does not hold."""

    case_id: UUID
    seq: int
    fault: Fault


def canonical_text(event: AuditEvent) -> str:
    """Give the text an event's hash covers; ValueError when a field holds U+001F or `at` is naive."""
    fields = (
        str(event.seq),
        str(event.case_id),
        instant(event.at),
        event.event,
        event.actor,
        event.from_state or "",
        event.to_state or "",
        event.data or "",
    )
    if any(SEPARATOR in field for field in fields):
        raise ValueError("No field of an audit event may hold the separator U+001F.")
    return SEPARATOR.join(fields)


def event_hash(prev_hash: bytes, event: AuditEvent) -> bytes:
    """Give the 32 bytes that link an event to the one before it; ValueError as `canonical_text`."""
    return hashlib.sha256(prev_hash + canonical_text(event).encode()).digest()


def instant(at: datetime) -> str:
    """Give an aware instant in UTC with six digits of a second and `Z`; ValueError when it is naive."""
    if at.tzinfo is None:
        raise ValueError("An audit event needs an aware instant.")
    return at.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def verify_chain(rows: Iterable[AuditRow]) -> list[Break]:
    """Give every break in the histories of cases, from rows ordered by case and number; [] proves them."""
    return [found for _, case in groupby(rows, attrgetter("case_id")) for found in _breaks(case)]


def verify_heads(found: Mapping[UUID, Head], recorded: Mapping[UUID, Head]) -> list[Break]:
    """Give the cases whose last event (found in the log) is not the head recorded on the case."""
    faults = (
        (case_id, _head_fault(found.get(case_id), recorded.get(case_id)))
        for case_id in found.keys() | recorded.keys()
    )
    breaks = [
        Break(case_id, (recorded.get(case_id) or found[case_id]).seq, fault)
        for case_id, fault in faults
        if fault
    ]
    return sorted(breaks, key=attrgetter("case_id"))


def _head_fault(found: Head | None, recorded: Head | None) -> Fault | None:
    if recorded is None:
        return Fault.UNKNOWN
    if found is None:
        return Fault.CASE
    return None if found == recorded else Fault.TAIL


def _breaks(case: Iterable[AuditRow]) -> Iterator[Break]:
    last = Head(0, GENESIS)
    for row in case:
        for fault in _faults(last, row):
            yield Break(row.case_id, row.seq, fault)
        last = Head(row.seq, row.hash)


def _faults(last: Head, row: AuditRow) -> Iterator[Fault]:
    if row.seq != last.seq + 1:
        yield Fault.GAP
    if row.prev_hash != last.hash:
        yield Fault.LINK
    if row.hash != _recomputed(row):
        yield Fault.HASH


def _recomputed(row: AuditRow) -> bytes | None:
    try:
        return event_hash(row.prev_hash, row)
    except ValueError:
        return None
