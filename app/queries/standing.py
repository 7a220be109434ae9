"""What a person's page shows of their case, read in one statement: of each row only what is shown."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple, TypeAlias
from uuid import UUID

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from app.queries.here import organisation_of
from app.vocabulary import (
    Channel,
    CorrectionDecision,
    ExtractKind,
    Letter,
    LetterState,
    State,
)

Words: TypeAlias = list[str]
Values: TypeAlias = list[bytes]


class Reached(NamedTuple):
    """When the case came into a state."""

    to_state: State
    at: datetime


class Sealed(NamedTuple):
    """A sealed text, the row it lies in, and when it was written."""

    id: UUID
    value: bytes
    at: datetime


class Claimed(NamedTuple):
    """What the person says is wrong, and what became of it."""

    id: UUID
    system: str
    field: str
    decision: CorrectionDecision | None
    claimed: bytes
    old: bytes
    reason: bytes | None
    verified: bool | None


class Package(NamedTuple):
    """A package that was made."""

    id: UUID
    kind: ExtractKind
    version: int
    size: int
    downloads: int
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    purged_at: datetime | None


class Written(NamedTuple):
    """A letter of ours, without its content."""

    letter: Letter
    state: LetterState
    attempts: int
    written_at: datetime


class Received(NamedTuple):
    """A message, with its text where it was written on a page of ours and has no files."""

    id: UUID
    channel: Channel
    received_at: datetime
    raw: bytes | None
    details: bytes | None


class Standing(NamedTuple):
    """The rows of a case as its person sees them, each kind oldest first."""

    reached: Sequence[Reached]
    questions: Sequence[Sealed]
    held: Sequence[Sealed]
    proven: Sequence[Sealed]
    claimed: Sequence[Claimed]
    packages: Sequence[Package]
    written: Sequence[Written]
    notes: Sequence[Sealed]
    received: Sequence[Received]


_PAGE: Final = "source IN ('status', 'form')"
# What is read, and where: moment, words, sealed values, numbers, further moments; then a condition.
_READ: Final = (
    ("audit_events", "NULL::uuid", "at", "to_state", "", "", "", "to_state IS NOT NULL"),
    ("pauses", "id", "asked_at", "", "question", "", "", "answered_at IS NULL"),
    ("contacts", "id", "NULL::timestamptz", "", "value", "", "", "kind = 'email'"),
    ("verified_attributes", "id", "at", "", "value", "", "", "kind = 'email'"),
    ("corrections", "id", "claimed_at", "system, field, decision", "claimed, old, reason", "verified::int",
     "", "true"),
    ("extracts", "id", "made_at", "kind", "", "version, size, downloads",
     "expires_at, revoked_at, purged_at", "true"),
    ("letters", "id", "written_at", "letter, state", "", "attempts", "", "true"),
    ("notes", "id", "at", "", "text", "", "", "event = 'write'"),
    ("messages", "id", "received_at", "channel",
     f"CASE WHEN source = 'status' AND details IS NULL THEN raw END, CASE WHEN {_PAGE} THEN details END",
     "", "", "source <> 'colleague'"),
)  # fmt: skip
_EACH: Final = (
    "SELECT {what} AS what, {id} AS id, {at} AS at, ARRAY[{words}]::text[], ARRAY[{values}]::bytea[], "
    "ARRAY[{numbers}]::bigint[], ARRAY[{moments}]::timestamptz[] FROM {table} "
    "WHERE case_id = :case AND organisation_id = :here AND {condition}"
)
_NAMES: Final = ("table", "id", "at", "words", "values", "numbers", "moments", "condition")
_ROWS: Final = text(
    " UNION ALL ".join(
        _EACH.format(what=what, **dict(zip(_NAMES, read, strict=True))) for what, read in enumerate(_READ)
    )
    + " ORDER BY what, at, id"
)


async def standing_of(session: AsyncSession, case_id: UUID) -> Standing:
    """Give what the page of a case shows; the content of letters and mails is not read."""
    given = {"here": organisation_of(session), "case": case_id}
    found = [list[Any]() for _ in _READ]
    for what, *row in await (await session.connection()).execute(_ROWS, given):
        found[what].append(_MADE[what](*row))
    return Standing(*found)


def _sealed(id_: UUID, at: datetime, _: Words, values: Values, *_more: object) -> Sealed:
    return Sealed(id_, values[0], at)


def _reached(_: None, at: datetime, words: Words, *_more: object) -> Reached:
    return Reached(State(words[0]), at)


def _claimed(
    id_: UUID, _: datetime, words: Words, values: Values, numbers: list[int | None], *_more: object
) -> Claimed:
    system, field, decision = words
    decided, told = CorrectionDecision(decision) if decision else None, numbers[0]
    claimed, old, reason = values
    return Claimed(id_, system, field, decided, claimed, old, reason, None if told is None else bool(told))


def _package(
    id_: UUID, at: datetime, words: Words, _: Values, numbers: list[int], moments: list[datetime]
) -> Package:
    version, size, downloads = numbers
    expires_at, revoked_at, purged_at = moments
    kind = ExtractKind(words[0])
    return Package(id_, kind, version, size, downloads, at, expires_at, revoked_at, purged_at)


def _written(_: UUID, at: datetime, words: Words, __: Values, numbers: list[int], *_more: object) -> Written:
    return Written(Letter(words[0]), LetterState(words[1]), numbers[0], at)


def _received(id_: UUID, at: datetime, words: Words, values: Values, *_more: object) -> Received:
    return Received(id_, Channel(words[0]), at, *values)


_MADE: Final[Sequence[Callable[..., Any]]] = (
    _reached, _sealed, _sealed, _sealed, _claimed, _package, _written, _sealed, _received,
)  # fmt: skip
