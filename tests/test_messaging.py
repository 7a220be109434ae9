"""Letters in a handler's own words: held, taken back, read on the status page; and owners reminded once a day."""

from collections.abc import AsyncGenerator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from pydantic import SecretStr

from app.errors import ActionNotPossible, InvalidInput, NotFound
from app.extracts.suggest import has_identity_number
from app.jobs import Job, Kind
from app.letters.unfilled import unfilled
from app.vocabulary import Event, Language, LetterState, Right, TaskState
from app.workflows.correspondence import HELD
from app.workflows.hands import _REMINDED
from app.workflows.messaging import NUMBER_IN_LETTER
from app.workflows.people import Applicant
from app.workflows.sending import send_letter
from app.workflows.status import status
from app.workflows.visits import Visit
from tests.clockwork import ANNA, Clockwork, clockwork, manual, profile
from tests.counterparts.smtp_capture import Capture
from tests.house import body_of

WORDS = "Vi har hittat två anställningar.\nVilken gäller det?\n\n**Svara** när du hinner: http://lur.example"


@pytest.fixture
async def house(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, smtp_capture: Capture
) -> AsyncGenerator[Clockwork]:
    declared = profile(manual("binder", "Pärmen"))
    url = SecretStr(smtp_capture.url)
    async with clockwork(database, tmp_path, monkeypatch, declared, smtp_url=url, demo=False) as house:
        yield house


async def held(house: Clockwork, case_id: UUID) -> UUID:
    (letter,) = [row for row in (await house.shown(case_id)).letters if row.letter == "message"]
    return letter.id


async def seen(house: Clockwork, case_id: UUID, level: int = 1) -> list[str]:
    """Give what the status page shows of our own letters, once the code was given."""
    view = await status(house.office, Visit(house.organisation_id, case_id, None, level, b""), house.at)
    return [message.text for message in view.messages if message.title == "message"]


async def test_what_a_handler_writes_is_held_and_then_leaves(house: Clockwork, smtp_capture: Capture) -> None:
    case_id = await house.open()
    await house.do_jobs()
    smtp_capture.messages.clear()
    await house.act(case_id, Event.WRITE, text=WORDS)
    (waiting,) = await house.waiting()
    assert waiting[0] == Kind.SEND_LETTER
    assert HELD.total_seconds() - 5 < waiting[2] <= HELD.total_seconds()
    assert await house.do_jobs() == 0
    assert smtp_capture.messages == []
    assert await seen(house, case_id) == []
    await house.do_jobs(later=True)
    (sent,) = smtp_capture.messages
    text = body_of(sent).replace("\N{ZERO WIDTH NON-JOINER}", "").replace("\r", "")
    assert "Vi har hittat två anställningar.\nVilken gäller det?\n\n**Svara** när du hinner" in text
    assert "lur.example" not in str(sent.mail.get_body(("html",)))  # nothing in it became a link
    assert await seen(house, case_id) == [WORDS]
    assert await seen(house, case_id, level=0) == [""]
    events = await house.history(case_id)
    assert "Vi har hittat" not in str([event.data for event in events])


async def test_a_letter_taken_back_never_leaves(house: Clockwork, smtp_capture: Capture) -> None:
    case_id = await house.open()
    await house.do_jobs()
    smtp_capture.messages.clear()
    await house.act(case_id, Event.WRITE, text=WORDS)
    letter_id = await held(house, case_id)
    await house.act(case_id, Event.RECALL_LETTER, letter_id=letter_id)
    await house.do_jobs(later=True)
    assert smtp_capture.messages == []
    (letter,) = [row for row in (await house.shown(case_id)).letters if row.id == letter_id]
    assert letter.state is LetterState.RECALLED
    assert await seen(house, case_id) == []
    with pytest.raises(ActionNotPossible, match="redan ångrat och har inte skickats"):
        await house.act(case_id, Event.RECALL_LETTER, letter_id=letter_id)
    told = await house.events(case_id)
    assert told.index("write") < told.index("recall_letter")


async def test_a_letter_on_its_way_cannot_be_taken_back(house: Clockwork, smtp_capture: Capture) -> None:
    """The mail server was asked once and did not take it: it may have left."""
    case_id = await house.open()
    await house.do_jobs()
    await house.act(case_id, Event.WRITE, text=WORDS)
    first = await held(house, case_id)
    smtp_capture.refusals[ANNA.email] = "451 Come back later"
    await send_letter(house.office, Job(Kind.SEND_LETTER, house.organisation_id, first))
    smtp_capture.refusals.clear()
    await house.act(case_id, Event.WRITE, text="Ett andra brev, som ännu väntar.")
    with pytest.raises(ActionNotPossible, match="har redan skickats"):
        await house.act(case_id, Event.RECALL_LETTER, letter_id=first)


