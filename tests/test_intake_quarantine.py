"""Messages nobody could place: seen, read again, taken up or set aside, many at once; and none ever lost."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from app import clock, embedded
from app.errors import TooLarge
from app.intake import door, proof, readers, route, showing, sorting
from app.intake.door import Delivery, accept
from app.intake.read import Read, read_here
from app.intake.route import route_message
from app.intake.standin import stand_in
from app.jobs import Job, Kind
from app.models.columns import new_id
from app.models.message import Message
from app.office import Office
from app.queries import messages
from app.vocabulary import Channel, MessageState, Right, Role
from tests.clockwork import HANDLER, Clockwork, clockwork, profile
from tests.doors import Doors, doors, paths, problem
from tests.house import mail, until

REQUEST = "Hej! Jag vill ha ett registerutdrag enligt artikel 15 i GDPR."
OFFER = "Hej! Vi säljer truckar till bra pris."
POISON = "Detta brev bränner upp den som läser det."
REASON = "Reklam, inget om personuppgifter."


@pytest.fixture(scope="module")
async def house(
    server: embedded.Server, template: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Doors]:
    async with doors(server, template, tmp_path_factory.mktemp("house")) as house:
        yield house


@pytest.fixture
def poisoned(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give a list; while something is in it, mail with the poison in it is given up."""
    poisoned = [POISON]
    real = readers.read

    async def read(office: Office, raw: bytes) -> Read:
        found = await real(office, raw)
        if any(word in found.mail.text for word in poisoned):
            raise TooLarge("Reading it took more than 20 seconds and was stopped.")
        return found

    monkeypatch.setattr(route, "read", read)
    return poisoned


async def placed(house: Doors, message_id: str) -> dict[str, Any]:
    async def there() -> Any:
        message = await house.house.read(f"/messages/{message_id}")
        return message if message["state"] != "stored" else None

    return dict(await until(there))


async def come(house: Doors, subject: str, text: str, **headers: str) -> dict[str, Any]:
    """Give a message once it has its place."""
    return await placed(house, await house.house.hand_in(mail(subject, text, **headers)))


async def several(house: Doors, what: str, *ids: str, **given: Any) -> list[dict[str, Any]]:
    answer = await house.house.api("POST", f"/messages/{what}", json={"ids": ids, **given})
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


async def in_place(house: Doors, state: str) -> list[str]:
    items = (await house.house.read(f"/messages?state={state}&limit=200"))["items"]
    return [item["id"] for item in items]


