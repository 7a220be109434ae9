"""A house without a worker: jobs are done by hand, the clock is set, and systems answer as they are told."""

import secrets
from collections import defaultdict, deque
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from app import clock, embedded
from app.connectors import registry
from app.connectors.contract import Blob, Change, Connector, EraseMode, Ident, Match, Outcome, Record
from app.db import Database, plain_url
from app.errors import SystemDidNotAnswer
from app.jobs import Job, Kind
from app.models.actions import INPUTS
from app.models.audit import AuditEvent
from app.models.case import Case
from app.models.shapes import CaseShape
from app.models.task import Task
from app.office import Office
from app.profiles import Profile
from app.queries import cases, history, tasks
from app.settings import Settings
from app.trust.blobs import BlobStore
from app.trust.keys import MasterKey
from app.vocabulary import (
    ActorKind,
    Certainty,
    Channel,
    Event,
    IdentKind,
    Language,
    Right,
    TaskState,
    Verb,
)
from app.workflows.advance import advance
from app.workflows.applying import apply
from app.workflows.history import Actor
from app.workflows.open import NewCase, open_case
from app.workflows.people import Applicant
from app.workflows.perform import perform
from app.workflows.showing import shown

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""Ten in the morning in Stockholm; the legal due date is Thursday 2 April."""
HANDLER = Actor(ActorKind.HANDLER, "handler-1")
ANNA = Applicant("Anna Lindqvist", "anna.lindqvist@post.example", "070-1740605")
PEOPLE = [
    {"name": "Hilda Handläggare", "email": "handler@nordstaff.example", "role": "handler"},
    {"name": "Leo Ledare", "email": "lead@nordstaff.example", "role": "lead"},
    {"name": "Dag Dataskydd", "email": "dpo@nordstaff.example", "role": "dpo"},
]
REGISTER = {
    "general": {
        "purposes": ["Rekrytering"],
        "categories": ["Kontaktuppgifter"],
        "recipients": [],
        "retention": "Två år",
        "source": "Du själv",
        "automated": {"used": False},
        "countries": ["SE"],
    }
}


def manual(slug: str, name: str = "") -> dict[str, Any]:
    """Give the declaration of a system, to be answered for by a `System` of the same name."""
    owner = {"owner": slug, "owner_email": f"{slug}@nordstaff.example", "checklist": {"sv": ["Sök i pärmen"]}}
    return {"slug": slug, "name": name or slug.title(), "kind": "manual", "settings": owner}


def profile(*systems: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Give the profile of a Swedish staffing firm with these systems."""
    return {
        "slug": "nordstaff",
        "name": "Nordstaff AB",
        "country": "SE",
        "language": "sv",
        "reference_prefix": "NS",
        "contact": {"email": "privacy@nordstaff.example", "phone": "08-46500412"},
        "inboxes": [{"address": "privacy@nordstaff.example"}],
        "people": PEOPLE,
        "register": REGISTER,
        "systems": list(systems),
        **changes,
    }


@dataclass
class System:
    """A system of record that holds what it is given and answers each verb with what was put in line."""

    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    line: dict[str, deque[Outcome | Exception]] = field(default_factory=lambda: defaultdict(deque))
    calls: list[tuple[str, str]] = field(default_factory=list)
    capabilities: frozenset[Verb] = frozenset({Verb.EXPORT, Verb.RECTIFY, Verb.ERASE})
    kind: str = "told"

    def answers(self, verb: str, *given: Outcome | Exception) -> None:
        """Put answers in line; after the last one the system works."""
        self.line[verb].extend(given)

    def _turn(self, verb: str, key: str) -> Outcome | None:
        self.calls.append((verb, key))
        answer = self.line[verb].popleft() if self.line[verb] else None
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def probe(self) -> Outcome:
        return Outcome(TaskState.DONE)

    def out_of_reach(self, kinds: frozenset[IdentKind]) -> list[str]:
        return [] if IdentKind.EMAIL in kinds else ["people"]

    async def find(self, idents: Sequence[Ident]) -> list[Match]:
        self._turn("find", "")
        known = {ident.value for ident in idents if ident.kind is IdentKind.EMAIL}
        return [
            Match(ref, "people", Certainty.EXACT, f"row {ref}", row)
            for ref, row in self.rows.items()
            if row.get("email") in known
        ]

    async def export(self, match: Match) -> AsyncIterator[Record | Blob]:
        self._turn("export", match.ref)
        row = self.rows[match.ref]
        yield Record(match.collection, match.ref, match.certainty, match.label, row, {}, "recruitment")

    async def rectify(self, match: Match, changes: Sequence[Change], key: str) -> Outcome:
        if (told := self._turn("rectify", key)) is not None:
            return told
        self.rows[match.ref].update({change.field: change.new for change in changes})
        return Outcome(TaskState.DONE)

    async def erase(self, match: Match, mode: EraseMode, key: str) -> Outcome:
        assert mode == "delete"
        if (told := self._turn("erase", key)) is not None:
            return told
        self.rows.pop(match.ref, None)
        return Outcome(TaskState.DONE)

    async def poll(self, handle: str) -> Outcome:
        return self._turn("poll", handle) or Outcome(TaskState.DONE)

    async def aclose(self) -> None:
        return None


