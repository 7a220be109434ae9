"""Invented views of every page, in every state, and a stage on which the pages run without a database."""

import inspect
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

import httpx
import pytest
from fastapi import FastAPI
from selectolax.lexbor import LexborHTMLParser as Tree
from selectolax.lexbor import LexborNode

from app import clock
from app.errors import DsarError, NotFound
from app.extracts.content import Block, Table, Withheld
from app.extracts.document import Entry, Row
from app.intake import form as intake
from app.intake import from_page, lost, rectifying
from app.intake.enclosing import Enclosed
from app.intake.form import FormReceipt, FormRequest, Sending
from app.intake.form import OrganisationView as FormOwner
from app.intake.rectifying import Claimed, Wrong
from app.models.message import FileShape
from app.pages.drawn import DrawnPages
from app.profiles import Contact
from app.queries import organisations
from app.queries.credentials import Sight
from app.routers import form, outbox, pages, status, status_extracts, status_messages, task
from app.routers import lost as lost_page
from app.routers.security import add_security
from app.trust.master import MasterKey
from app.vocabulary import (
    Audience,
    Channel,
    CodePurpose,
    CorrectionDecision,
    ExtractKind,
    IdentKind,
    Language,
    Letter,
    LetterState,
    Outcome,
    Right,
    State,
    TaskState,
    Verb,
)
from app.watch import take_in
from app.workflows import handing_in, portal, reading
from app.workflows import outbox as letters
from app.workflows.handing_in import ChangeView, TaskView, UploadView
from app.workflows.outbox import LetterLine, LetterSheet
from app.workflows.portal import Download, Visit
from app.workflows.portrait import (
    CorrectionView,
    ExtractView,
    FileView,
    MessageView,
    OrganisationView,
    StatusView,
)
from app.workflows.reading import ExtractPage, RecordsPage, RecordView, SystemView
from app.workflows.stages import Stage

NOW = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
ID = UUID("0190b5a2-0000-7000-8000-000000000001")
CONTACT = Contact(
    email="integritet@nordstaff.example",
    phone="08-123 45 67",
    address="Nordstaff Bemanning\nStorgatan 1\n111 22 Stockholm",
    website="https://nordstaff.example",
)
OWNER = OrganisationView("Nordstaff Bemanning", CONTACT, ZoneInfo("Europe/Stockholm"))
WAY = (State.RECEIVED, State.VERIFYING, State.COLLECTING, State.REVIEWING, State.ANSWERED, State.CLOSED)


def stages(state: State) -> tuple[Stage, ...]:
    """The way of an access request, seen from a state."""
    way = [WAY[0], *([] if state in WAY else [state]), *WAY[1:]]
    here = way.index(state)
    return tuple(
        Stage(
            stage,
            "done" if place < here else "now" if place == here else "waiting",
            date(2026, 11, 3 + place) if place <= here else None,
        )
        for place, stage in enumerate(way)
    )


def a_status(state: State = State.COLLECTING, **changes: Any) -> StatusView:
    view = StatusView(
        organisation=OWNER,
        reference="NS-2026-0042",
        language=Language.SV,
        state=state,
        outcome=None,
        rights=(Right.ACCESS, Right.RECTIFICATION),
        received_on=date(2026, 11, 3),
        legal_due=date(2026, 12, 3),
        promise_due=date(2026, 12, 3),
        effective_due=date(2026, 12, 3),
        extended=False,
        extension_explanation="",
        deadline_sentences=(
            "Begäran kom in den 3 november 2026. Den dagen räknas inte med (förordning 1182/71, artikel 3.1).",
            "Tiden för att svara är en månad. Den går ut den 3 december 2026.",
        ),
        stages=stages(state),
        question="",
        can_confirm=False,
        code_hint="a•••@post.example",
        identified=state not in {State.RECEIVED, State.TRIAGE, State.VERIFYING},
        extracts=(),
        can_unlock=state not in {State.RECEIVED, State.TRIAGE, State.VERIFYING},
        unlocked=False,
        corrections=(),
        answer="",
        refusal=(),
        authority_name="Integritetsskyddsmyndigheten (IMY)",
        authority_url="https://www.imy.se",
        court="tingsrätten",
        can_withdraw=state not in {State.ANSWERED, State.CLOSED},
        until=datetime(2026, 11, 19, 23, tzinfo=UTC),
        messages=(
            MessageView(datetime(2026, 11, 3, 8, 5, tzinfo=UTC), "in", Channel.EMAIL, ""),
            MessageView(datetime(2026, 11, 3, 8, 6, tzinfo=UTC), "out", Letter.ACKNOWLEDGEMENT, ""),
        ),
    )
    return replace(view, **changes)


