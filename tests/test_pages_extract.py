"""An extract read on the status page, what is wrong in it, and new links: over HTTP, on a real database."""

import json
from collections.abc import AsyncGenerator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser as Tree

from app import clock
from app.main import create_app
from app.models.task import Finding
from app.queries import cases, tasks
from app.trust import tokens
from app.trust.tokens import token_hash
from app.vocabulary import Audience, IdentityMethod, IdentKind, Right, State
from app.workflows import corrections, portal
from app.workflows.contents import RECORD, data_of, ref_of
from app.workflows.links import new_link
from app.workflows.people import prove
from app.workflows.reading import PAGE
from tests.offices import AT
from tests.past import Past, a_past, once
from tests.test_pages_samples import the

NOW = AT + timedelta(days=1)
EVIL = "<script>alert(1)</script>"


class Reader:
    """The person of the closed case, with a browser and the code entered."""

    def __init__(self, past: Past, browser: httpx.AsyncClient, extract_id: UUID) -> None:
        self.past, self.browser = past, browser
        self.path = f"/status/extracts/{extract_id}/read"
        self.records = f"{self.path}/archive"

    async def page(self, path: str, status: int = 200) -> Tree:
        answer = await self.browser.get(path)
        assert answer.status_code == status, answer.text
        return Tree(answer.text)

    async def events(self) -> list[str]:
        rows = await self.past.root.fetch(
            "SELECT event FROM audit_events WHERE case_id = $1 ORDER BY sequence", self.past.closed
        )
        return [row["event"] for row in rows]

    async def say(self, wrong: list[str], *right: str) -> httpx.Response:
        return await self.browser.post(self.records, data={"wrong": wrong, "right": list(right)})


async def hold(past: Past, *, items: int) -> None:
    """Let the closed case hold so many records, and its person be known."""
    async with past.office.db.transaction(past.organisation.id) as session:
        file = await past.office.file(session, await cases.lock_case(session, past.closed))
        [first] = await tasks.all_findings_of(session, past.closed)
        prove(session, file, IdentKind.EMAIL, "anna@post.example", IdentityMethod.EMAIL_CODE, AT)
        for number in range(items):
            row_id = uuid4()
            data = {"address": f"Gamla vägen {number}", "note": EVIL}
            stored = await file.keep(row_id, once(json.dumps(data).encode()))
            more = first.model_dump() | {
                "id": row_id, "position": number + 2, "media_type": RECORD, "size": stored.size,
                "sha256": stored.sha256, "field_labels": {"address": {"sv": "Adress"}},
                "ref": file.seal.close("findings", "ref", row_id, f"ref-{number}"),
                "label": file.seal.close("findings", "label", row_id, f"Kort {number}"),
            }  # fmt: skip
            session.add(Finding(**more))


async def link_to(past: Past, case_id: UUID) -> str:
    async with past.office.db.transaction(past.organisation.id) as session:
        file = await past.office.file(session, await cases.get_case(session, case_id))
        return (await new_link(past.office, session, file, Audience.STATUS, NOW)).rpartition("/")[2]


@pytest.fixture
async def reader(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Reader]:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    async with a_past(database, tmp_path) as past:
        await hold(past, items=PAGE + 1)
        session = await portal.enter(past.office, await link_to(past, past.closed), Audience.STATUS, NOW)
        assert session is not None
        await past.root.execute("UPDATE credentials SET level = 1 WHERE hash = $1", token_hash(session))
        extract_id = await past.root.fetchval("SELECT id FROM extracts WHERE case_id = $1", past.closed)
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(create_app(past.office)),
            base_url="http://here",
            cookies={"utdrag-status": session},
            headers={"Sec-Fetch-Site": "same-origin"},
        ) as browser:
            yield Reader(past, browser, extract_id)


async def test_an_extract_is_read_system_by_system_and_page_by_page(reader: Reader) -> None:
    whole = await reader.page(reader.path)
    [link] = [str(link.attributes["href"]) for link in whole.css("#systems ~ ul a")]
    assert link == reader.records
    first, last = await reader.page(link), await reader.page(f"{link}?page=2")
    assert len(first.css("main section[aria-labelledby]")) == PAGE
    assert len(last.css("main section[aria-labelledby]")) == 2
    assert "27. Kort 25" in " ".join(the(last, "main section:nth-last-of-type(2) h2").text().split())
    assert not first.css("script")
    assert EVIL in first.text()
    for path in (f"{link}?page=3", f"{link}?page=0", f"{reader.path}/unknown"):
        assert (await reader.browser.get(path)).status_code in {404, 422}
    assert (await reader.events()).count("extract_viewed") == 1
    answer = await reader.browser.get(link)
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; script-src 'self';")
    assert answer.headers["cache-control"] == "no-store"