class TestQuarantine:
    async def test_what_could_not_be_read_says_why_and_can_be_read_again(
        self, house: Doors, poisoned: list[str]
    ) -> None:
        message = await come(house, "Registerutdrag", f"{REQUEST} {POISON}")
        assert (message["state"], message["error"]) == (
            "quarantine", "Reading it took more than 20 seconds and was stopped.",
        )  # fmt: skip
        assert message["id"] in await in_place(house, "quarantine")
        poisoned.clear()
        answer = await house.house.api("POST", f"/messages/{message['id']}/read_again")
        assert answer.status_code == 200, answer.text
        assert (answer.json()["state"], answer.json()["error"]) == ("stored", "")
        again = await placed(house, message["id"])
        assert (again["state"], again["rights"]) == ("case", ["access"])
        case = await house.house.case(again["case_id"])
        assert case["received_at"] == message["received_at"]

    @pytest.mark.usefixtures("poisoned")
    async def test_others_are_read_meanwhile(self, house: Doors) -> None:
        bad = [await house.house.hand_in(mail(f"Gift {number}", f"{POISON} {number}")) for number in range(3)]
        good = await come(house, "Utdrag", f"{REQUEST} Nu.")
        assert good["state"] == "case"
        assert {(await placed(house, one))["state"] for one in bad} == {"quarantine"}

    async def test_a_stand_in_is_read_taken_up_and_set_aside_as_any_other(self, house: Doors) -> None:
        ids = []
        for number in range(2):
            raw = stand_in(
                b"From: anna.lindqvist@post.example\r\nSubject: Stort\r\n", f"This mail is huge {number}."
            )
            at = clock.now()
            delivery = Delivery("imap", f"huge/{number}", Channel.EMAIL, raw, at)
            async with house.house.office.db.transaction(house.house.organisation_id) as session:
                receipt = await door.store(house.house.office, session, delivery, at)
                message = await messages.get_message(session, receipt.message_id)
                message.state, message.error = MessageState.QUARANTINE, "The mail is larger than 50.0 MB."
            ids.append(str(receipt.message_id))
        text = await house.house.read(f"/messages/{ids[0]}/text")
        assert (text["subject"], text["text"]) == ("Stort", "This mail is huge 0.")
        (taken,) = await several(house, "accept", ids[0], rights=["access"])
        assert taken["message"]["state"] == "case"
        (aside,) = await several(house, "dismiss", ids[1], reason="Samma brev en gång till.")
        assert aside["message"]["state"] == "dismissed"

    async def test_what_has_its_place_is_not_read_again(self, house: Doors) -> None:
        message = await come(house, "Utdrag", f"{REQUEST} Tack på förhand.")
        answer = await house.house.api("POST", f"/messages/{message['id']}/read_again")
        assert problem(answer, 409, "action_not_possible")["detail"] == "This message has its place already."
        answer = await house.house.api("POST", f"/messages/{new_id()}/read_again")
        problem(answer, 404, "not_found")
        for path, given in (
            ("accept", {"ids": [message["id"]]}),
            ("dismiss", {"ids": [message["id"]], "reason": REASON}),
        ):
            answer = await house.house.api("POST", f"/messages/{path}", json=given, role=Role.INBOX)
            problem(answer, 403, "not_permitted")

    async def test_what_waits_for_a_person_can_be_read_again_too(self, house: Doors) -> None:
        message = await come(house, "Erbjudande", f"{OFFER} Läs igen.")
        await house.house.api("POST", f"/messages/{message['id']}/read_again")
        assert (await placed(house, message["id"]))["state"] == "triage"


class TestSuggestions:
    async def test_the_case_a_message_names_is_shown_and_one_press_away(self, house: Doors) -> None:
        case = await house.written()
        message = await come(
            house, f"Angående {case['reference']}", OFFER, sender="Bo Ek <bo.ek@annan.example>"
        )
        assert (message["state"], message["suggested_case_id"]) == ("triage", case["id"])
        (done,) = await several(house, "accept", message["id"])
        assert (done["message"]["state"], done["message"]["case_id"]) == ("case", case["id"])
        assert "message_received" in await house.house.events(case["id"])

    async def test_with_rights_it_is_a_request_of_its_own(self, house: Doors) -> None:
        case = await house.written()
        message = await come(
            house, f"Om {case['reference']}", f"{OFFER} Igen.", sender="Bo Ek <bo.ek@annan.example>"
        )
        (done,) = await several(house, "accept", message["id"], rights=["erasure"])
        assert done["message"]["case_id"] not in (None, case["id"])

    async def test_a_case_that_awaits_triage_begins(self, house: Doors) -> None:
        forward = mail(
            "VB: Registerutdrag", "Hej, kan du ta den här?", sender="Karin <karin@nordstaff.example>"
        )
        inner = mail("Registerutdrag", f"{REQUEST} Hälsningar Anna")
        forward.add_attachment(inner)
        message = await placed(house, await house.house.hand_in(forward))
        assert (message["state"], bool(message["case_id"])) == ("triage", True)
        (done,) = await several(house, "accept", message["id"], rights=["access"])
        assert (done["message"]["state"], done["message"]["case_id"]) == ("case", message["case_id"])
        case = await house.house.in_state(message["case_id"], "verifying")
        assert case["rights"] == ["access"]