def an_extract(version: int = 1, **changes: Any) -> ExtractView:
    view = ExtractView(
        id=uuid5(ID, str(version)),
        version=version,
        kind=ExtractKind.ACCESS if version == 1 else ExtractKind.FRESH,
        made_on=date(2026, 11, 18),
        expires_on=date(2026, 12, 17),
        available=True,
        size=1_840_000,
        downloads=0,
    )
    return replace(view, **changes)


CORRECTIONS = (
    CorrectionView(
        "Lönesystemet", "Adress", CorrectionDecision.ACCEPT, "", True, "Gamla vägen 2", "Nya vägen 4"
    ),
    CorrectionView(
        "Rekryteringen",
        "Omdöme",
        CorrectionDecision.DECLINE,
        "Omdömet är intervjuarens bedömning och stämmer med anteckningarna.",
        None,
        "Sen till intervjun",
        "I tid till intervjun",
    ),
    CorrectionView("Rekryteringen", "Telefon", None, "", None, "070-000 00 01", "070-000 00 02"),
)
REFUSAL = (
    "Vi har inte gjort det du bad om, eftersom vi enligt lag måste behålla uppgifterna.",
    "artikel 17.3 b; 7 kap. 2 § bokföringslagen",
    "Lönespecifikationerna ingår i vår bokföring och sparas i sju år.",
)

SENT_FILES = (FileView(0, "intyg å.pdf", 240_000, gone=False), FileView(1, "pass.jpg", 900_000, gone=True))

STATUSES: dict[str, StatusView] = {
    **{state.value: a_status(state) for state in State},
    "identity": a_status(State.VERIFYING, can_confirm=True),
    "question": a_status(State.CLARIFYING, question="Gäller det din ansökan 2024\neller din anställning?"),
    "extended": a_status(
        State.COLLECTING,
        extended=True,
        extension_explanation="Du har lämnat sju begäranden samtidigt, och de rör elva system.",
        effective_due=date(2027, 2, 3),
    ),
    "soon": a_status(State.REVIEWING, effective_due=date(2026, 11, 25)),
    "today": a_status(State.REVIEWING, effective_due=date(2026, 11, 22)),
    "late": a_status(State.REVIEWING, effective_due=date(2026, 11, 20)),
    "locked": a_status(State.ANSWERED, extracts=(an_extract(),)),
    "unreachable": a_status(State.ANSWERED, extracts=(an_extract(),), can_unlock=False),
    "unlocked": a_status(
        State.ANSWERED,
        extracts=(an_extract(available=False), an_extract(2, downloads=2)),
        unlocked=True,
        answer="Hej!\n\nHär är svaret på din begäran. Adressen är rättad i lönesystemet.",
        corrections=CORRECTIONS,
        messages=(
            MessageView(NOW, "in", Channel.FORM, "Tack.\nMen telefonnumret är också fel.", ID, SENT_FILES),
            MessageView(NOW, "out", Letter.MESSAGE, "Hej Anna!\n\nVi rättar det också."),
        ),
    ),
    "hidden_corrections": a_status(
        State.DECIDING, corrections=tuple(replace(one, old=None, new=None, reason="") for one in CORRECTIONS)
    ),
    "refused": a_status(State.CLOSED, outcome=Outcome.REFUSED, refusal=REFUSAL),
    **{f"closed_{outcome.value}": a_status(State.CLOSED, outcome=outcome) for outcome in Outcome},
    "silent": a_status(State.RECEIVED, messages=(), rights=(), stages=()),
}