@dataclass
class Clockwork:
    """An office whose hands are moved one by one."""

    office: Office
    organisation_id: UUID
    systems: dict[str, System]
    owner: asyncpg.Connection
    at: datetime = MONDAY

    async def open(self, *rights: Right, received_at: datetime | None = None, **changes: Any) -> UUID:
        """Open a case now, or one received before, and give its id."""
        facts: dict[str, Any] = {
            "rights": rights or (Right.ACCESS,),
            "channel": Channel.EMAIL,
            "language": Language.SV,
            "received_at": received_at or self.at,
            "applicant": ANNA,
            "words": "Jag vill veta vad ni har om mig.",
        }
        async with self.office.db.transaction(self.organisation_id) as session:
            file = await open_case(self.office, session, NewCase(**{**facts, **changes}), at=self.at)
            return file.case.id

    async def act(self, case_id: UUID, event: Event, *, actor: Actor = HANDLER, **given: Any) -> Case:
        """Take an action now, and give the case as it then stands."""
        needs = INPUTS.get(event)
        action = needs.model_validate(given) if needs else None
        async with self.office.db.transaction(self.organisation_id) as session:
            file = await advance(self.office, session, case_id, event, actor=actor, at=self.at, given=action)
            return file.case

    async def identified(self, *rights: Right, **changes: Any) -> UUID:
        """Open a case of somebody a handler knows, and let it go on until nothing is left to do."""
        case_id = await self.open(*rights, **changes)
        await self.do_jobs()
        await self.confirm(case_id)
        return case_id

    async def confirm(self, case_id: UUID) -> None:
        """Confirm by call-back that the address is the person's, and do what follows."""
        proven = [{"kind": "email", "value": ANNA.email}]
        reason = "Ringde upp numret i registret."
        await self.act(case_id, Event.CONFIRM_IDENTITY, method="call_back", reason=reason, attributes=proven)
        await self.do_jobs()

    async def case(self, case_id: UUID) -> Case:
        async with self.office.db.transaction(self.organisation_id) as session:
            return await cases.get_case(session, case_id)

    async def shown(self, case_id: UUID, by: ActorKind = ActorKind.HANDLER) -> CaseShape:
        async with self.office.db.transaction(self.organisation_id) as session:
            file = await self.office.file(session, await cases.get_case(session, case_id))
            return await shown(session, file, by, self.at)

    async def history(self, case_id: UUID) -> Sequence[AuditEvent]:
        async with self.office.db.transaction(self.organisation_id) as session:
            return await history.events_of(session, case_id)

    async def events(self, case_id: UUID) -> list[str]:
        return [event.event for event in await self.history(case_id)]

    async def tasks(self, case_id: UUID) -> Sequence[Task]:
        """Give what was asked last."""
        async with self.office.db.transaction(self.organisation_id) as session:
            asked = await tasks.tasks_of(session, case_id)
            return [task for task in asked if task.round == asked[-1].round]

    async def task(self, case_id: UUID) -> Task:
        (task,) = await self.tasks(case_id)
        return task

    async def sql(self, statement: str, *values: Any) -> list[asyncpg.Record]:
        """Ask the database itself, as its owner, behind no wall."""
        return list(await self.owner.fetch(statement, *values))

    async def waiting(self) -> list[tuple[str, str, float]]:
        """Give what is queued for later: kind, detail and in how many seconds."""
        rows = await self.sql(
            "SELECT entrypoint, payload, extract(epoch FROM execute_after - now()) AS wait FROM pgqueuer "
            "WHERE status = 'queued' ORDER BY id"
        )
        return [
            (row["entrypoint"], Job.read(row["entrypoint"], row["payload"]).detail, float(row["wait"]))
            for row in rows
        ]

    async def do_jobs(self, *, later: bool = False, kinds: frozenset[Kind] = frozenset(Kind)) -> int:
        """Do queued jobs one after the other until none is due; with `later` also those put off.

        Jobs that were put off are done once: what they put off again waits.
        """
        done = 0
        put_off = {row["id"] for row in await self.sql("SELECT id FROM pgqueuer")} if later else set()
        while taken := await self.sql(
            "DELETE FROM pgqueuer WHERE id = (SELECT id FROM pgqueuer WHERE status = 'queued' "
            "AND (execute_after <= now() OR id = ANY($1)) AND entrypoint = ANY($2) ORDER BY id LIMIT 1) "
            "RETURNING entrypoint, payload",
            list(put_off),
            [kind.value for kind in kinds],
        ):
            await perform(self.office, Job.read(taken[0]["entrypoint"], taken[0]["payload"]))
            done += 1
        return done


@asynccontextmanager
async def a_database(server: embedded.Server, template: str) -> AsyncGenerator[str]:
    """Give the URL of a fresh migrated database, for as long as a whole file of tests needs it."""
    name = f"test_{secrets.token_hex(6)}"
    connection = await asyncpg.connect(server.url)
    try:
        await connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        yield server.database(name)
        await connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        await connection.close()


@asynccontextmanager
async def clockwork(
    database: str,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    declared: Mapping[str, Any],
    **settings: Any,
) -> AsyncGenerator[Clockwork]:
    """Give a house with one organisation, at ten on a Monday; letters leave without a mail server."""
    limits = {"retry_limit": 2, "demo": True, **settings}
    office = Office(
        Settings(home=folder, **limits), Database(database, pool_size=2), MasterKey(bytes(range(32))),
        BlobStore("memory://"),
    )  # fmt: skip
    applied = await apply(office, Profile.model_validate(declared), MONDAY)
    house = Clockwork(office, applied.organisation_id, {}, await asyncpg.connect(plain_url(database)))
    monkeypatch.setattr(clock, "now", lambda: house.at)
    real = registry.build

    def build(kind: str, settings: registry.Settings, *others: Any) -> Connector:
        told = house.systems.get(str(settings.get("owner")))
        return told if told is not None else real(kind, settings, *others)

    monkeypatch.setattr(registry, "build", build)
    try:
        yield house
    finally:
        await house.owner.close()
        await office.db.close()


def failing(*, permanent: bool = False, retry_after: float | None = None) -> SystemDidNotAnswer:
    """Give the way a system fails."""
    return SystemDidNotAnswer("The system is down.", permanent=permanent, retry_after=retry_after)