class TestReadingAgain:
    async def test_many_are_read_by_the_present_decoder_and_each_answers_for_itself(
        self, house: Doors, poisoned: list[str]
    ) -> None:
        held = [await come(house, f"Utdrag {n}", f"{REQUEST} {POISON} {n}") for n in range(2)]
        settled = await come(house, "Utdrag nu", f"{REQUEST} Genast.")
        unknown = str(new_id())
        assert [one["state"] for one in held] == ["quarantine", "quarantine"]
        poisoned.clear()  # what could not be read was repaired
        items = await several(house, "read_again", held[0]["id"], unknown, settled["id"], held[1]["id"])
        assert [item["code"] for item in items] == [None, "not_found", "action_not_possible", None]
        assert {(await placed(house, one["id"]))["state"] for one in held} == {"case"}


class TestMany:
    async def test_each_is_answered_for_itself_and_none_blocks_another(self, house: Doors) -> None:
        offers = [await come(house, f"Truck {number}", f"{OFFER} {number}") for number in range(3)]
        placed_before = await come(house, "Utdrag", f"{REQUEST} Snälla.")
        unknown = str(new_id())
        ids = [offers[0]["id"], unknown, placed_before["id"], offers[1]["id"], offers[0]["id"]]
        items = await several(house, "accept", *ids, rights=["access"])
        assert [item["id"] for item in items] == ids[:4]
        assert [item["code"] for item in items] == [None, "not_found", "action_not_possible", None]
        assert [item["message"] and item["message"]["state"] for item in items] == [
            "case",
            None,
            None,
            "case",
        ]
        assert items[2]["reason"] == "Meddelandet har redan sin plats."
        assert (await house.house.read(f"/messages/{offers[2]['id']}"))["state"] == "triage"

    async def test_without_rights_they_are_as_it_was_read_and_none_are_made_up(self, house: Doors) -> None:
        message = await come(house, "Truckar", f"{OFFER} Utan rättighet.")
        (item,) = await several(house, "accept", message["id"])
        assert (item["code"], item["reason"]) == (
            "action_not_possible", "Det framgår inte vad som begärs; ange rättigheterna.",
        )  # fmt: skip
        assert (await house.house.read(f"/messages/{message['id']}"))["state"] == "triage"

    async def test_a_fault_of_ours_is_told_of_one_and_spares_the_others(
        self, house: Doors, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first, second = [await come(house, f"Fel {n}", f"{OFFER} Fel {n}") for n in range(2)]
        real = sorting.dismiss_message

        async def stumbling(office: Office, session: Any, message_id: UUID, *rest: Any) -> Message:
            found = await real(office, session, message_id, *rest)
            if str(message_id) == first["id"]:
                raise RuntimeError("anna.lindqvist@post.example")
            return found

        monkeypatch.setattr(sorting, "dismiss_message", stumbling)
        one, two = await several(house, "dismiss", first["id"], second["id"], reason=REASON)
        assert (one["code"], one["reason"]) == ("error", "Något gick fel hos oss; felet har antecknats.")
        assert two["message"]["state"] == "dismissed"
        assert (await house.house.read(f"/messages/{first['id']}"))["state"] == "triage"

    async def test_two_handlers_at_the_same_moment_open_one_case(self, house: Doors) -> None:
        message = await come(house, "Samtidigt", f"{OFFER} Samtidigt.")
        answers = await asyncio.gather(
            *(several(house, "accept", message["id"], rights=["access"]) for _ in range(3))
        )
        assert sorted(str(items[0]["code"]) for items in answers) == [
            "None", "action_not_possible", "action_not_possible",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("path", "given", "field"),
        [
            ("accept", {}, "ids"),
            ("accept", {"ids": []}, "ids"),
            ("accept", {"ids": ["17"]}, "ids.0"),
            ("accept", {"ids": [str(UUID(int=0))], "rights": ["all"]}, "rights.0"),
            ("accept", {"ids": [str(UUID(int=n)) for n in range(101)]}, "ids"),
            ("dismiss", {"ids": [str(UUID(int=0))]}, "reason"),
            ("dismiss", {"ids": [str(UUID(int=0))], "reason": " "}, "reason"),
        ],
    )
    async def test_what_makes_no_sense_is_named_by_its_field(
        self, house: Doors, path: str, given: dict[str, Any], field: str
    ) -> None:
        assert field in paths(await house.house.api("POST", f"/messages/{path}", json=given))


async def test_operators_see_a_message_that_no_job_will_read(house: Doors) -> None:
    async def figure() -> str:
        lines = (await house.house.http.get("/metrics")).text.splitlines()
        return next(line for line in lines if line.startswith("utdrag_messages_lost "))

    assert await figure() == "utdrag_messages_lost 0.0"
    message = await come(house, "Borta", f"{OFFER} Borta.")
    put = "UPDATE messages SET state = $2, stored_at = stored_at - interval '1 day' WHERE id = $1::text::uuid"
    await house.owner.execute(put, message["id"], "stored")

    async def missed() -> bool:  # not before the queue has let go of the job that read it
        return await figure() == "utdrag_messages_lost 1.0"

    await until(missed)
    assert await proof.find_lost(house.house.office, clock.now()) == 1
    assert (await placed(house, message["id"]))["state"] == "triage"
    assert await figure() == "utdrag_messages_lost 0.0"


class TestSettingAside:
    async def test_it_stays_to_be_seen_with_who_said_so_and_why(self, house: Doors) -> None:
        message = await come(house, "Truckar billigt", f"{OFFER} Billigt.")
        (item,) = await several(house, "dismiss", message["id"], reason=REASON)
        assert (item["message"]["state"], item["message"]["case_id"]) == ("dismissed", None)
        assert item["message"]["because"][-1].startswith("Set aside by handler-")
        assert item["message"]["because"][-1].endswith(REASON)
        places = {state: message["id"] in await in_place(house, state) for state in MessageState}
        assert [state for state, there in places.items() if there] == [MessageState.DISMISSED]
        (again,) = await several(house, "dismiss", message["id"], reason=REASON)
        assert again["reason"] == "Meddelandet har redan lagts åt sidan."

    async def test_it_can_be_taken_up_after_all(self, house: Doors) -> None:
        message = await come(house, "Ångrat", f"{OFFER} Ångrat.")
        await several(house, "dismiss", message["id"], reason=REASON)
        (item,) = await several(house, "accept", message["id"], rights=["erasure"])
        case = await house.house.case(item["message"]["case_id"])
        assert case["received_at"] == message["received_at"]

    async def test_with_a_case_in_triage_the_case_is_dismissed(self, house: Doors) -> None:
        forward = mail("VB: Erbjudande", f"Registerutdrag? {OFFER}", sender="Karin <karin@nordstaff.example>")
        forward.add_attachment(mail("Registerutdrag", f"{REQUEST} Eller inte."))
        message = await placed(house, await house.house.hand_in(forward))
        assert (message["state"], bool(message["case_id"])) == ("triage", True)
        (item,) = await several(house, "dismiss", message["id"], reason=REASON)
        assert item["message"]["state"] == "case"
        case = await house.house.case(message["case_id"])
        assert (case["state"], case["outcome"]) == ("closed", "not_a_request")

    async def test_what_a_machine_wrote_can_be_set_aside(self, house: Doors) -> None:
        message = await come(house, "Autosvar: Semester", "Åter i augusti.", Auto_Submitted="auto-replied")
        (item,) = await several(house, "dismiss", message["id"], reason=REASON)
        assert item["message"]["state"] == "dismissed"


@pytest.fixture
async def clockhouse(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncGenerator[Clockwork]:
    async with clockwork(database, tmp_path, monkeypatch, profile()) as house:

        async def read(_: Office, raw: bytes) -> Read:
            return read_here(raw)

        monkeypatch.setattr(route, "read", read)
        monkeypatch.setattr(sorting, "read", read)
        monkeypatch.setattr(showing, "read", read)
        yield house


async def stored(house: Clockwork, raw: bytes) -> UUID:
    house.at += timedelta(seconds=1)
    delivery = Delivery("test", house.at.isoformat(), Channel.EMAIL, raw, house.at)
    return (await accept(house.office, house.organisation_id, delivery, house.at)).message_id


async def routed(house: Clockwork, message_id: UUID) -> Message:
    await route_message(house.office, Job(Kind.ROUTE_MESSAGE, house.organisation_id, message_id))
    return await message_of(house, message_id)


async def message_of(house: Clockwork, message_id: UUID) -> Message:
    async with house.office.db.transaction(house.organisation_id) as session:
        return await messages.get_message(session, message_id)


async def jobs_of(house: Clockwork, message_id: UUID) -> int:
    rows = await house.sql(
        "SELECT payload FROM pgqueuer WHERE entrypoint = 'route_message' AND status = 'queued'"
    )
    return sum(Job.read(Kind.ROUTE_MESSAGE, row["payload"]).subject_id == message_id for row in rows)


class TestCopies:
    async def test_a_copy_goes_where_its_original_goes(self, clockhouse: Clockwork) -> None:
        house, raw = clockhouse, mail("Erbjudande", OFFER).as_bytes()
        first, copy = await stored(house, raw), await stored(house, b"X-Way: other\r\n" + raw)
        await routed(house, first)
        assert (await routed(house, copy)).state is MessageState.TRIAGE
        async with house.office.db.transaction(house.organisation_id) as session:
            file = await sorting.accept_message(
                house.office, session, first, [Right.ACCESS], HANDLER, house.at
            )
        found = await message_of(house, copy)
        assert (found.state, found.case_id, found.duplicate_of) == (MessageState.CASE, file.case.id, first)
        async with house.office.db.transaction(house.organisation_id) as session:
            assert (await showing.text_of(house.office, session, found)).subject == "Erbjudande"

    async def test_a_copy_waits_until_its_original_was_read(self, clockhouse: Clockwork) -> None:
        """Two workers take two copies at once: the second must not be left behind unread."""
        house, raw = clockhouse, mail("Registerutdrag", REQUEST).as_bytes()
        first, copy = await stored(house, raw), await stored(house, b"X-Way: other\r\n" + raw)
        await house.sql("DELETE FROM pgqueuer")
        assert (await routed(house, copy)).state is MessageState.STORED
        assert await jobs_of(house, copy) == 1
        await routed(house, first)
        found = await routed(house, copy)
        assert (found.state, found.duplicate_of) == (MessageState.CASE, first)

    async def test_set_aside_and_read_again_it_follows(self, clockhouse: Clockwork) -> None:
        house, raw = clockhouse, mail("Erbjudande", OFFER).as_bytes()
        first, copy = await stored(house, raw), await stored(house, b"X-Way: other\r\n" + raw)
        await routed(house, first)
        await routed(house, copy)
        async with house.office.db.transaction(house.organisation_id) as session:
            await sorting.dismiss_message(house.office, session, first, REASON, HANDLER, house.at)
        assert (await message_of(house, copy)).state is MessageState.DISMISSED
        async with house.office.db.transaction(house.organisation_id) as session:
            await sorting.read_again(session, first)
        assert await proof.find_lost(house.office, house.at) == 0  # on its way is not lost
        await routed(house, first)
        assert (await message_of(house, copy)).state is MessageState.TRIAGE


class TestProof:
    async def test_a_message_without_a_job_is_found_and_read_after_all(self, clockhouse: Clockwork) -> None:
        house = clockhouse
        lost, fine = [await stored(house, mail(f"Utdrag {n}", REQUEST).as_bytes()) for n in range(2)]
        await house.sql(
            "DELETE FROM pgqueuer WHERE convert_from(payload, 'UTF8')::jsonb ->> 'subject' = $1", str(lost)
        )
        assert await proof.lost_messages(house.office, house.at) == 0  # too young to be lost
        later = house.at + timedelta(minutes=11)
        assert await proof.lost_messages(house.office, later) == 1
        assert await jobs_of(house, lost) == 0  # counting changes nothing
        assert await proof.find_lost(house.office, later) == 1
        assert (await jobs_of(house, lost), await jobs_of(house, fine)) == (1, 1)
        assert await proof.lost_messages(house.office, later) == 0
        assert await proof.find_lost(house.office, later) == 0
        assert (await routed(house, lost)).state is MessageState.CASE

    async def test_a_job_that_was_given_up_is_none(self, clockhouse: Clockwork) -> None:
        house = clockhouse
        held = await stored(house, mail("Utdrag", REQUEST).as_bytes())
        await house.sql("UPDATE pgqueuer SET status = 'failed'")
        assert await proof.find_lost(house.office, house.at + timedelta(minutes=11)) == 1
        assert await jobs_of(house, held) == 1

    async def test_one_that_is_being_read_is_left_alone(self, clockhouse: Clockwork) -> None:
        house = clockhouse
        await stored(house, mail("Utdrag", REQUEST).as_bytes())
        await house.sql("UPDATE pgqueuer SET status = 'picked'")
        assert await proof.find_lost(house.office, house.at + timedelta(minutes=11)) == 0

    async def test_what_stands_with_no_case_is_put_before_a_person(self, clockhouse: Clockwork) -> None:
        house = clockhouse
        message = await routed(house, await stored(house, mail("Erbjudande", OFFER).as_bytes()))
        await house.sql("UPDATE messages SET state = 'case'")
        assert await proof.find_lost(house.office, house.at) == 1
        found = await message_of(house, message.id)
        assert (found.state, found.error) == (
            MessageState.QUARANTINE, "It stood with a case that is not named.",
        )  # fmt: skip

    async def test_what_has_a_case_and_says_otherwise_stands_with_the_case(
        self, clockhouse: Clockwork
    ) -> None:
        house = clockhouse
        message = await routed(house, await stored(house, mail("Utdrag", REQUEST).as_bytes()))
        for state in ("stored", "quarantine", "dismissed"):
            await house.sql("UPDATE messages SET state = $1", state)
            assert await proof.find_lost(house.office, house.at) == 1
            assert (await message_of(house, message.id)).state is MessageState.CASE

    async def test_a_copy_left_behind_is_put_beside_its_original(self, clockhouse: Clockwork) -> None:
        house, raw = clockhouse, mail("Utdrag", REQUEST).as_bytes()
        first, copy = await stored(house, raw), await stored(house, b"X-Way: other\r\n" + raw)
        await routed(house, first)
        await house.sql("UPDATE messages SET state = 'triage', duplicate_of = $1 WHERE id = $2", first, copy)
        assert await proof.find_lost(house.office, house.at) == 1
        original, found = await message_of(house, first), await message_of(house, copy)
        assert (found.state, found.case_id) == (MessageState.CASE, original.case_id)

    async def test_what_says_it_waits_while_its_case_went_on_stands_with_the_case(
        self, clockhouse: Clockwork
    ) -> None:
        house = clockhouse
        message = await routed(house, await stored(house, mail("Utdrag", REQUEST).as_bytes()))
        await house.sql("UPDATE messages SET state = 'triage'")
        assert await proof.find_lost(house.office, house.at) == 1
        assert (await message_of(house, message.id)).state is MessageState.CASE
        await house.sql("UPDATE messages SET state = 'triage'")
        await house.sql("UPDATE cases SET state = 'triage'")  # now it does wait
        assert await proof.find_lost(house.office, house.at) == 0

    async def test_every_ordinary_place_is_a_place(self, clockhouse: Clockwork) -> None:
        """Nothing that routing or a handler does looks like a loss."""
        house = clockhouse
        for subject, text in (
            ("Utdrag", REQUEST),
            ("Erbjudande", OFFER),
            ("Autosvar: Semester", "Åter i juni."),
        ):
            raw = mail(subject, text).as_bytes()
            for way in (b"", b"X-Way: other\r\n"):
                await routed(house, await stored(house, way + raw))
        states = {row["state"] for row in await house.sql("SELECT state FROM messages")}
        assert states == {"case", "triage", "automated"}
        assert await proof.find_lost(house.office, house.at + timedelta(days=1)) == 0
