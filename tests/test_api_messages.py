"""Handing mail in: acknowledged only when it is stored, stored once, and put in exactly one place."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Any

import httpx
import pytest

from app import embedded
from app.models.columns import new_id
from app.vocabulary import Role
from tests.doors import Doors, doors, paths, problem
from tests.house import mail, until

REQUEST = "Hej! Jag vill ha ett registerutdrag enligt artikel 15 i GDPR."
OFFER = "Hej! Vi säljer truckar till bra pris."


@pytest.fixture(scope="module")
async def house(
    server: embedded.Server, template: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Doors]:
    async with doors(server, template, tmp_path_factory.mktemp("house")) as house:
        yield house


async def handed_in(house: Doors, content: Any, **headers: str) -> httpx.Response:
    return await house.house.api(
        "POST",
        "/intake/mail",
        role=Role.INBOX,
        content=content,
        headers={
            "Content-Type": "message/rfc822",
            **{name.replace("_", "-"): v for name, v in headers.items()},
        },
    )


async def placed(house: Doors, message_id: str) -> dict[str, Any]:
    """Give a message once it has its place."""

    async def there() -> Any:
        message = await house.house.read(f"/messages/{message_id}")
        return message if message["state"] != "stored" else None

    return dict(await until(there))


async def in_place(house: Doors, state: str) -> list[str]:
    items = (await house.house.read(f"/messages?state={state}&limit=200"))["items"]
    return [item["id"] for item in items]


class TestHandingIn:
    async def test_a_mail_is_stored_before_it_is_acknowledged(self, house: Doors) -> None:
        answer = await handed_in(house, mail("Hej", REQUEST).as_bytes())
        assert answer.status_code == 202
        assert answer.json().keys() == {"message_id", "duplicate"}
        rows = await house.owner.fetch(
            "SELECT raw FROM messages WHERE id = $1::text::uuid", answer.json()["message_id"]
        )
        assert b"registerutdrag" not in rows[0]["raw"]

    async def test_the_same_mail_is_the_same_message(self, house: Doors) -> None:
        raw = mail("Hej igen", REQUEST).as_bytes()
        first, again = (await handed_in(house, raw)).json(), (await handed_in(house, raw)).json()
        assert again == {"message_id": first["message_id"], "duplicate": True}
        assert first["duplicate"] is False
        count = await house.owner.fetchval("SELECT count(*) FROM messages WHERE size = $1", len(raw))
        assert count == 1

    async def test_at_the_same_moment_too(self, house: Doors) -> None:
        raw = mail("Hej samtidigt", REQUEST).as_bytes()
        answers = await asyncio.gather(*(handed_in(house, raw) for _ in range(4)))
        assert [answer.status_code for answer in answers] == [202] * 4
        assert len({answer.json()["message_id"] for answer in answers}) == 1
        assert sorted(answer.json()["duplicate"] for answer in answers) == [False, True, True, True]

    async def test_to_another_address_it_is_another_message(self, house: Doors) -> None:
        raw = mail("Två adresser", REQUEST).as_bytes()
        first = await handed_in(house, raw, X_Envelope_To="privacy@nordstaff.example")
        other = await handed_in(house, raw, X_Envelope_To="privacy+annan@nordstaff.example")
        assert first.json()["message_id"] != other.json()["message_id"]

    async def test_the_same_mail_by_two_ways_becomes_one_case(self, house: Doors) -> None:
        one = mail("Två vägar", REQUEST).as_bytes()
        two = b"Received: from relay.example by nordstaff.example; Mon, 2 Mar 2026 10:00:01 +0100\r\n" + one
        first = (await handed_in(house, one)).json()["message_id"]
        case = await house.house.case_of(first)
        second = await placed(house, (await handed_in(house, two)).json()["message_id"])
        assert (second["duplicate_of"], second["case_id"]) == (first, case["id"])

    async def test_when_the_commit_fails_nothing_is_acknowledged_or_kept(self, house: Doors) -> None:
        await house.owner.execute(
            "CREATE FUNCTION never() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'never'; END $$;"
            "CREATE CONSTRAINT TRIGGER never AFTER INSERT ON messages DEFERRABLE INITIALLY DEFERRED "
            "FOR EACH ROW EXECUTE FUNCTION never()"
        )
        raw = mail("Kommer igen", REQUEST).as_bytes()
        before = await house.owner.fetchval("SELECT count(*) FROM messages")
        try:
            problem(await handed_in(house, raw), 500, "error")
        finally:
            await house.owner.execute("DROP TRIGGER never ON messages; DROP FUNCTION never")
        assert await house.owner.fetchval("SELECT count(*) FROM messages") == before
        again = await handed_in(house, raw)
        assert (again.status_code, again.json()["duplicate"]) == (202, False)
        assert await house.house.case_of(again.json()["message_id"])

    async def test_when_the_database_dies_meanwhile_nothing_is_acknowledged(self, house: Doors) -> None:
        raw = mail("Avbrott", REQUEST).as_bytes()
        await house.owner.execute("BEGIN")
        await house.owner.execute("LOCK TABLE messages IN ACCESS EXCLUSIVE MODE")
        handing_in = asyncio.create_task(handed_in(house, raw))

        async def waiting() -> Any:
            return await house.owner.fetchval(
                "SELECT pid FROM pg_stat_activity WHERE application_name = 'utdrag' AND wait_event_type = 'Lock'"
            )

        pid = await until(waiting)
        await house.owner.execute(f"SELECT pg_terminate_backend({pid})")
        await house.owner.execute("COMMIT")
        problem(await handing_in, 503, "not_ready")
        again = await handed_in(house, raw)
        assert (again.status_code, again.json()["duplicate"]) == (202, False)

    async def test_a_mail_too_large_is_refused_and_not_kept(self, house: Doors) -> None:
        async def chunks() -> AsyncIterator[bytes]:
            yield b"Subject: stor\r\n\r\n"
            for _ in range(51):
                yield b"x" * 1024 * 1024

        before = await house.owner.fetchval("SELECT count(*) FROM messages")
        problem(await handed_in(house, chunks()), 413, "too_large")
        problem(await handed_in(house, b"x" * 51 * 1024 * 1024), 413, "too_large")
        assert await house.owner.fetchval("SELECT count(*) FROM messages") == before

    @pytest.mark.parametrize("raw", [b"", b"\0", b"\r\n\r\n", b"From: \xff\xfe\r\n\r\n\xff", b"nonsense"])
    async def test_whatever_comes_in_has_a_place_in_the_end(self, house: Doors, raw: bytes) -> None:
        answer = await handed_in(house, raw)
        assert answer.status_code == 202
        message = await placed(house, answer.json()["message_id"])
        assert message["state"] in {"triage", "case", "automated", "quarantine"}


class TestPlaces:
    async def test_a_request_is_with_its_case_and_says_why(self, house: Doors) -> None:
        message_id = await house.house.hand_in(mail("Registerutdrag", REQUEST))
        message = await placed(house, message_id)
        assert (message["state"], message["decision"], message["rights"]) == ("case", "open_case", ["access"])
        assert message["because"]
        case = await house.house.case(message["case_id"])
        assert case["words"].startswith("Registerutdrag")
        assert message_id in await in_place(house, "case")

    async def test_what_nobody_asked_for_waits_for_a_person(self, house: Doors) -> None:
        message_id = await house.house.hand_in(mail("Erbjudande", OFFER))
        message = await placed(house, message_id)
        assert (message["state"], message["case_id"]) == ("triage", None)
        assert message_id in await in_place(house, "triage")
        assert message_id not in await in_place(house, "case")

    async def test_what_a_machine_wrote_is_set_aside(self, house: Doors) -> None:
        away = mail("Autosvar: Semester", "Jag är tillbaka i augusti.", Auto_Submitted="auto-replied")
        message_id = await house.house.hand_in(away)
        assert (await placed(house, message_id))["state"] == "automated"
        assert message_id in await in_place(house, "automated")

    async def test_places_are_walked_page_by_page_oldest_first(self, house: Doors) -> None:
        for number in range(4):
            await placed(house, await house.house.hand_in(mail(f"Erbjudande {number}", f"{OFFER} {number}")))
        seen: list[dict[str, Any]] = []
        params: dict[str, str] = {}
        while True:
            page = await house.house.read(
                "/messages?state=triage&limit=2", params={"state": "triage", "limit": 2, **params}
            )
            seen += page["items"]
            if page["next_cursor"] is None:
                break
            params = {"cursor": page["next_cursor"]}
        order = [(item["received_at"], item["id"]) for item in seen]
        assert order == sorted(order)
        assert len(set(order)) == len(order) >= 4

    @pytest.mark.parametrize(
        ("query", "path"),
        [
            ("", "query.state"),
            ("state=lost", "query.state"),
            ("state=case&limit=0", "query.limit"),
            ("state=case&cursor=x", "query.cursor"),
        ],
    )
    async def test_a_question_nobody_understands_is_named_by_its_field(
        self, house: Doors, query: str, path: str
    ) -> None:
        assert paths(await house.house.api("GET", f"/messages?{query}")) == [path]

    async def test_a_mail_is_read_as_text_and_nothing_of_it_runs(self, house: Doors) -> None:
        message = mail("Hej", "Text med <b>märken</b>.")
        message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="cv.pdf")
        message_id = await house.house.hand_in(message)
        await placed(house, message_id)
        text = await house.house.read(f"/messages/{message_id}/text")
        assert text["subject"] == "Hej"
        assert [file["name"] for file in text["files"]] == ["cv.pdf"]
        assert "anna.lindqvist@post.example" in text["sender"]


class TestPlacing:
    async def waiting(self, house: Doors, subject: str) -> str:
        message_id = await house.house.hand_in(mail(subject, OFFER))
        assert (await placed(house, message_id))["state"] == "triage"
        return message_id

    async def test_a_message_is_taken_as_a_request_from_the_day_it_came(self, house: Doors) -> None:
        message_id = await self.waiting(house, "Kanske en begäran")
        answer = await house.house.api("POST", f"/messages/{message_id}/accept", json={"rights": ["erasure"]})
        assert answer.status_code == 200
        case, message = answer.json(), await house.house.read(f"/messages/{message_id}")
        assert (case["rights"], case["received_at"]) == (["erasure"], message["received_at"])
        assert (message["state"], message["case_id"]) == ("case", case["id"])
        assert (await house.house.read(f"/messages/{message_id}/text"))["subject"] == "Kanske en begäran"

    async def test_it_is_taken_once(self, house: Doors) -> None:
        message_id = await self.waiting(house, "En gång")
        calls = [
            house.house.api("POST", f"/messages/{message_id}/accept", json={"rights": ["access"]})
            for _ in range(3)
        ]
        answers = await asyncio.gather(*calls)
        assert sorted(answer.status_code for answer in answers) == [200, 409, 409]

    async def test_a_message_is_put_with_its_case(self, house: Doors) -> None:
        message_id, case = await self.waiting(house, "Hör till"), await house.written()
        answer = await house.house.api("POST", f"/messages/{message_id}/link", json={"case_id": case["id"]})
        assert answer.status_code == 200
        assert (answer.json()["state"], answer.json()["case_id"]) == ("case", case["id"])
        assert "message_received" in await house.house.events(case["id"])
        assert message_id not in await in_place(house, "triage")

    async def test_a_message_with_a_place_keeps_it(self, house: Doors) -> None:
        message_id = await house.house.hand_in(mail("Registerutdrag", f"{REQUEST} Tack!"))
        case_id = (await placed(house, message_id))["case_id"]
        for path, given in (("accept", {"rights": ["access"]}), ("link", {"case_id": case_id})):
            answer = await house.house.api("POST", f"/messages/{message_id}/{path}", json=given)
            told = problem(answer, 409, "action_not_possible")
            assert told["detail"] == "This message has its place already."

    async def test_what_makes_no_sense_is_named_by_its_field(self, house: Doors) -> None:
        message_id = await self.waiting(house, "Fel fält")
        for path, given, field in (
            ("accept", {"rights": []}, "rights"),
            ("accept", {"rights": ["all"]}, "rights.0"),
            ("accept", {"rights": ["access"], "name": "Anna"}, "name"),
            ("link", {}, "case_id"),
            ("link", {"case_id": "17"}, "case_id"),
        ):
            answer = await house.house.api("POST", f"/messages/{message_id}/{path}", json=given)
            assert field in paths(answer)

    async def test_an_unknown_case_or_message_is_not_there(self, house: Doors) -> None:
        message_id = await self.waiting(house, "Okänt")
        for path, given in (
            (f"/messages/{message_id}/link", {"case_id": str(new_id())}),
            (f"/messages/{new_id()}/accept", {"rights": ["access"]}),
        ):
            problem(await house.house.api("POST", path, json=given), 404, "not_found")
