"""Cases in any number, filled fast by the owner: real keys, names that open, search tokens and a history."""

import asyncio
import itertools
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import UUID

from app import clock
from app.models.columns import new_id
from app.trust import keys, search
from app.trust.keys import OrganisationKey
from app.trust.sealing import Seal
from app.vocabulary import Channel, Language, Right
from app.workflows.open import NewCase, open_case
from app.workflows.people import Applicant
from benchmarks.ground import Ground
from benchmarks.people import person, reference

_CHUNK = 20_000
_FIRST_OPENED = datetime(2025, 1, 1, 8, tzinfo=UTC)
_STAGE = """
CREATE TEMP TABLE IF NOT EXISTS stage
  (number int, id uuid, at timestamptz, reference text, wrapped bytea, name bytea, email bytea, names int[]);
CREATE TEMP TABLE IF NOT EXISTS name_tokens (word int, token bytea)
"""
_HASH = """sha256(decode(repeat('00', 32), 'hex') || convert_to(concat_ws(E'\\x1f', 1, id,
  to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'opened', 'system:', '', '', '{}'),
  'UTF8'))"""
# One case in ten is open, and due from five days ago to fifty-five ahead; half of those are one handler's.
_CASES = f"""
INSERT INTO cases (id, organisation_id, reference, state, outcome, rights, step, round, version, channel,
  language, required_level, identity_level, person_name, person_email, words, received_at, opened_at,
  closed_at, nominal_due, legal_due, first_due, effective_due, due_at, deadline_steps, escalate_at,
  assignee, suspect, answered_at, chain_sequence, chain_hash)
SELECT id, $1, reference,
  CASE WHEN number % 10 > 0 THEN 'closed' ELSE
    (ARRAY['verifying', 'collecting', 'deciding', 'reviewing', 'answered'])[number / 10 % 5 + 1] END,
  CASE WHEN number % 10 > 0 THEN 'fulfilled' END, '["access"]', 0, 0, 3, 'email', 'sv', 1, 0,
  name, substring(name || name for 60), substring(repeat(encode(name, 'hex'), 9) for 400)::bytea, at, at,
  CASE WHEN number % 10 > 0 THEN at + interval '20 days' END, due, due, due, due, due + interval '1 day',
  (SELECT deadline_steps FROM cases WHERE id = $2),
  CASE WHEN number % 10 = 0 THEN now() + interval '20 days' END,
  CASE WHEN number % 20 = 0 THEN (SELECT label FROM credentials WHERE role = 'handler') END,
  number % 1000 = 0,
  CASE WHEN number % 10 > 0 OR number / 10 % 5 = 4 THEN at + interval '20 days' END, 1, {_HASH}
FROM (SELECT *, CASE WHEN number % 10 > 0 THEN at::date + 30
                     ELSE current_date - 5 + number / 10 % 60 END AS due FROM stage) AS staged ORDER BY number
"""
_KEYS = "INSERT INTO case_keys SELECT id, $1, wrapped, 1 FROM stage ORDER BY number"
_EVENTS = f"""
INSERT INTO audit_events (case_id, sequence, organisation_id, at, actor_kind, actor, event, data,
  previous, hash)
SELECT id, 1, $1, at, 'system', '', 'opened', '{{}}', decode(repeat('00', 32), 'hex'), {_HASH} FROM stage
"""
# What happened since to the open ones: who it was, and what.
_LATER = (
    ("subject", "message_received"),
    ("system", "letter_sent"),
    ("handler", "note"),
    ("subject", "message_received"),
    ("system", "escalated"),
    ("subject", "message_received"),
)
_GOES_ON = """
INSERT INTO audit_events (case_id, sequence, organisation_id, at, actor_kind, actor, event, data,
  previous, hash)
SELECT case_id, $2::int, $1, before.at, $3::text, '', $4::text, '{}', hash,
  sha256(hash || convert_to(concat_ws(E'\\x1f', $2::int, case_id,
    to_char(before.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), $4::text, $3::text || ':', '', '',
    '{}'), 'UTF8'))
FROM audit_events AS before JOIN stage ON stage.id = case_id
WHERE sequence = $2::int - 1 AND number % 10 = 0
"""
_HEADS = """
UPDATE cases SET chain_sequence = sequence, chain_hash = hash
FROM audit_events JOIN stage ON stage.id = case_id
WHERE cases.id = case_id AND sequence = $1
"""
_TOKENS = """
INSERT INTO search_tokens (organisation_id, token, case_id)
SELECT $1::uuid, token, id FROM (
  SELECT token, id FROM stage CROSS JOIN unnest(names) AS has JOIN name_tokens ON word = has
  UNION ALL SELECT email, id FROM stage) AS found ORDER BY token, id
ON CONFLICT DO NOTHING
"""


