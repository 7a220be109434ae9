"""What came of a run, counted in the database, in the system of record, and at the mail server's."""

import asyncio
import hashlib
from collections import Counter
from dataclasses import dataclass

import asyncpg

from app.queries import organisations
from app.workflows.sealing import prove_history
from chaos.errands import Errand
from chaos.house import SLUG, House
from chaos.mails import Mail

PATIENCE_SECONDS = 600.0
DUE = "(status = 'picked' OR (status = 'queued' AND execute_after < now()))"
PLACES = ("case", "triage", "automated", "quarantine")
EFFECTS = {"access": [], "rectification": ["update"], "erasure": ["delete"]}
ENDS = {"access": "answered", "rectification": "closed", "erasure": "closed"}


@dataclass(frozen=True)
class Count:
    """One line of the table; `wrong` is how many of them should not be."""

    what: str
    count: int
    wrong: int = 0


async def settled(house: House) -> None:
    """Wait until no job is due or being done, or as long as is reasonable."""
    quiet = 0
    async with asyncio.timeout(PATIENCE_SECONDS):
        while quiet < 4:
            connection = await asyncpg.connect(house.database_url)
            quiet = (
                0 if await connection.fetchval(f"SELECT count(*) FROM pgqueuer WHERE {DUE}") else quiet + 1
            )
            await connection.close()
            await asyncio.sleep(0.5)


async def counted(house: House, mails: list[Mail], errands: list[Errand]) -> list[Count]:
    """Give the table."""
    connection = await asyncpg.connect(house.database_url)
    register = await asyncpg.connect(house.register_url)
    try:
        return [
            *await _mails(connection, mails),
            *await _cases(connection, errands),
            *await _letters(connection, house),
            *await _jobs(connection),
            *await _effects(register, errands),
            await _chain(house),
            Count("requests answered 500", len(house.faults), len(house.faults)),
        ]
    finally:
        await connection.close()
        await register.close()


async def _ask(connection: asyncpg.Connection, statement: str) -> list[asyncpg.Record]:
    """Ask about the organisation of the run; as the owner, behind no wall."""
    number = await connection.fetchval("SELECT id FROM organisations WHERE slug = $1", SLUG)
    return list(await connection.fetch(statement, number))


async def _mails(connection: asyncpg.Connection, mails: list[Mail]) -> list[Count]:
    rows = await _ask(
        connection,
        "SELECT sha256, state, duplicate_of, (SELECT count(*) FROM cases WHERE id = case_id) AS held "
        "FROM messages WHERE organisation_id = $1 AND channel = 'email'",
    )
    stored = Counter(row["sha256"] for row in rows)
    acknowledged = [hashlib.sha256(raw).digest() for mail in mails for raw in mail.acknowledged]
    nowhere = [
        row for row in rows
        if row["state"] not in PLACES or (row["state"] in ("case", "triage")) != bool(row["held"])
    ]  # fmt: skip
    first = [row for row in rows if row["duplicate_of"] is None]
    return [
        Count("mails never acknowledged", 0, sum(not mail.acknowledged for mail in mails)),
        Count("deliveries acknowledged", len(acknowledged), sum(not stored[sha] for sha in acknowledged)),
        Count("deliveries tried again", sum(mail.tries for mail in mails)),
        Count("messages stored", len(rows), sum(count - 1 for count in stored.values())),
        Count("messages not in exactly one place", len(nowhere), len(nowhere)),
        Count("messages in quarantine", sum(row["state"] == "quarantine" for row in rows)),
        Count("mails stored, each counted once", len(first), abs(len(first) - len(mails))),
    ]