async def test_nothing_is_read_before_the_code_nor_after_its_time_nor_by_others(reader: Reader) -> None:
    root = reader.past.root
    other = await root.fetchval("SELECT id FROM extracts WHERE case_id = $1", reader.past.open)
    assert (await reader.browser.get(f"/status/extracts/{other}/read")).status_code == 404
    await root.execute("UPDATE credentials SET level = 0")
    for path in (reader.path, reader.records):
        assert "Gamla" not in (await reader.page(path, 403)).text()
    assert (await reader.say(["x"])).status_code == 403
    await root.execute("UPDATE credentials SET level = 1")
    await root.execute("UPDATE extracts SET revoked_at = now()")
    for path in (reader.path, reader.records):
        assert "Gamla" not in (await reader.page(path, 409)).text()
    assert "extract_viewed" not in await reader.events()


async def test_a_later_search_is_not_shown_as_what_was_given(reader: Reader) -> None:
    await reader.past.root.execute(
        "INSERT INTO tasks (id, organisation_id, case_id, round, system, verb, state, reason, handle, attempts, "
        "found, retained, internal_due, asked_at) SELECT gen_random_uuid(), organisation_id, case_id, round + 1, "
        "system, verb, state, reason, handle, attempts, 0, retained, internal_due, asked_at FROM tasks "
        "WHERE case_id = $1",
        reader.past.closed,
    )
    assert len((await reader.page(reader.records)).css("main section[aria-labelledby]")) == PAGE


async def test_what_is_wrong_becomes_a_case_that_knows_it_all(reader: Reader) -> None:
    past, page = reader.past, await reader.page(reader.records)
    boxes = [str(box.attributes["value"]) for box in page.css("input[name=wrong]")]
    chosen = [box for box in boxes if box.endswith(".address")][:2]
    asked = await reader.say(chosen)
    assert asked.status_code == 200
    assert [area.text() for area in Tree(asked.text).css("textarea")] == ["", ""]
    assert "Gamla vägen 0" in asked.text
    half = await reader.say(chosen, "Nya vägen 4", " ")
    assert half.status_code == 422
    assert Tree(half.text).css("textarea")[0].text() == "Nya vägen 4"
    done = await reader.say(chosen, "Nya vägen 4", "Nya vägen 5")
    assert done.status_code == 200, done.text
    reference = the(done.text, ".number").text()
    again = await reader.say(chosen, "Nya vägen 4", "Nya vägen 5")
    assert the(again.text, ".number").text() == reference  # sent twice, one case

    async with past.office.db.transaction(past.organisation.id) as session:
        case = await cases.case_by_reference(session, reference)
        assert case is not None
        assert (case.parent_id, case.rights) == (past.closed, [Right.RECTIFICATION])
        assert (case.state, case.identity_level) == (State.COLLECTING, 1)
        file = await past.office.file(session, case)
        assert "Gamla vägen 0 → Nya vägen 4" in file.words
        rows = await tasks.corrections_of(session, case.id)
        told = {
            (row.system, row.field, corrections.old_value(file, row), corrections.claimed_value(file, row))
            for row in rows
        }
        finding = await tasks.get_finding(session, case.id, rows[0].finding_id)
        assert ref_of(file, finding) in {"ref-0", "ref-1"}
        assert (await data_of(file, finding))["note"] == EVIL
    assert told == {
        ("archive", "address", "Gamla vägen 0", "Nya vägen 4"),
        ("archive", "address", "Gamla vägen 1", "Nya vägen 5"),
    }
    link = str(the(done.text, "main a.button").attributes["href"])
    opened = await reader.browser.post(link.removeprefix(past.office.settings.public_url))
    assert opened.status_code == 303


@pytest.mark.parametrize("wrong", [[], ["made up"], [f"{uuid4()}.address"]])
async def test_only_what_is_in_the_extract_can_be_wrong(reader: Reader, wrong: list[str]) -> None:
    for right in ([], ["x"] * len(wrong)):
        assert (await reader.say(wrong, *right)).status_code == 422
    assert await reader.past.root.fetchval("SELECT count(*) FROM corrections") == 0


async def test_an_old_link_sends_a_new_one_to_its_person_only(reader: Reader) -> None:
    past = reader.past
    token = await link_to(past, past.open)
    for statement in ("expires_at = now() - interval '90 days'", "revoked_at = now()"):
        await past.root.execute(f"UPDATE credentials SET {statement} WHERE hash = $1", token_hash(token))
    answers = [
        await reader.browser.post(f"/s/{one}/new")
        for one in (token, token, tokens.new_token(Audience.STATUS).plain, "nothing")
    ]
    assert {answer.text for answer in answers} == {answers[0].text}
    assert await asked_links(past) == [past.open]
    await past.root.execute("DELETE FROM case_keys WHERE case_id = $1", past.open)
    await past.root.execute("DELETE FROM allowances")
    assert (await reader.browser.post(f"/s/{token}/new")).text == answers[0].text
    assert await asked_links(past) == [past.open]


async def asked_links(past: Past) -> list[UUID]:
    """Give the cases of which a new link is to be written to their person."""
    rows: list[Any] = await past.root.fetch(
        "SELECT convert_from(payload, 'utf8') AS said FROM pgqueuer WHERE entrypoint = 'write_letter'"
    )
    return [UUID(json.loads(row["said"])["subject"]) for row in rows if "new_link" in row["said"]]