def a_task(verb: Verb = Verb.EXPORT, **changes: Any) -> TaskView:
    view = TaskView(
        organisation=OWNER,
        reference="NS-2026-0042",
        language=Language.SV,
        system_name="Personalakten",
        verb=verb,
        due_on=date(2026, 11, 27),
        overdue=False,
        state=TaskState.MANUAL,
        reason="Done by hand by the owner of the system.",
        checklist=("Pärmarna i arkivet", "Den delade mappen Personal") if verb is Verb.EXPORT else (),
        identifiers=((IdentKind.NAME, "Anna Exempel"), (IdentKind.EMAIL, "anna@post.example")),
        said=((IdentKind.PHONE, "070-1740605"),) if verb is Verb.EXPORT else (),
        changes=(ChangeView("Kontaktkort", "Adress", "Gamla vägen 2", "Nya vägen 4"),)
        if verb in {Verb.RECTIFY, Verb.NOTIFY}
        else (),
        erasures=("Ansökan 2019", "Intervjuanteckningar 2019") if verb is Verb.ERASE else (),
        uploads=(UploadView("personalakt.pdf", 2_400_000), UploadView("anteckningar.txt", 800))
        if verb is Verb.EXPORT
        else (),
        notice=verb is Verb.NOTIFY,
    )
    return replace(view, **changes)


TASKS: dict[str, TaskView] = {
    **{verb.value: a_task(verb) for verb in Verb},
    "empty": a_task(uploads=(), overdue=True),
    **{
        f"settled_{state.value}": a_task(state=state, reason="Arkivet är flyttat.")
        for state in (TaskState.DONE, TaskState.PARTIAL, TaskState.REFUSED)
    },
}

AN_EXTRACT = ExtractPage(
    organisation=OWNER,
    id=uuid5(ID, "2"),
    language=Language.SV,
    kind=ExtractKind.FRESH,
    version=2,
    made_on=date(2026, 11, 18),
    systems=(
        SystemView("payroll", "Lönesystemet", "Systemet har sökts igenom. 27 poster hittades.", 27, ()),
        SystemView(
            "notes", "Pärmen på kontoret", "Systemet har sökts igenom. Inget hittades.", 0,
            (Withheld("notes", "Anteckningar", 2, "Det skulle röja uppgifter om någon annan.", "artikel 15.4"),),
        ),
    ),
    blocks=(
        Block("purposes", "Artikel 15.1 a", "Varför vi har uppgifterna", ("För att betala ut lön.",), ("Lön", "Skatt")),
        Block("kept", "Artikel 15.1 d", "Hur länge", table=Table(("System", "Tid"), (("Lönesystemet", "Sju år"),))),
    ),
)  # fmt: skip
RECORDS = RecordsPage(
    AN_EXTRACT,
    AN_EXTRACT.systems[0],
    (
        RecordView(
            uuid5(ID, "record"),
            Entry(
                26, "Anställning 2019", (("Typ", "Anställning"), ("Nummer", "4711")), "",
                (
                    Row("Adress", "Gamla vägen 2\n111 22 Stockholm", blacked_out=False, ground=""),
                    Row("Chef", "█████", blacked_out=True, ground="Det skulle röja uppgifter om någon annan."),
                ),
            ),
            ("address", "manager"), "",
        ),
        RecordView(uuid5(ID, "paper"), Entry(27, "Intyg", (), "files/intyg.pdf", ()), (), "intyg.pdf"),
    ),
    2,
    2,
)  # fmt: skip

LINE = LetterLine(ID, "anna@post.example", "Vi har fått din begäran [NS-2026-0042]", NOW, LetterState.SENT)
SHEET = LetterSheet(
    LINE,
    (("To", LINE.to), ("Subject", LINE.subject)),
    "Hej!\n\nFölj ärendet: http://127.0.0.1:8700/s/uts_token\n",
    '<!DOCTYPE html><html lang="sv"><head><title>Brev</title></head>'
    '<body><p style="color:#333">Hej! <a href="/s/uts_token">Följ ditt ärende</a></p></body></html>',
)


