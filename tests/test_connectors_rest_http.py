"""What the `rest` connector does when a system is slow, busy, wrong or hostile."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.connectors import registry
from app.connectors.contract import Blob, Change, Connector, Ident, Match, Record
from app.errors import SystemDidNotAnswer
from app.vocabulary import Certainty, IdentKind, TaskState
from tests.counterparts.http_peer import Asked, Peer, Reply, peer

EMAIL = "kim@mail.example"
KIM = [Ident(IdentKind.EMAIL, EMAIL, verified=True, source="test")]
ROWS = [{"id": n, "mail": EMAIL} for n in range(5)]


def a_definition(**changes: Any) -> dict[str, Any]:
    """A connector to a system with one collection; the changes replace parts of that collection's find."""
    find = {
        "when": "email",
        "request": {"path": "/people", "query": {"mail": "${ident.email}"}},
        "rows": "people",
    }
    return {
        "format": "utdrag-connector/v1",
        "id": "peer",
        "title": "Peer",
        "params": {"base": {"type": "endpoint", "allow": ["127.0.0.1"]}, "token": {"type": "secret"}},
        "auth": {"kind": "bearer", "token": "${param.token}"},
        "limits": {"attempts": 3, "backoff": 0.01, "timeout": 0.4, "deadline": 0.8, "max_bytes": 10_000},
        "probe": {"request": {"path": "/"}},
        "collections": {"person": {"purpose": "test", "key": "id", "find": [find | changes]}},
    }


class Wired:
    """A peer and a way to connect to it by a definition."""

    def __init__(self, running: Peer, folder: Path) -> None:
        self.peer = running
        self._file = folder / "peer.yaml"
        self._open: list[Connector] = []

    def connect(self, definition: dict[str, Any] | None = None) -> Connector:
        self._file.write_text(yaml.safe_dump(definition or a_definition()))
        settings = {
            "definition": str(self._file),
            "params": {"base": self.peer.base, "token": "env:TOKEN"},
        }
        connector = registry.build("rest", settings, lambda _name: "s3cret-token")
        self._open.append(connector)
        return connector

    async def aclose(self) -> None:
        for connector in self._open:
            await connector.aclose()


@pytest.fixture
async def wired(tmp_path: Path) -> AsyncGenerator[Wired]:
    async with peer() as running:
        wired = Wired(running, tmp_path)
        yield wired
        await wired.aclose()


def a_match(**data: Any) -> Match:
    return Match("7", "person", Certainty.EXACT, "Kim", {"id": 7, "mail": EMAIL, **data})


async def failure(connector: Connector) -> SystemDidNotAnswer:
    with pytest.raises(SystemDidNotAnswer) as caught:
        await connector.find(KIM)
    return caught.value


async def test_sends_the_credentials_and_the_value_as_given(wired: Wired) -> None:
    wired.peer.say(Reply(body={"people": ROWS[:1]}))
    found = await wired.connect().find(
        [Ident(IdentKind.EMAIL, "a+b&c=d@mail.example", verified=True, source="test")]
    )
    [asked] = wired.peer.asked
    assert asked.headers["authorization"] == "Bearer s3cret-token"
    assert asked.query == {"mail": "a+b&c=d@mail.example"}
    assert [match.ref for match in found] == ["0"]


async def test_a_kind_no_collection_asks_for_is_not_searched(wired: Wired) -> None:
    phone = Ident(IdentKind.PHONE, "+4670000000", verified=True, source="test")
    assert await wired.connect().find([phone]) == []
    assert wired.peer.asked == []


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503])
async def test_overload_is_met_with_another_try(wired: Wired, status: int) -> None:
    wired.peer.say(Reply(status), Reply(status), Reply(body={"people": ROWS}))
    assert len(await wired.connect().find(KIM)) == 5
    assert len(wired.peer.asked) == 3


async def test_gives_up_after_the_attempts_allowed_and_says_that_it_may_pass(wired: Wired) -> None:
    wired.peer.say(Reply(503))
    error = await failure(wired.connect())
    assert not error.permanent
    assert len(wired.peer.asked) == 3


async def test_waits_as_long_as_told(wired: Wired) -> None:
    wired.peer.say(Reply(429, headers={"retry-after": "1"}), Reply(body={"people": []}))
    start = asyncio.get_running_loop().time()
    await wired.connect().find(KIM)
    assert asyncio.get_running_loop().time() - start >= 1.0
    assert len(wired.peer.asked) == 2


