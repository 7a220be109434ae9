"""What happens is told as it happens: to everybody of the organisation, in every process, and to nobody else."""

import asyncio
import json
import socket
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
import uvicorn

from app import clock, embedded
from app.db import Database
from app.live import telling
from app.live.hub import read_mark
from app.live.presence import HEARD_SECONDS, Presence
from app.live.telling import LONGEST_QUEUE, RESYNC, Share, Told
from app.main import create_app
from app.models.live import CaseTold, NothingTold, PresenceTold, Somebody
from app.office import Office
from app.queries import cases
from app.queries.live import Mark
from app.routers.named import Names
from app.trust import tokens
from app.vocabulary import Doing, Event, Role
from app.workflows.history import SYSTEM, record
from tests.doors import Doors, doors, paths, problem
from tests.house import free_socket, give_token, mail

PATIENCE = 60
"""Far more than anything takes; what never comes would take longer still."""


@dataclass
class Stream:
    """What somebody who looks on has been told."""

    lines: Any
    id: str = ""

    async def next(self, event: str) -> dict[str, Any]:
        """Give the next event of a kind; others that come before it are passed over."""
        async with asyncio.timeout(PATIENCE):
            while True:
                name, data = await self.any()
                if name == event:
                    return data

    async def any(self) -> tuple[str, dict[str, Any]]:
        """Give the next event that has a name."""
        name, data = "", "null"
        async for line in self.lines:
            field, _, value = line.partition(": ")
            if field == "id":
                self.id = value
            elif field == "event":
                name = value
            elif field == "data":
                data = value
            elif not line and name:
                return name, json.loads(data)
        raise EOFError

    async def ends(self) -> None:
        async def to_the_end() -> None:
            while True:
                await self.any()

        with pytest.raises(EOFError):
            await asyncio.wait_for(to_the_end(), PATIENCE)


@asynccontextmanager
async def looking(url: str, token: str, since: str | None = None) -> AsyncGenerator[Stream]:
    """Look on, from where a stream stands."""
    headers = {"Authorization": f"Bearer {token}", "Accept": "text/event-stream"}
    headers |= {"Last-Event-ID": since} if since is not None else {}
    async with (
        httpx.AsyncClient(timeout=PATIENCE) as http,
        http.stream("GET", f"{url}/api/v1/live", headers=headers) as answer,
    ):
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert answer.headers["cache-control"] == "no-cache"
        stream = Stream(answer.aiter_lines())
        async for line in stream.lines:
            if line.startswith("id: "):
                stream.id = line.removeprefix("id: ")
            if not line:
                break
        assert stream.id
        yield stream


@dataclass
class Pair:
    """A house of two processes on one database."""

    doors: Doors
    other: str

    @property
    def first(self) -> str:
        return str(self.doors.house.http.base_url).rstrip("/")

    @property
    def token(self) -> str:
        return self.doors.house.tokens[Role.HANDLER]


@asynccontextmanager
async def served_too(office: Office) -> AsyncGenerator[str]:
    """Give the address of another server on the same database, with connections of its own."""
    taken: socket.socket = free_socket()
    beside = Office(office.settings, Database(office.db.url, pool_size=3), office.master, office.blobs)
    server = uvicorn.Server(uvicorn.Config(create_app(beside), log_config=None, timeout_graceful_shutdown=1))
    serving = asyncio.create_task(server.serve(sockets=[taken]))
    try:
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"
    finally:
        server.should_exit = True
        await serving
        await beside.db.close()


@pytest.fixture(scope="module")
async def pair(
    server: embedded.Server, template: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Pair]:
    folder: Path = tmp_path_factory.mktemp("live")
    async with doors(server, template, folder) as house, served_too(house.house.office) as other:
        yield Pair(house, other)


class TestTelling:
    async def test_what_happens_to_a_case_is_told_in_every_process_by_ids_alone(self, pair: Pair) -> None:
        async with looking(pair.first, pair.token) as here, looking(pair.other, pair.token) as there:
            case = await pair.doors.written(name="Hemlig Hilda", email="hemlig.hilda@post.example")
            await pair.doors.house.act(case["id"], "note", text="Hemlig anteckning.")
            for stream in (here, there):
                told = await stream.next("case")
                while told["id"] != case["id"] or told["event"] != "note":
                    told = await stream.next("case")
                assert told.keys() == {"id", "version", "event", "actor"}
                assert told["version"] == case["version"] + 1
                assert told["actor"].startswith("handler-")

    async def test_a_message_that_waits_for_a_person_is_told(self, pair: Pair) -> None:
        async with looking(pair.other, pair.token) as stream:
            message = mail("Fråga", "Hej! Kan ni höra av er om mina uppgifter någon gång?")
            message_id = await pair.doors.house.hand_in(message.as_bytes())
            told = await stream.next("message")
            while told["id"] != message_id:
                told = await stream.next("message")
            assert told == {"id": message_id, "state": "triage"}

    async def test_nobody_is_told_of_another_organisation(self, pair: Pair) -> None:
        stranger = pair.doors.stranger
        async with looking(pair.first, stranger.tokens[Role.HANDLER]) as stream:
            await pair.doors.written()
            note = {
                "name": "Egen",
                "email": "egen@post.example",
                "words": "Innsyn, takk.",
                "rights": ["access"],
            }
            answer = await stranger.api("POST", "/cases", json=note)
            first = await stream.next("case")
            assert first["id"] == answer.json()["id"]

    async def test_only_staff_look_on(self, pair: Pair) -> None:
        house = pair.doors.house
        problem(await house.http.get("/api/v1/live"), 401, "not_signed_in")
        for role in (Role.INBOX, Role.ADMINISTRATOR):
            problem(await house.api("GET", "/live", role=role), 403, "not_permitted")