async def test_a_letter_of_another_case_is_not_there(house: Clockwork) -> None:
    case_id, other = await house.open(), await house.open()
    await house.do_jobs()
    await house.act(case_id, Event.WRITE, text=WORDS)
    await house.act(other, Event.WRITE, text=WORDS)
    with pytest.raises(NotFound):
        await house.act(other, Event.RECALL_LETTER, letter_id=await held(house, case_id))


async def test_nobody_without_an_address_is_written_to(house: Clockwork) -> None:
    case_id = await house.open(applicant=Applicant("Anna Lind", "", "+46 70 174 06 13"))
    with pytest.raises(ActionNotPossible, match="ingen e-postadress"):
        await house.act(case_id, Event.WRITE, text=WORDS)


@pytest.mark.parametrize("place", ["[namn]", "{{ datum }}", "{namn}", "<ditt namn>", "____", "XXX", "......"])
async def test_an_open_place_is_refused_and_named(house: Clockwork, place: str) -> None:
    case_id = await house.open()
    with pytest.raises(InvalidInput) as refused:
        await house.act(case_id, Event.WRITE, text=f"Hej {place}, vi ser dig.")
    (field,) = refused.value.fields
    assert field.path == "text"
    assert place in field.message
    assert await house.sql("SELECT id FROM letters WHERE letter = 'message'") == []
    assert await house.sql("SELECT id FROM notes") == []


def test_ordinary_signs_are_no_open_places() -> None:
    text = "Se punkt [1] och 3 < 4 > 2. Skriv till <anna@post.example>, eller … vänta... Hälsningar, MAXX."
    assert unfilled(text) == []


async def test_an_identity_number_leaves_only_when_it_is_meant_to(house: Clockwork) -> None:
    case_id = await house.open()
    text = "Gäller det 19121212-1212?"
    with pytest.raises(InvalidInput) as refused:
        await house.act(case_id, Event.WRITE, text=text)
    assert [(field.path, field.message) for field in refused.value.fields] == [
        ("confirm", NUMBER_IN_LETTER.say(Language.SV))
    ]
    await house.act(case_id, Event.WRITE, text=text, confirm=True)
    assert await held(house, case_id) is not None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mitt nummer är 121212-1212.", True),
        ("121212-1213 stämmer inte", True),
        ("Fødselsnummer 01010750160", True),
        ("CPR 010190-1234", True),
        ("HETU 131052-308T", True),
        ("Ring 070-174 06 13 eller 08-123 456 78", False),
        ("Fakturan 2026-000123 från 2026-11-30", False),
        ("Referens NS-ABCD-EFGH", False),
    ],
)
def test_identity_numbers_are_known(text: str, found: bool) -> None:
    assert has_identity_number(text) is found


async def test_an_owner_is_reminded_once_a_day(house: Clockwork, smtp_capture: Capture) -> None:
    case_id = await house.identified(Right.ACCESS)
    task = await house.task(case_id)
    assert task.state is TaskState.MANUAL
    smtp_capture.messages.clear()
    await house.act(case_id, Event.REMIND_OWNER, task_id=task.id)
    await house.do_jobs()
    assert len(smtp_capture.messages) == 1
    assert smtp_capture.messages[0].recipients != [ANNA.email]
    with pytest.raises(ActionNotPossible, match="redan fått en påminnelse"):
        await house.act(case_id, Event.REMIND_OWNER, task_id=task.id)
    assert all(_REMINDED.say(language) for language in Language)
    house.at += timedelta(days=1)
    await house.act(case_id, Event.REMIND_OWNER, task_id=task.id)
    await house.do_jobs()
    assert len(smtp_capture.messages) == 2


async def test_nobody_is_reminded_of_what_is_done(house: Clockwork) -> None:
    case_id = await house.identified(Right.ACCESS)
    task = await house.task(case_id)
    (offer,) = [one for one in (await house.shown(case_id)).actions if one.operation_id == "remind_owner"]
    assert offer.enabled
    await house.act(case_id, Event.REMIND_OWNER, task_id=task.id)
    await house.act(case_id, Event.SETTLE_TASK, task_id=task.id, state="done", reason="Inget fanns.")
    before = len(await house.sql("SELECT id FROM letters"))
    await house.do_jobs(kinds=frozenset({Kind.REMIND_OWNER}))
    assert len(await house.sql("SELECT id FROM letters")) == before
