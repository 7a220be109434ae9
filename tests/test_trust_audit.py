"""Nobody changes, cuts or reorders a history unseen; PostgreSQL and Python agree on what a hash covers."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import embedded
from app.trust import audit
from app.trust.audit import (
    GENESIS,
    AuditEvent,
    AuditRow,
    Break,
    Fault,
    Head,
    canonical_text,
    event_hash,
    verify_chain,
    verify_heads,
)
from app.trust.keys import MasterKey
from app.trust.seals import Leaf, root_signature, seal_root

AT = datetime(2026, 1, 31, 9, 0, 0, 123456, UTC)
CASE, NEIGHBOUR = UUID(int=1), UUID(int=2)
FIRST = AuditEvent(1, CASE, AT, "begin", "system", None, "received", '{"channel": "email"}')
MASTER, OTHER_MASTER = MasterKey(bytes(32)), MasterKey(bytes(range(32)))
FIELD = st.text(st.characters(exclude_characters="\x00\x1f", exclude_categories=["Cs"]), max_size=20)
EVENTS = st.builds(
    AuditEvent,
    st.integers(1, 2**40),
    st.uuids(),
    st.datetimes(timezones=st.just(UTC)),
    FIELD,
    FIELD,
    st.none() | FIELD,
    st.none() | FIELD,
    st.none() | FIELD,
)


def a_chain(case_id: UUID = CASE, length: int = 6) -> list[AuditRow]:
    rows: list[AuditRow] = []
    link = GENESIS
    for seq in range(1, length + 1):
        event = AuditEvent(
            seq, case_id, AT + timedelta(hours=seq), "note", "anna", "triage", "triage", f'{{"n": {seq}}}'
        )
        link, before = event_hash(link, event), link
        rows.append(AuditRow(**vars(event), prev_hash=before, hash=link))
    return rows


def test_the_text_is_the_documented_one() -> None:
    assert canonical_text(FIRST).split("\x1f") == [
        "1",
        "00000000-0000-0000-0000-000000000001",
        "2026-01-31T09:00:00.123456Z",
        "begin",
        "system",
        "",
        "received",
        '{"channel": "email"}',
    ]
    assert (
        event_hash(GENESIS, FIRST).hex() == "005609247c2bfcffec2fd52a2323c5c1b592c21f38dafdbdf355f6b093321f66"
    )


def test_whole_seconds_have_six_digits_and_zones_do_not_matter() -> None:
    oslo = datetime(2026, 1, 31, 10, 0, 0, tzinfo=timezone(timedelta(hours=1)))
    assert "\x1f2026-01-31T09:00:00.000000Z\x1f" in canonical_text(replace(FIRST, at=oslo))


def test_a_naive_instant_and_a_separator_in_a_field_are_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        canonical_text(replace(FIRST, at=AT.replace(tzinfo=None)))
    fields: list[dict[str, Any]] = [
        {name: "a\x1fb"} for name in ("event", "actor", "from_state", "to_state", "data")
    ]
    for field in fields:
        with pytest.raises(ValueError, match="separator"):
            canonical_text(replace(FIRST, **field))


@settings(deadline=None)
@given(EVENTS, EVENTS)
def test_different_events_never_have_one_text(one: AuditEvent, other: AuditEvent) -> None:
    def shown(event: AuditEvent) -> tuple[Any, ...]:
        return tuple("" if value is None else value for value in vars(event).values())

    assert (canonical_text(one) == canonical_text(other)) == (shown(one) == shown(other))


SQL = """
SELECT sha256($1::bytea || convert_to(
    new.seq::text || E'\\x1f' || new.case_id::text || E'\\x1f' ||
    to_char(new.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || E'\\x1f' ||
    new.event || E'\\x1f' || new.actor || E'\\x1f' || coalesce(new.from_state, '') || E'\\x1f' ||
    coalesce(new.to_state, '') || E'\\x1f' || coalesce(new.data::text, ''), 'UTF8'))
FROM (SELECT $2::bigint AS seq, $3::uuid AS case_id, $4::timestamptz AS at, $5::text AS event, $6::text AS actor,
             $7::text AS from_state, $8::text AS to_state, $9::text AS data) AS new
"""
ROOT_SQL = """
SELECT sha256($1::bytea || string_agg(uuid_send(case_id) || int8send(seq) || hash, '' ORDER BY case_id))
FROM unnest($2::uuid[], $3::bigint[], $4::bytea[]) AS leaf(case_id, seq, hash)
"""


async def test_the_database_builds_the_same_hash(server: embedded.Server) -> None:
    events = [
        FIRST,
        replace(FIRST, at=AT.replace(microsecond=0)),
        replace(FIRST, actor="Åsa Öström 名前 \U0001f600", data=None, to_state=None),
        replace(
            FIRST, seq=2**40, at=datetime(1999, 12, 31, 23, 59, 59, 999999, timezone(timedelta(hours=-3)))
        ),
        replace(FIRST, data='{"a": "\\u001f", "b": [1, 2.50]}', from_state="x\ny"),
    ]
    connection = await asyncpg.connect(server.url)
    try:
        await connection.execute("SET TIME ZONE 'Asia/Tokyo'")
        for event in events:
            made = await connection.fetchval(SQL, GENESIS, *vars(event).values())
            assert made == event_hash(GENESIS, event)
    finally:
        await connection.close()


async def test_the_database_builds_the_same_root(server: embedded.Server) -> None:
    leaves = [Leaf(UUID(int=n), n, bytes([n]) * 32) for n in (9, 200, 1)]
    connection = await asyncpg.connect(server.url)
    try:
        made = await connection.fetchval(
            ROOT_SQL, GENESIS, *(list(column) for column in zip(*leaves, strict=True))
        )
    finally:
        await connection.close()
    assert made == seal_root(GENESIS, leaves)


def test_the_documented_sql_is_the_tried_one() -> None:
    documented = audit.__doc__ or ""
    assert "".join(SQL.partition("FROM (")[0].split()).removeprefix("SELECT").replace(
        "$1::bytea", "prev_hash"
    ) in "".join(documented.split())


def test_an_untouched_history_holds() -> None:
    assert verify_chain([*a_chain(CASE), *a_chain(NEIGHBOUR)]) == []
    assert verify_chain([]) == []


@pytest.mark.parametrize("place", range(6))
@pytest.mark.parametrize(
    "change",
    [
        {"at": AT + timedelta(microseconds=1)},
        {"event": "approve"},
        {"actor": "bo"},
        {"from_state": "received"},
        {"to_state": None},
        {"data": '{"n":1}'},
        {"data": "a\x1fb"},
        {"hash": bytes(32)},
        {"prev_hash": bytes([1] * 32)},
        {"seq": 99},
    ],
)
def test_every_changed_field_of_every_event_is_noticed(place: int, change: dict[str, Any]) -> None:
    rows = a_chain()
    rows[place] = replace(rows[place], **change)
    found = verify_chain(rows)
    assert found
    assert Fault.HASH in {one.fault for one in found}
    assert found[0].seq == rows[place].seq


def test_a_changed_event_with_its_hash_made_anew_breaks_the_next_link() -> None:
    rows = a_chain()
    forged = replace(rows[2], actor="bo")
    rows[2] = replace(forged, hash=event_hash(forged.prev_hash, forged))
    assert verify_chain(rows) == [Break(CASE, 4, Fault.LINK)]


@pytest.mark.parametrize("place", range(5))
def test_a_removed_event_is_noticed(place: int) -> None:
    rows = a_chain()
    del rows[place]
    assert verify_chain(rows) == [Break(CASE, place + 2, Fault.GAP), Break(CASE, place + 2, Fault.LINK)]


def test_an_event_that_stands_twice_or_out_of_order_is_noticed() -> None:
    rows = a_chain()
    assert Break(CASE, 3, Fault.GAP) in verify_chain([*rows[:3], rows[2], *rows[3:]])
    assert Break(CASE, 4, Fault.GAP) in verify_chain([*rows[:2], rows[3], rows[2], *rows[4:]])


def test_an_event_of_another_case_is_noticed() -> None:
    rows = a_chain()
    rows[3] = a_chain(NEIGHBOUR)[3]
    assert {one.fault for one in verify_chain(rows)} >= {Fault.GAP, Fault.LINK}


def test_heads_show_a_cut_tail_a_lost_case_and_a_foreign_one() -> None:
    head = Head(6, a_chain()[-1].hash)
    assert verify_heads({CASE: head}, {CASE: head}) == []
    assert verify_heads({CASE: Head(5, a_chain()[-2].hash)}, {CASE: head}) == [Break(CASE, 6, Fault.TAIL)]
    assert verify_heads({}, {CASE: head}) == [Break(CASE, 6, Fault.CASE)]
    assert verify_heads({CASE: head}, {}) == [Break(CASE, 6, Fault.UNKNOWN)]


def leaves_of(*chains: list[AuditRow]) -> list[Leaf]:
    return [Leaf(row.case_id, row.seq, row.hash) for chain in chains for row in chain[-1:]]


def test_the_order_of_leaves_does_not_matter_but_their_content_does() -> None:
    leaves = leaves_of(a_chain(CASE), a_chain(NEIGHBOUR))
    assert seal_root(GENESIS, leaves) == seal_root(GENESIS, reversed(leaves))
    assert seal_root(GENESIS, leaves) != seal_root(bytes([1]), leaves)
    assert seal_root(GENESIS, leaves) != seal_root(GENESIS, leaves[:1])


@settings(deadline=None)
@given(st.integers(1, 2**40), st.binary(min_size=32, max_size=32))
def test_a_signature_is_of_one_seal_and_one_key(number: int, root: bytes) -> None:
    signature = root_signature(MASTER, number, root)
    assert len(signature) == 32
    assert signature not in {
        root_signature(MASTER, number + 1, root),
        root_signature(OTHER_MASTER, number, root),
    }


def test_a_long_log_is_verified_in_a_moment() -> None:
    rows = [row for n in range(200) for row in a_chain(UUID(int=n + 1), 50)]
    assert verify_chain(iter(rows)) == []