@pytest.mark.parametrize(
    "headers",
    [
        {"retry-after": "120"},
        {"retry-after": "Wed, 21 Oct 2026 07:30:00 GMT", "date": "Wed, 21 Oct 2026 07:28:00 GMT"},
    ],
)
async def test_hands_a_long_wait_to_the_caller(wired: Wired, headers: dict[str, str]) -> None:
    wired.peer.say(Reply(429, headers=headers))
    error = await failure(wired.connect())
    assert (error.retry_after, error.permanent) == (120.0, False)
    assert len(wired.peer.asked) == 1


@pytest.mark.parametrize("status", [401, 403])
async def test_wrong_credentials_are_permanent(wired: Wired, status: int) -> None:
    wired.peer.say(Reply(status))
    error = await failure(wired.connect())
    assert error.permanent
    assert "credentials" in error.detail
    assert len(wired.peer.asked) == 1


async def test_a_silent_server_is_given_up(wired: Wired) -> None:
    async def silent(_asked: Asked) -> Reply:
        await asyncio.sleep(5)
        return Reply()

    wired.peer.answer = silent
    error = await failure(wired.connect())
    assert not error.permanent
    assert "ReadTimeout" in error.detail


async def test_a_server_that_drips_is_given_up(wired: Wired) -> None:
    """Each read is quick enough; only a deadline for the whole ends it."""

    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n")
        try:
            for _ in range(100):
                writer.write(b" ")
                await writer.drain()
                await asyncio.sleep(0.05)
        except ConnectionError:
            pass
        writer.close()

    server = await asyncio.start_server(drip, "127.0.0.1", 0)
    async with server:
        wired.peer.port = server.sockets[0].getsockname()[1]
        definition = a_definition()
        definition["limits"]["attempts"] = 1
        error = await failure(wired.connect(definition))
        assert "TimeoutError" in error.detail


async def test_a_closed_port_may_open_again(wired: Wired) -> None:
    connector = wired.connect()
    wired.peer.port = 1
    other = wired.connect()
    error = await failure(other)
    assert not error.permanent
    wired.peer.say(Reply(body={"people": []}))
    assert await connector.find(KIM) == []


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<html>down for maintenance</html>", "not JSON"),
        ({"persons": []}, "unexpected shape"),
        ({"people": "none"}, "unexpected shape"),
        ({"people": [1, 2]}, "unexpected shape"),
        ({"people": [{"mail": EMAIL}]}, "no key"),
        (b"[" * 20_000, "more than 10000 bytes"),
    ],
)
async def test_an_odd_answer_is_never_read_as_nothing_held(wired: Wired, body: Any, words: str) -> None:
    wired.peer.say(Reply(body=body))
    error = await failure(wired.connect())
    assert error.permanent
    assert words in error.detail


@pytest.mark.parametrize("part", [{"keep": "length(row.id) == `1`"}, {"rows": "keys(people)"}])
async def test_an_expression_that_does_not_fit_the_answer_is_an_error(
    wired: Wired, part: dict[str, str]
) -> None:
    wired.peer.say(Reply(body={"people": ROWS}))
    error = await failure(wired.connect(a_definition(**part)))
    assert error.permanent
    assert "does not fit" in error.detail


async def test_deeply_nested_json_is_an_error_like_any_other(wired: Wired) -> None:
    wired.peer.say(Reply(body=b"[" * 9_000))
    assert (await failure(wired.connect())).permanent