@dataclass
class House:
    """A house that shows the views it is given, remembers what it was asked, and fails when told to."""

    status: StatusView = field(default_factory=a_status)
    task: TaskView = field(default_factory=a_task)
    calls: list[tuple[Any, ...]] = field(default_factory=list)
    fails: dict[str, DsarError] = field(default_factory=dict)
    sendings: list[Sending] = field(default_factory=list)
    public_url: str = "http://127.0.0.1:8700"
    demo: bool = True

    def called(self, name: str, *given: Any) -> None:
        if name in self.fails:
            raise self.fails[name]
        self.calls.append((name, *given))

    def named(self, name: str) -> list[tuple[Any, ...]]:
        return [call[1:] for call in self.calls if call[0] == name]

    @property
    def settings(self) -> SimpleNamespace:
        return SimpleNamespace(public_url=self.public_url, demo=self.demo)

    master = MasterKey(bytes(32))

    @property
    def db(self) -> "House":
        return self

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[None]:
        yield

    async def form_of(self, _: object, slug: str) -> FormOwner:
        if slug != "nordstaff":
            raise NotFound("There is no such organisation.")
        return FormOwner("Nordstaff Bemanning", CONTACT, Language.SV)

    async def receive(
        self, _: object, slug: str, request: FormRequest, sending: Sending, *_at: object
    ) -> FormReceipt:
        self.called("receive", slug, request, sending.suspect, sending.raw)
        self.sendings.append(sending)
        return FormReceipt("NS-2026-0042", f"{self.public_url}/s/uts_token", waits=sending.suspect)

    async def enter(self, _: object, token: str, audience: Audience, *_at: object) -> str | None:
        self.called("enter", token, audience)
        return f"session-{audience.value}" if token == "good" else None

    async def visit(self, _: object, session: str, audience: Audience, *_at: object) -> Visit | None:
        return Visit(ID, ID, ID, 0, b"") if session == f"session-{audience.value}" else None

    async def look(self, _: object, session: str, *_at: object) -> tuple[Visit, Sight] | None:
        who = await self.visit(_, session, Audience.STATUS)
        return None if who is None else (who, Sight(ID, ID, who.level, None, None, None, None, None))

    async def renew(self, _: object, token: str, *_at: object) -> None:
        self.called("renew", token)

    async def whose(self, *_: object) -> str:
        return "nordstaff"

    async def ask_for_link(
        self, _: object, slug: str, reference: str, email: str, sending: Sending, *_at: object
    ) -> None:
        self.called("ask_for_link", slug, reference, email, sending.suspect)

    async def extract_page(self, *_: object) -> ExtractPage:
        return AN_EXTRACT

    async def records_page(self, *_: object) -> RecordsPage:
        return RECORDS

    async def claim(
        self, _: object, __: object, extract_id: UUID, wrongs: list[Wrong], *_at: object
    ) -> Claimed:
        self.called("claim", extract_id, *wrongs)
        return Claimed("NS-2026-0043", f"{self.public_url}/s/uts_token")

    async def leave(self, *_: object) -> None:
        self.called("leave")

    async def status_of(self, *_: object) -> StatusView:
        return self.status

    async def send_code(self, _: object, __: object, purpose: CodePurpose, *_at: object) -> None:
        self.called("send_code", purpose)

    async def use_code(self, _: object, __: object, purpose: CodePurpose, code: str, *_at: object) -> None:
        self.called("use_code", purpose, code)

    async def withdraw(self, *_: object) -> None:
        self.called("withdraw")

    async def write(
        self, _: object, __: object, text: str, files: tuple[Enclosed, ...], *_at: object
    ) -> None:
        self.called("write", text, *files)

    async def own_file(self, _: object, __: object, message_id: UUID, number: int) -> tuple[FileShape, bytes]:
        self.called("own_file", message_id, number)
        shape = FileShape(
            number=number, name="intyg å.pdf", type="application/pdf", declared_type="application/pdf", size=5,
            is_archive=False, is_identity_document=False, withheld=None,
        )  # fmt: skip
        return shape, b"%PDF-"

    async def download(self, _: object, __: object, extract_id: UUID, *_at: object) -> Download:
        self.called("download", extract_id)

        async def chunks() -> AsyncIterator[bytes]:
            yield b"PK"
            yield b"zip"

        return Download("NS-2026-0042-1.zip", 5, chunks())

    async def task_view(self, *_: object) -> TaskView:
        return self.task

    async def upload(
        self, _: object, __: object, name: str, media_type: str, chunks: AsyncIterator[bytes]
    ) -> None:
        content = b"".join([chunk async for chunk in chunks])
        self.called("upload", name, media_type, content)
        self.task = replace(self.task, uploads=(*self.task.uploads, UploadView(name, len(content))))

    async def finish(self, _: object, __: object, state: TaskState, reason: str, *_at: object) -> None:
        self.called("finish", state, reason)
        self.task = replace(self.task, state=state, reason=reason)

    async def all_organisations(self, _: object) -> list[SimpleNamespace]:
        return [SimpleNamespace(name="Nordstaff Bemanning", slug="nordstaff")]

    async def letters(self, _: object, slug: str) -> list[LetterLine]:
        return [LINE] if slug == "nordstaff" else []

    async def letter(self, _: object, __: str, letter_id: UUID) -> LetterSheet:
        if letter_id != ID:
            raise NotFound("There is no such letter.")
        return SHEET