async def opened(ground: Ground) -> UUID:
    """Give a case opened as any other."""
    at = clock.now()
    who = Applicant("Ines Holm", "ines.holm@post.example")
    new = NewCase([Right.ACCESS], Channel.PHONE, Language.SV, at, who, "Vad har ni om mig?")
    async with ground.office.db.transaction(ground.organisation_id) as session:
        return (await open_case(ground.office, session, new, at=at)).case.id


async def fill(ground: Ground, upto: int, like: UUID) -> None:
    """Let there be so many cases, their clock told as that of the case `like`."""
    owner, organisation = ground.owner, ground.organisation_id
    have = await owner.fetchval("SELECT count(*) FROM cases WHERE reference LIKE 'NB-2025-%'")
    if have >= upto:
        return
    async with ground.office.db.transaction(organisation) as session:
        desk = await ground.office.desk(session)
    names: dict[str, int] = {}
    await owner.execute(_STAGE)
    draw = partial(_drawn, replace(desk.key), desk.index_key)  # without its cipher, which stays here
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(max_workers=2) as processes:
        spans = [range(start, min(start + _CHUNK, upto)) for start in range(have, upto, _CHUNK)]
        pending = [loop.run_in_executor(processes, draw, span) for span in spans[:2]]
        for ahead in itertools.chain(spans[2:], (None, None)):
            if not pending:
                break
            rows = await pending.pop(0)
            if ahead is not None:
                pending.append(loop.run_in_executor(processes, draw, ahead))
            await owner.copy_records_to_table("stage", records=_numbered(rows, names))
    tokens = [
        (number, token)
        for word, number in names.items()
        for token in search.name_tokens(desk.index_key, word)
    ]
    await owner.copy_records_to_table("name_tokens", records=tokens)
    await owner.execute("ANALYZE stage, name_tokens")
    async with owner.transaction():
        # Our own rows, linked by construction; rows that come one by one are checked and chained as ever.
        await owner.execute("SET LOCAL session_replication_role = replica; SET LOCAL work_mem = '512MB'")
        await owner.execute("SET LOCAL maintenance_work_mem = '512MB'; DROP INDEX ix_search_tokens_case")
        await owner.execute(_CASES, organisation, like)
        for statement in (_KEYS, _EVENTS, _TOKENS):
            await owner.execute(statement, organisation)
        for sequence, (actor, happened) in enumerate(_LATER, 2):
            await owner.execute(_GOES_ON, organisation, sequence, actor, happened)
        await owner.execute(_HEADS, len(_LATER) + 1)
        await owner.execute("CREATE INDEX ix_search_tokens_case ON search_tokens (case_id)")
        await owner.execute("TRUNCATE stage, name_tokens")
    await owner.execute("VACUUM ANALYZE")
    await owner.execute("CHECKPOINT")


Row = tuple[int, UUID, datetime, str, bytes, bytes, bytes, tuple[str, str]]


def _drawn(key: OrganisationKey, index_key: bytes, numbers: range) -> list[Row]:
    """Give the rows of so many cases: what takes keys is made here, the rest by the database."""
    return list(_rows(key, index_key, numbers))


def _rows(key: OrganisationKey, index_key: bytes, numbers: range) -> Iterator[Row]:
    for number in numbers:
        at = _FIRST_OPENED + timedelta(seconds=20 * number)
        case_id, who = new_id(at), person(number)
        wrapped = keys.new_wrapped_case_secret(key, case_id)
        seal = Seal(keys.unwrap_case_secret(key, case_id, wrapped), key.organisation_id, case_id)
        name = seal.close("cases", "person_name", case_id, who.name)
        email = search.email_token(index_key, who.email)
        yield number, case_id, at, reference(number), wrapped, name, email, (who.first, who.last)


def _numbered(rows: list[Row], names: dict[str, int]) -> Iterator[tuple[object, ...]]:
    for *row, words in rows:
        yield (*row, [names.setdefault(word, len(names)) for word in words])
