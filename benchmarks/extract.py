"""An answer of half a gigabyte: from sealed findings to the sealed package, as its job makes it."""

import asyncio
import hashlib
import json
import random
import subprocess
import sys
from collections.abc import AsyncGenerator, Iterator
from uuid import UUID

import pyrage

from app import clock
from app.models.columns import new_id
from app.models.task import Task
from app.office import CaseFile
from app.trust.paths import BlobPath
from app.vocabulary import Channel, Language, Right, State, TaskState, Verb
from app.workflows.open import NewCase, open_case
from app.workflows.people import Applicant
from benchmarks.figures import Figure
from benchmarks.ground import Ground
from benchmarks.people import person

_SIZE = 25_000
_SYSTEM = "candidates"
_FINDING = (
    "id", "organisation_id", "case_id", "task_id", "round", "position", "system", "collection", "ref",
    "label", "certainty", "purpose", "field_labels", "sha256", "media_type", "size", "review",
)  # fmt: skip


async def extract(ground: Ground, items: int) -> AsyncGenerator[Figure]:
    """Measure the job in a process of its own, so that its memory is its own."""
    case_id = await _an_answered_case(ground, items)
    command = [sys.executable, "-m", "benchmarks.making", str(ground.organisation_id), str(case_id)]
    made = await asyncio.to_thread(
        subprocess.run, command, env=ground.environment, capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stderr[-2000:]
    told = json.loads(made.stdout)
    megabytes = items * _SIZE / 1e6
    name = f"extract of {megabytes:,.0f} MB in {items:,} items"
    yield Figure(f"{name}, end to end", megabytes / told["seconds"], "MB/s", at_least=20)
    yield Figure(f"{name}, CPU of it", told["cpu"], "s")
    yield Figure(f"{name}, the most memory", told["peak"], "MB", at_most=200)
    yield Figure(f"{name}, the most memory of its typesetter", told["typesetter"], "MB")


async def _an_answered_case(ground: Ground, items: int) -> UUID:
    """Give a case whose answer is due to be made, with its findings in the store."""
    at, office = clock.now(), ground.office
    who = Applicant("Ines Holm", "ines.holm@post.example")
    new = NewCase([Right.ACCESS], Channel.PHONE, Language.SV, at, who, "Vad har ni om mig?")
    async with office.db.transaction(ground.organisation_id) as session:
        file = await open_case(office, session, new, at=at)
        await session.flush()
        task = Task(
            id=new_id(at), organisation_id=ground.organisation_id, case_id=file.case.id, round=1,
            system=_SYSTEM, verb=Verb.EXPORT, state=TaskState.DONE, reason="", handle="", attempts=1,
            found=items, retained=[], internal_due=at.date(), asked_at=at, settled_at=at,
        )  # fmt: skip
        session.add(task)
    await ground.owner.execute(
        "UPDATE cases SET state = $2, step = 2, round = 1 WHERE id = $1", file.case.id, State.ANSWERED.value
    )
    rows = await asyncio.to_thread(lambda: list(_findings(ground, file, task, items)))
    await ground.owner.copy_records_to_table("findings", records=rows, columns=_FINDING)
    await ground.owner.execute("ANALYZE findings")
    return file.case.id


def _findings(ground: Ground, file: CaseFile, task: Task, items: int) -> Iterator[tuple[object, ...]]:
    """Give the rows; their contents lie where the store keeps them, not each brought to disk by itself."""
    recipient, root = file.identity.to_public(), ground.home / "blobs"
    prose = _prose()
    for position in range(items):
        row_id, who = new_id(), person(position)
        start = position * 7919 % (len(prose) - _SIZE)
        text = prose[start : start + _SIZE - 200]
        record = {
            "kandnr": position,
            "namn": who.name,
            "epost_adr": who.email,
            "anteckning": text,
            "aktiv": True,
        }
        content = json.dumps(record, ensure_ascii=False).encode()
        path = root / str(BlobPath(ground.organisation_id, file.case.id, row_id))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pyrage.encrypt(content, [recipient]))
        ref = file.seal.close("findings", "ref", row_id, f"kandidat/{position}")
        label = file.seal.close("findings", "label", row_id, who.name)
        yield (
            row_id, ground.organisation_id, file.case.id, task.id, 1, position, _SYSTEM, "kandidat", ref,
            label, "exact", "rekrytering", "{}", hashlib.sha256(content).digest(), "application/json",
            len(content), "include",
        )  # fmt: skip


def _prose() -> str:
    """Give a long text that compresses about as prose does."""
    drawn = random.Random(7)
    words = [person(number).last.lower() for number in range(0, 47_000, 59)] + [
        "och",
        "att",
        "har",
        "som",
    ] * 100
    return " ".join(drawn.choice(words) for _ in range(60_000))