async def _cases(connection: asyncpg.Connection, errands: list[Errand]) -> list[Count]:
    rows = await _ask(connection, "SELECT id::text, channel, state FROM cases WHERE organisation_id = $1")
    by_mail = [row["id"] for row in rows if row["channel"] == "email"]
    places = await _ask(
        connection,
        "SELECT case_id::text AS id FROM messages WHERE organisation_id = $1 AND channel = 'email' "
        "AND duplicate_of IS NULL AND state IN ('case', 'triage')",
    )
    opened = Counter(row["id"] for row in places)
    states = {row["id"]: row["state"] for row in rows if row["channel"] == "phone"}
    unfinished = [errand for errand in errands if states.get(errand.case_id) != ENDS[errand.right]]
    extracts = await _ask(
        connection,
        "SELECT case_id FROM extracts WHERE organisation_id = $1 GROUP BY case_id, round HAVING count(*) > 1",
    )
    return [
        Count(
            "cases opened by mail",
            len(by_mail),
            len(set(by_mail) ^ set(opened)) + len(opened - Counter(by_mail)),
        ),
        Count("cases opened over the API", len(states), abs(len(states) - len(errands))),
        Count("cases driven to their end", len(errands) - len(unfinished), len(unfinished)),
        Count("answers made twice", len(extracts), len(extracts)),
    ]


async def _letters(connection: asyncpg.Connection, house: House) -> list[Count]:
    rows = await _ask(connection, "SELECT message_id, state FROM letters WHERE organisation_id = $1")
    sent = [(mail.mail["Message-ID"].strip(), mail) for mail in house.capture.messages]
    times = Counter(name for name, _ in sent)
    ours = [row["message_id"] for row in rows]
    unlike = {name for name, mail in sent for other, twin in sent if name == other and twin.raw != mail.raw}
    # A letter about the same to the same person, but under another name, would be a second one.
    about = Counter((tuple(mail.recipients), str(mail.mail["Subject"])) for mail in dict(sent).values())
    unsent = [row for row in rows if row["state"] != "sent" or not times[row["message_id"]]]
    return [
        Count("letters written", len(ours), len(ours) - len(set(ours))),
        Count("letters sent", len(times), len(unsent)),
        Count("letters taken again under the same Message-ID", sum(times.values()) - len(times), len(unlike)),
        Count("second letters about the same", 0, sum(count - 1 for count in about.values())),
    ]


async def _jobs(connection: asyncpg.Connection) -> list[Count]:
    held = await connection.fetchval("SELECT count(*) FROM pgqueuer WHERE status = 'failed'")
    left = await connection.fetchval(f"SELECT count(*) FROM pgqueuer WHERE {DUE}")
    done = await connection.fetchval("SELECT count(*) FROM pgqueuer_log WHERE status = 'successful'")
    cancelled = await connection.fetchval("SELECT count(*) FROM pgqueuer_log WHERE status = 'canceled'")
    return [
        Count("jobs done", done),
        Count("jobs held for a person", held),
        Count("jobs neither done nor held", left, left),
        Count("jobs that vanished", cancelled, cancelled),
    ]


async def _effects(register: asyncpg.Connection, errands: list[Errand]) -> list[Count]:
    found: dict[str, list[str]] = {}
    for row in await register.fetch("SELECT email, verb FROM effects ORDER BY id"):
        found.setdefault(row["email"], []).append(row["verb"])
    wrong = [errand for errand in errands if found.pop(errand.email, []) != EFFECTS[errand.right]]
    names = {row["email"]: row["name"] for row in await register.fetch("SELECT email, name FROM people")}
    uncorrected = [e for e in errands if e.right == "rectification" and names.get(e.email) != e.corrected]
    total = sum(len(EFFECTS[errand.right]) for errand in errands)
    return [
        Count("changes in the system of record", total, len(wrong) + len(found)),
        Count("corrections not in the system of record", 0, len(uncorrected)),
    ]


async def _chain(house: House) -> Count:
    """Let the product prove its own history."""
    async with house.office() as office, office.db.transaction() as session:
        organisation = await organisations.organisation_by_slug(session, SLUG)
        proof = await prove_history(office, organisation)
    return Count("events in the history", proof.events, len(proof.damages))