async def test_a_truncated_answer_is_tried_again(wired: Wired) -> None:
    async def cut(_asked: Asked) -> bytes:
        return b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{"

    wired.peer.answer = cut
    assert not (await failure(wired.connect())).permanent
    assert len(wired.peer.asked) == 3


async def test_follows_a_redirect_at_home_and_none_abroad(wired: Wired) -> None:
    wired.peer.say(Reply(301, headers={"location": "/moved?page=1"}), Reply(body={"people": ROWS}))
    assert len(await wired.connect().find(KIM)) == 5
    assert [asked.path for asked in wired.peer.asked] == ["/people", "/moved"]

    async with peer() as thief:
        wired.peer.say(Reply(302, headers={"location": f"{thief.base}/people"}))
        error = await failure(wired.connect())
        assert error.permanent
        assert thief.asked == []


async def test_a_redirect_in_a_circle_ends(wired: Wired) -> None:
    wired.peer.say(Reply(302, headers={"location": "/people"}))
    assert (await failure(wired.connect())).permanent
    assert len(wired.peer.asked) == 4


def paged(asked: Asked) -> Reply:
    """Five people, two a page, by page number or offset, whichever is asked for."""
    start = (int(asked.query["page"]) - 1) * 2 if "page" in asked.query else int(asked.query["offset"])
    return Reply(body={"people": ROWS[start : start + 2]})


def by_cursor(asked: Asked) -> Reply:
    start = int(asked.query.get("after", "0"))
    return Reply(body={"people": ROWS[start : start + 2], "next": str(start + 2) if start + 2 < 5 else None})


def by_link(asked: Asked) -> Reply:
    start = int(asked.query.get("start", "0"))
    onward = {"link": f'</people?start={start + 2}&q=%2B>; rel="next"'} if start + 2 < 5 else {}
    return Reply(body={"people": ROWS[start : start + 2]}, headers=onward)


def by_link_in_body(asked: Asked) -> Reply:
    start = int(asked.query.get("start", "0"))
    body: dict[str, Any] = {"people": ROWS[start : start + 2]}
    return Reply(body=body | ({"next": f"/people?start={start + 2}"} if start + 2 < 5 else {}))


@pytest.mark.parametrize(
    ("pages", "query", "answer", "requests"),
    [
        ({"kind": "page"}, {"page": "${page}"}, paged, 4),
        ({"kind": "page", "size": 2}, {"page": "${page}"}, paged, 3),
        ({"kind": "offset", "size": 2}, {"offset": "${offset}", "limit": "${size}"}, paged, 3),
        ({"kind": "cursor", "next": "next"}, {"after": "${cursor}"}, by_cursor, 3),
        ({"kind": "link"}, {}, by_link, 3),
        ({"kind": "link", "next": "next"}, {}, by_link_in_body, 3),
    ],
)
async def test_turns_every_page(
    wired: Wired, pages: dict[str, Any], query: dict[str, str], answer: Any, requests: int
) -> None:
    wired.peer.answer = answer
    definition = a_definition(request={"path": "/people", "query": query}, pages=pages)
    found = await wired.connect(definition).find(KIM)
    assert [match.ref for match in found] == ["0", "1", "2", "3", "4"]
    assert len(wired.peer.asked) == requests
    assert all(asked.headers["authorization"] == "Bearer s3cret-token" for asked in wired.peer.asked)


async def test_pages_without_end_are_an_error(wired: Wired) -> None:
    wired.peer.say(Reply(body={"people": ROWS, "next": "again"}))
    definition = a_definition(
        request={"path": "/people", "query": {"c": "${cursor}"}}, pages={"kind": "cursor", "next": "next"}
    )
    assert "repeats" in (await failure(wired.connect(definition))).detail
    wired.peer.asked.clear()
    definition = a_definition(
        request={"path": "/people", "query": {"p": "${page}"}}, pages={"kind": "page", "most": 7}
    )
    assert "more than 7 pages" in (await failure(wired.connect(definition))).detail
    assert len(wired.peer.asked) == 7


async def test_a_next_page_at_another_host_is_refused(wired: Wired) -> None:
    async with peer() as thief:
        wired.peer.say(Reply(body={"people": ROWS}, headers={"link": f'<{thief.base}/x>; rel="next"'}))
        assert (await failure(wired.connect(a_definition(pages={"kind": "link"})))).permanent
        assert thief.asked == []


async def test_keeps_only_rows_that_are_the_person(wired: Wired) -> None:
    wired.peer.say(
        Reply(body={"people": [*ROWS[:1], {"id": 9, "mail": "kimberly@mail.example"}, {"id": 10}]})
    )
    definition = a_definition(keep="lower(row.mail) == lower(ident.email)")
    assert [match.ref for match in await wired.connect(definition).find(KIM)] == ["0"]


async def test_asks_no_more_at_once_than_allowed(wired: Wired) -> None:
    async def slow(_asked: Asked) -> Reply:
        await asyncio.sleep(0.05)
        return Reply(body={"people": []})

    wired.peer.answer = slow
    definition = a_definition()
    definition["limits"]["concurrency"] = 2
    connector = wired.connect(definition)
    await asyncio.gather(*[connector.find(KIM) for _ in range(8)])
    assert wired.peer.most_at_once == 2


async def test_asks_no_more_often_than_allowed(wired: Wired) -> None:
    wired.peer.say(Reply(body={"people": []}))
    definition = a_definition()
    definition["limits"] |= {"concurrency": 20, "per_second": 20, "timeout": 5, "deadline": 5}
    connector = wired.connect(definition)
    start = asyncio.get_running_loop().time()
    await asyncio.gather(*[connector.find(KIM) for _ in range(11)])
    assert asyncio.get_running_loop().time() - start >= 10 / 20


async def test_neither_logs_nor_errors_tell_values(wired: Wired, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    wired.peer.say(Reply(500))
    error = await failure(wired.connect())
    told = caplog.text + error.detail + repr(error.__cause__)
    for hidden in (EMAIL, "s3cret-token", "mail=", "kim%40"):
        assert hidden not in told


def acting(**parts: Any) -> dict[str, Any]:
    """The definition with verbs on its collection."""
    definition = a_definition()
    definition["collections"]["person"] |= parts
    return definition


ERASE = {"request": {"method": "DELETE", "path": "/people/${key}"}}


@pytest.mark.parametrize("status", [200, 204, 404, 410])
async def test_gone_is_done(wired: Wired, status: int) -> None:
    wired.peer.say(Reply(status))
    outcome = await wired.connect(acting(erase=ERASE)).erase(a_match(), "delete", "k1")
    assert outcome.state is TaskState.DONE
    assert [(asked.method, asked.path) for asked in wired.peer.asked] == [("DELETE", "/people/7")]


@pytest.mark.parametrize("status", [400, 409, 422, 451])
async def test_a_system_may_refuse(wired: Wired, status: int) -> None:
    wired.peer.say(Reply(status, {"error": "kim still has invoices"}))
    outcome = await wired.connect(acting(erase=ERASE)).erase(a_match(), "delete", "k1")
    assert outcome.state is TaskState.REFUSED
    assert outcome.reason == f"The system answered {status}"
    assert outcome.evidence["answer"] == {"error": "kim still has invoices"}


async def test_a_refusal_with_status_200_is_seen(wired: Wired) -> None:
    wired.peer.say(Reply(body={"success": False}))
    definition = acting(erase=ERASE) | {"ok": "success != `false`"}
    assert (await wired.connect(definition).erase(a_match(), "delete", "k1")).state is TaskState.REFUSED
    assert (await failure(wired.connect(definition))).permanent


async def test_a_refusal_about_something_gone_is_done(wired: Wired) -> None:
    answers = {"GET": [Reply(body={"id": 7}), Reply(404)], "DELETE": [Reply(400)]}
    wired.peer.answer = lambda asked: answers[asked.method].pop(0)
    read = {"request": {"path": "/people/${key}"}}
    outcome = await wired.connect(acting(erase=ERASE, read=read)).erase(a_match(), "delete", "k1")
    assert outcome.state is TaskState.DONE


async def test_anonymising_never_deletes(wired: Wired) -> None:
    outcome = await wired.connect(acting(erase=ERASE)).erase(a_match(), "anonymise", "k1")
    assert outcome.state is TaskState.MANUAL
    assert wired.peer.asked == []


async def test_a_pending_erasure_is_followed_to_its_end(wired: Wired) -> None:
    erase = ERASE | {
        "pending": {
            "handle": "job",
            "request": {"path": "/jobs/${handle}"},
            "done": "state == 'ready'",
            "refused": "state == 'failed'",
            "every": 90,
        }
    }
    connector = wired.connect(acting(erase=erase))
    wired.peer.say(Reply(202, {"job": "a/b:c"}))
    outcome = await connector.erase(a_match(), "delete", "k1")
    assert (outcome.state, outcome.poll_after) == (TaskState.PENDING, 90)
    for state, expected in [
        ("running", TaskState.PENDING),
        ("failed", TaskState.REFUSED),
        ("ready", TaskState.DONE),
    ]:
        wired.peer.say(Reply(body={"state": state}))
        followed = await connector.poll(outcome.handle)
        assert followed.state is expected
        assert wired.peer.asked[-1].target == "/jobs/a%2Fb%3Ac"
        if expected is TaskState.PENDING:
            assert followed.handle == outcome.handle


RECTIFY = {
    "request": {
        "method": "PATCH",
        "path": "/people/${key}",
        "headers": {"Idempotency-Key": "${idempotency}"},
        "json": {"id": "${to_number(key)}", "...": "${changes}"},
    },
    "map": {"mail": "mail", "name.first": "names.given"},
}


async def test_a_correction_sends_typed_values_where_they_belong(wired: Wired) -> None:
    wired.peer.say(Reply(body={}))
    hostile = 'x"}, "admin": true, "y": {"'
    changes = [Change("name.first", "Kim", hostile), Change("mail", EMAIL, None)]
    match = a_match(**{"name.first": "Kim"})
    outcome = await wired.connect(acting(rectify=RECTIFY)).rectify(match, changes, "case-1")
    assert outcome.state is TaskState.DONE
    [asked] = wired.peer.asked
    assert asked.json == {"id": 7, "names": {"given": hostile}, "mail": None}
    assert asked.headers["idempotency-key"] == "case-1"


async def test_a_correction_of_what_was_changed_meanwhile_is_refused(wired: Wired) -> None:
    read = {"request": {"path": "/people/${key}"}}
    connector = wired.connect(acting(rectify=RECTIFY, read=read))
    wired.peer.say(Reply(body={"id": 7, "mail": "third@mail.example"}))
    outcome = await connector.rectify(a_match(), [Change("mail", EMAIL, "new@mail.example")], "k1")
    assert (outcome.state, outcome.reason) == (TaskState.REFUSED, "The record was changed meanwhile")
    wired.peer.say(Reply(body={"id": 7, "mail": "new@mail.example"}))
    outcome = await connector.rectify(a_match(), [Change("mail", EMAIL, "new@mail.example")], "k1")
    assert outcome.state is TaskState.DONE
    assert {asked.method for asked in wired.peer.asked} == {"GET"}


async def test_what_cannot_be_corrected_is_said_and_the_rest_is_done(wired: Wired) -> None:
    wired.peer.say(Reply(body={}))
    changes = [Change("mail", EMAIL, "new@mail.example"), Change("salary", 1, 2)]
    outcome = await wired.connect(acting(rectify=RECTIFY)).rectify(a_match(salary=1), changes, "k1")
    assert outcome.state is TaskState.PARTIAL
    assert "`salary`" in outcome.reason
    assert wired.peer.asked[0].json == {"id": 7, "mail": "new@mail.example"}


async def test_no_value_escapes_from_its_place_in_a_path(wired: Wired) -> None:
    connector = wired.connect(acting(erase=ERASE))
    await connector.erase(Match("..%2F..%2Fadmin%3Fx", "person", Certainty.EXACT, "", {}), "delete", "k1")
    assert wired.peer.asked[0].target == "/people/..%2F..%2Fadmin%3Fx"
    with pytest.raises(SystemDidNotAnswer):
        await connector.erase(Match("..", "person", Certainty.EXACT, "", {}), "delete", "k1")
    assert len(wired.peer.asked) == 1


def with_children(**more: Any) -> dict[str, Any]:
    definition = acting(erase=ERASE)
    definition["collections"]["note"] = {
        "for_each": "person",
        "purpose": "test",
        "key": "id",
        "find": [{"request": {"path": "/people/${parent.key}/notes"}, "rows": "notes", "absent": [404]}],
        **more,
    }
    return definition


def a_system_with_notes(asked: Asked) -> Reply:
    if asked.method == "GET" and asked.path.endswith("/notes"):
        return Reply(body={"notes": [{"id": "a/1", "paid": "2024-03-01"}, {"id": "b", "paid": "2015-03-01"}]})
    return Reply(body={"people": ROWS[:1]})


async def test_exports_what_hangs_on_a_record_but_not_on_a_mention(wired: Wired) -> None:
    wired.peer.answer = a_system_with_notes
    connector = wired.connect(with_children())
    exported = [item async for item in connector.export(a_match())]
    assert [(item.collection, item.ref) for item in exported] == [
        ("person", "7"), ("note", "7/a%2F1"), ("note", "7/b"),
    ]  # fmt: skip
    mention = Match("7", "person", Certainty.MENTION, "Kim", {"id": 7})
    assert [item.collection async for item in connector.export(mention)] == ["person"]


async def test_what_goes_with_its_parent_is_not_erased_one_by_one(wired: Wired) -> None:
    wired.peer.answer = a_system_with_notes
    await wired.connect(with_children()).erase(a_match(), "delete", "k1")
    assert [asked.method for asked in wired.peer.asked] == ["DELETE"]


async def test_erases_children_first_and_keeps_what_the_law_keeps(wired: Wired) -> None:
    wired.peer.answer = a_system_with_notes
    retain = {
        "ground": "legal_obligation",
        "statute": "Bookkeeping Act",
        "from_field": "paid",
        "years": 7,
        "end_of_year": True,
    }
    erase = {"request": {"method": "DELETE", "path": "/people/${parent.key}/notes/${key}"}}
    outcome = await wired.connect(with_children(retain=retain, erase=erase)).erase(a_match(), "delete", "k1")
    assert outcome.state is TaskState.PARTIAL
    [kept] = outcome.retained
    assert (kept.what, kept.statute, str(kept.keep_until)) == ("note", "Bookkeeping Act", "2031-12-31")
    deleted = [asked.target for asked in wired.peer.asked if asked.method == "DELETE"]
    assert deleted == ["/people/7/notes/b", "/people/7"]


async def test_a_child_can_be_corrected_by_itself(wired: Wired) -> None:
    wired.peer.answer = a_system_with_notes
    request = {"method": "PATCH", "path": "/people/${parent.key}/notes/${key}", "json": {"...": "${changes}"}}
    connector = wired.connect(with_children(rectify={"request": request, "map": {"paid": "paid"}}))
    notes = [item async for item in connector.export(a_match()) if item.collection == "note"]
    assert isinstance(notes[0], Record)
    outcome = await connector.rectify(notes[0].match(), [Change("paid", "2024-03-01", "2024-04-01")], "k1")
    assert outcome.state is TaskState.DONE
    assert wired.peer.asked[-1].target == "/people/7/notes/a%2F1"


async def test_a_file_is_streamed_when_it_is_read(wired: Wired) -> None:
    file = {"request": {"path": "/files/${key}"}, "when": "file", "name": "file.name", "size": "file.size"}
    connector = wired.connect(acting(download=file))
    exported = [
        item async for item in connector.export(a_match(**{"file.name": "cv.pdf", "file.size": 4000}))
    ]
    [blob] = [item for item in exported if isinstance(item, Blob)]
    assert (blob.name, blob.size, blob.media_type) == ("cv.pdf", 4000, "application/octet-stream")
    assert wired.peer.asked == []
    wired.peer.say(Reply(body=b"%PDF" * 1000))
    assert b"".join([chunk async for chunk in blob.chunks]) == b"%PDF" * 1000
    without = [item async for item in connector.export(a_match())]
    assert [type(item) for item in without] == [Record]


@pytest.mark.parametrize(("status", "permanent"), [(404, True), (503, False)])
async def test_a_file_that_is_not_to_be_had_is_an_error(wired: Wired, status: int, permanent: bool) -> None:
    file = {"request": {"path": "/files/${key}"}, "name": "'cv.pdf'"}
    exported = [item async for item in wired.connect(acting(download=file)).export(a_match())]
    [blob] = [item for item in exported if isinstance(item, Blob)]
    wired.peer.say(Reply(status))
    with pytest.raises(SystemDidNotAnswer) as caught:
        [chunk async for chunk in blob.chunks]
    assert caught.value.permanent is permanent


async def test_probe_wants_the_answer_described(wired: Wired) -> None:
    definition = a_definition() | {"probe": {"request": {"path": "/me"}, "ok": "rights.erase"}}
    wired.peer.say(Reply(body={"rights": {"erase": True}}))
    assert (await wired.connect(definition).probe()).state is TaskState.DONE
    wired.peer.say(Reply(body={"rights": {}}))
    with pytest.raises(SystemDidNotAnswer) as caught:
        await wired.connect(definition).probe()
    assert caught.value.permanent


async def test_a_key_may_travel_in_the_query_of_every_page(wired: Wired) -> None:
    wired.peer.answer = by_link
    definition = a_definition(pages={"kind": "link"})
    definition["auth"] = {"kind": "query", "name": "key", "value": "${param.token}"}
    await wired.connect(definition).find(KIM)
    assert [asked.query["key"] for asked in wired.peer.asked] == ["s3cret-token"] * 3
    assert wired.peer.asked[1].query["q"] == "+"