class TestGoingOn:
    async def test_what_was_missed_is_told_again_and_only_that(self, pair: Pair) -> None:
        case = await pair.doors.written("complaint", email=None)  # no letters, so nothing happens by itself

        async def told_of_it(stream: Stream, many: int) -> list[str]:
            found: list[str] = []
            while len(found) < many:
                told = await stream.next("case")
                found += [told["event"]] if told["id"] == case["id"] else []
            return found

        async with looking(pair.first, pair.token) as stream:
            await pair.doors.house.act(case["id"], "note", text="Sedd.")
            while (await told_of_it(stream, 1)) != ["note"]:
                pass
            seen = stream.id
        for number in range(3):
            await pair.doors.house.act(case["id"], "assign", to=f"desk-{number}")
        async with looking(pair.other, pair.token, since=seen) as stream:
            assert await told_of_it(stream, 3) == ["assign"] * 3
            await pair.doors.house.act(case["id"], "note", text="Ny.")
            assert await told_of_it(stream, 1) == ["note"]

    async def test_what_was_committed_late_is_told_again_too(self, pair: Pair) -> None:
        """Its position was drawn before that of an event somebody has seen already."""
        slow, fast = await pair.doors.written(), await pair.doors.written()
        house, held = pair.doors.house, asyncio.Event()

        async def slowly() -> None:
            async with house.office.db.transaction(house.organisation_id) as session:
                case = await cases.lock_case(session, UUID(slow["id"]))
                await record(session, case, Event.NOTE, SYSTEM, clock.now())
                held.set()
                await asyncio.sleep(1)

        async with looking(pair.first, pair.token) as stream:
            writing = asyncio.create_task(slowly())
            await held.wait()
            await house.act(fast["id"], "note", text="Snabb.")
            while (await stream.next("case"))["id"] != fast["id"]:
                pass
            seen = stream.id
        await writing
        async with looking(pair.first, pair.token, since=seen) as stream:
            assert (await stream.next("case"))["id"] == slow["id"]

    @pytest.mark.parametrize("since", ["17", "x-y", "-", "9" * 30 + "-1", "999999999999999999-1"])
    async def test_who_stands_nowhere_reads_everything_again(self, pair: Pair, since: str) -> None:
        async with looking(pair.first, pair.token, since=since) as stream:
            assert await stream.next("resync") == {}

    async def test_who_missed_too_much_reads_everything_again(
        self, pair: Pair, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("app.live.hub.MOST_AGAIN", 1)
        async with looking(pair.first, pair.token) as stream:
            seen = stream.id
        for _ in range(2):
            await pair.doors.written()
        async with looking(pair.first, pair.token, since=seen) as stream:
            assert await stream.next("resync") == {}

    async def test_a_lost_connection_to_the_database_is_found_again_and_everybody_is_told(
        self, pair: Pair
    ) -> None:
        case = await pair.doors.written()
        async with looking(pair.first, pair.token) as here, looking(pair.other, pair.token) as there:
            ended = await pair.doors.owner.fetch(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'utdrag live' "
                "AND datname = current_database()"
            )
            assert len(ended) == 2
            for stream in (here, there):
                await stream.next("resync")
            await pair.doors.house.act(case["id"], "note", text="Efteråt.")
            for stream in (here, there):
                while (await stream.next("case"))["id"] != case["id"]:
                    pass

    async def test_whoever_may_not_look_on_any_more_is_shown_nothing(
        self, pair: Pair, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("app.routers.live.ALLOWED_SECONDS", 0.3)
        house = pair.doors.house
        token = await give_token(house.office, house.organisation_id, Role.HANDLER)
        async with looking(pair.first, token) as stream, looking(pair.first, pair.token) as kept:
            await asyncio.sleep(1)  # both were asked and may
            await pair.doors.owner.execute(
                "UPDATE credentials SET revoked_at = now() WHERE hash = $1", tokens.token_hash(token)
            )
            await stream.ends()
            case = await pair.doors.written()
            while (await kept.next("case"))["id"] != case["id"]:
                pass


class TestPresence:
    async def say(self, pair: Pair, case_id: str, doing: str) -> httpx.Response:
        return await pair.doors.house.api("POST", f"/cases/{case_id}/presence", json={"doing": doing})

    async def test_who_is_at_a_case_is_told_in_every_process_until_they_leave(self, pair: Pair) -> None:
        case = await pair.doors.written()
        async with looking(pair.other, pair.token) as stream:
            for doing in ("looking", "looking", "replying"):  # said again it is no news
                assert (await self.say(pair, case["id"], doing)).status_code == 204
            told = [await stream.next("presence") for _ in range(2)]
            assert [one["people"][0]["doing"] for one in told] == ["looking", "replying"]
            assert told[0]["case_id"] == case["id"]
            assert told[0]["people"][0]["name"].startswith("handler-")
            async with looking(pair.other, pair.token) as late:
                assert await late.next("presence") == told[1]
            await self.say(pair, case["id"], "left")
            assert await stream.next("presence") == {"case_id": case["id"], "people": []}

    async def test_a_member_is_called_by_name(self, pair: Pair) -> None:
        invited = {"name": "Nora Namnkunnig", "email": "nora@nordstaff.example", "role": "handler"}
        answer = await pair.doors.house.api("POST", "/members", role=Role.LEAD, json=invited)
        assert answer.status_code == 201, answer.text
        label = await pair.doors.owner.fetchval(
            "SELECT label FROM members WHERE id = $1", UUID(answer.json()["id"])
        )
        office, case_id = pair.doors.house.office, uuid4()
        names = Names(office, pair.doors.house.organisation_id)
        here = PresenceTold(
            case_id=case_id,
            people=[Somebody(name=name, doing=Doing.LOOKING) for name in (label, "handler-token")],
        )
        told = await names.given(Told("presence", here))
        assert isinstance(told.data, PresenceTold)
        assert [one.name for one in told.data.people] == ["Nora Namnkunnig", "handler-token"]
        moved = CaseTold(id=case_id, version=2, event="note", actor=label)
        told = await names.given(Told("case", moved, id="7"))
        assert (told.data, told.id) == (moved.model_copy(update={"actor": "Nora Namnkunnig"}), "7")

    async def test_a_case_that_is_not_there_is_nobodys_place(self, pair: Pair) -> None:
        problem(await self.say(pair, str(uuid4()), "looking"), 404, "not_found")
        case = await pair.doors.written()
        assert paths(await self.say(pair, case["id"], "dancing")) == ["doing"]
        answer = await pair.doors.stranger.api(
            "POST", f"/cases/{case['id']}/presence", json={"doing": "looking"}
        )
        problem(answer, 404, "not_found")

    def test_whoever_was_not_heard_of_for_long_is_gone(self) -> None:
        here, case, presence = uuid4(), uuid4(), Presence()
        assert presence.hear(here, case, "anna", Doing.LOOKING, 0)
        assert presence.hear(here, case, "bo", Doing.REPLYING, 20)
        assert not presence.hear(here, case, "bo", Doing.REPLYING, 30)
        assert presence.forget(HEARD_SECONDS - 1) == []
        assert presence.forget(HEARD_SECONDS) == [(here, case)]
        assert [one.name for one in presence.at(here, case).people] == ["bo"]
        assert presence.forget(30 + HEARD_SECONDS) == [(here, case)]
        assert list(presence.anywhere(here)) == []

    def test_leaving_where_one_was_not_is_no_news(self) -> None:
        here, case, presence = uuid4(), uuid4(), Presence()
        assert not presence.hear(here, case, "anna", Doing.LEFT, 0)
        assert list(presence.anywhere(here)) == []


class TestShares:
    async def test_who_is_too_slow_is_told_to_read_everything_again(self) -> None:
        share = Share(uuid4())
        for number in range(LONGEST_QUEUE + 50):
            share.put(Told("case", NothingTold(), position=number))
        assert await share.next() is RESYNC
        rest = [await share.next() for _ in range(49)]
        assert [one.position for one in rest if one] == list(range(LONGEST_QUEUE + 1, LONGEST_QUEUE + 50))
        share.end()
        assert await share.next() is None

    @pytest.mark.parametrize("full", [0, 1, LONGEST_QUEUE])
    async def test_the_end_comes_at_once_however_much_waits(self, full: int) -> None:
        share = Share(uuid4())
        for _ in range(full):
            share.put(telling.RESYNC)
        share.end()
        assert await share.next() is None

    @pytest.mark.parametrize(
        ("text", "mark"), [("17-3", Mark(17, 3)), ("0-0", Mark(0, 0)), ("-3", None), ("1-", None), ("²-1", None), ("1-1-1", None)]
    )  # fmt: skip
    def test_an_id_reads_back(self, text: str, mark: Mark | None) -> None:
        assert read_mark(text) == mark