def as_called(real: Callable[..., Any], house: House, name: str) -> Callable[..., Any]:
    """The house's function, which takes exactly what the real one takes."""
    shape = inspect.signature(real)

    async def called(*given: Any, **named: Any) -> Any:
        shape.bind(*given, **named)
        return await getattr(house, name)(*given, **named)

    return called


def an_app(house: House, monkeypatch: pytest.MonkeyPatch) -> FastAPI:
    """The public pages over a house without a database."""
    at = clock.now()
    monkeypatch.setattr(clock, "now", lambda: NOW + (datetime.now(UTC) - at))
    for module, names in {
        intake: ("form_of", "receive"),
        portal: (
            "enter",
            "renew",
            "visit",
            "look",
            "leave",
            "send_code",
            "use_code",
            "withdraw",
            "download",
            "whose",
        ),
        lost: ("ask_for_link",),
        from_page: ("write", "own_file"),
        reading: ("extract_page", "records_page"),
        rectifying: ("claim",),
        status: ("status_of",),
        handing_in: ("task_view", "upload", "finish"),
        organisations: ("all_organisations",),
        letters: ("letters", "letter"),
    }.items():
        for name in names:
            monkeypatch.setattr(module, name, as_called(getattr(module, name), house, name))
    app = FastAPI()
    app.state.office = house
    app.state.drawn = DrawnPages()
    for noun in (form, lost_page, status, status_messages, status_extracts, task, outbox, pages):
        take_in(app, noun.router)
    add_security(app)
    return app


def a_client(app: FastAPI, *audiences: Audience, **headers: str) -> httpx.AsyncClient:
    """A browser on a page of ours, with the sessions of these audiences."""
    cookies = {f"utdrag-{audience.value}": f"session-{audience.value}" for audience in audiences}
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app),
        base_url="http://127.0.0.1:8700",
        cookies=cookies,
        headers={"sec-fetch-site": "same-origin", "accept-language": "sv"} | headers,
    )


def the(page: str | Tree, selector: str) -> LexborNode:
    """The first element on a page that is chosen so; it must be there."""
    found = (page if isinstance(page, Tree) else Tree(page)).css_first(selector)
    assert found is not None, selector
    return found


def test_samples_leave_nothing_out() -> None:
    assert {view.state for view in STATUSES.values()} == set(State)
    assert {view.outcome for view in STATUSES.values()} == {*Outcome, None}
    assert {view.verb for view in TASKS.values()} == set(Verb)
    assert min(view.received_on for view in STATUSES.values()) < NOW.date() - timedelta(days=7)
