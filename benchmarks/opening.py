"""Opening cases: a telephone note over HTTP, and a raw mail until its case is open."""

import asyncio
import itertools
import json
import time
from collections.abc import AsyncGenerator
from pathlib import Path

import httpx

from app.main import create_app
from app.vocabulary import Role
from benchmarks.figures import Figure, Spread
from benchmarks.floor import recorded, timed
from benchmarks.ground import Ground
from benchmarks.processes import Asked, utdrag

_FIDES = 27.0
"""Creates a second of Fides 2.86 with one web process on two cores."""
_NOTE = {
    "channel": "phone",
    "name": "Anna Lindqvist",
    "email": "anna.lindqvist@post.example",
    "phone": "+46701740605",
    "words": "Hej! Jag vill ha ett registerutdrag enligt GDPR över alla uppgifter ni har om mig. Tack!",
}
_MAIL = (Path(__file__).parent.parent / "app/demo/mails/01-registerutdrag.eml").read_bytes()
_ROUNDS, _MAILS = 300, 150
_PATIENCE = 120


def note(ground: Ground) -> Asked:
    """Give the request that opens a case for a telephone note."""
    head = {"Authorization": f"Bearer {ground.tokens[Role.HANDLER]}", "Content-Type": "application/json"}
    return Asked("/api/v1/cases", "POST", head, json.dumps(_NOTE).encode(), 201)


async def opening(ground: Ground) -> AsyncGenerator[Figure]:
    """Measure both ways to an open case."""
    asked = note(ground)
    floor, statements, writing = await _floor(ground, asked)
    async with utdrag(ground, "--alone") as web:
        spread = Spread.of(await web.timed(asked, _ROUNDS))
        yield Figure(
            "open a case, HTTP note, p50; floor: its statements", spread.p50, "ms", floor, None, None, 2.5
        )
        yield Figure("open a case, HTTP note, p95", spread.p95, "ms", at_most=10)
        yield Figure("statements of it, and the commits among them that write", statements, "", writing)
        rate = await web.per_second(asked, _ROUNDS, 4)
        yield Figure("open cases, HTTP notes, 4 connections; floor: Fides", rate, "/s", _FIDES, at_least=270)
    await ground.owner.execute("TRUNCATE pgqueuer")  # the letters of all these are not what is measured
    async with utdrag(ground) as both:
        rate, waits = await _mails(ground, both.port)
        spread = Spread.of(waits)
        yield Figure("raw mail to open case, worker beside the web, one by one, p50", spread.p50, "ms")
        yield Figure("raw mail to open case, one by one, p95", spread.p95, "ms")
        yield Figure(f"raw mails to open cases, {_MAILS} at once; floor: Fides", rate, "/s", _FIDES)
    await ground.owner.execute("TRUNCATE pgqueuer")


async def _floor(ground: Ground, asked: Asked) -> tuple[float, int, int]:
    """Give the same statements by the driver alone: their median, how many they are, commits that write."""
    transport = httpx.ASGITransport(create_app(ground.office))
    async with httpx.AsyncClient(transport=transport, base_url="http://bench") as client:

        async def once() -> None:
            answer = await client.post(asked.path, content=asked.body, headers=asked.headers)
            assert answer.status_code == asked.status, answer.text

        await once()
        async with recorded(ground.office) as statements:
            await once()
            await asyncio.sleep(0.1)  # the driver tells a moment later
    known = frozenset({ground.organisation_id})
    took = await timed(lambda _: statements.again(ground.driver, known), _ROUNDS)
    return Spread.of(took).p50, len(statements.sent), statements.writing


async def _mails(ground: Ground, port: int) -> tuple[float, list[float]]:
    head = {"Authorization": f"Bearer {ground.tokens[Role.INBOX]}", "Content-Type": "message/rfc822"}
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=head) as client:

        async def hand_in(number: int) -> None:
            mail = _MAIL.replace(b"@", b"%d@" % number, 1)  # another sender every time
            answer = await client.post("/api/v1/intake/mail", content=mail + b"\r\n%d\r\n" % number)
            assert answer.status_code == 202, answer.text

        before = await _cases(ground)
        await hand_in(0)
        await _until(ground, before + 1)  # the reader's process has started
        waits: list[float] = []
        for number in range(1, 31):
            began = time.perf_counter()
            await hand_in(number)
            await _until(ground, before + 1 + number)
            waits.append(time.perf_counter() - began)
        began, have = time.perf_counter(), before + 1 + 30
        for number in range(100, 100 + _MAILS):
            await hand_in(number)
        await _until(ground, have + _MAILS)
        return _MAILS / (time.perf_counter() - began), waits


async def _cases(ground: Ground) -> int:
    return int(await ground.owner.fetchval("SELECT count(*) FROM messages WHERE state = 'case'"))


async def _until(ground: Ground, cases: int) -> None:
    deadline = time.perf_counter() + _PATIENCE
    for _ in itertools.count():
        if await _cases(ground) >= cases:
            return
        assert time.perf_counter() < deadline, "the mails are not read"
        await asyncio.sleep(0.002)
