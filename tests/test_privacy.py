"""One invented person goes through every door; nothing of her may stand where it is not sealed.

The story runs once, at the most talkative log level, with everything failing that can fail. Then each place
where words gather is searched: logs, figures, job rows, histories, addresses, refusals, processes, files.
"""

import asyncio
import gc
import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import aiosmtplib
import asyncpg
import httpx
import pytest
from obstore.store import MemoryStore

from app import clock, embedded
from app.errors import SystemDidNotAnswer
from app.intake.listener import listen
from app.intake.push.outside import Outside
from app.intake.watching import fetch_once
from app.jobs import Job, Kind
from app.models.actions import INPUTS
from app.profiles import Profile
from app.vocabulary import Event, IdentKind, Role
from app.workflows.applying import apply
from tests.canaries import (
    ADDRESS,
    EMAIL,
    FILE,
    NAME,
    NOTES,
    OTHER_EMAIL,
    PHONE,
    SECRET,
    STREET,
    SWEDISH_NUMBER,
    WORDS,
    around,
    forms,
    sung_in,
)
from tests.clockwork import manual, profile
from tests.counterparts.dovecot import Dovecot
from tests.counterparts.http_peer import Peer, Reply, peer
from tests.doors import Doors
from tests.house import Person, body_of, code_in, link_in, mail, until
from tests.posts import INBOX, mailgun, postmark, received, sendgrid, urlencoded
from tests.pushing import LOGIN, PUSHES, Pushing, pushing
from tests.reports import postfix
from tests.signing import Sns
from tests.witness import Witness, logged, own_temporary_folder, printed

NOT_OURS = {
    ("inboxes", "address"), ("profiles", "content"), ("organisations", "name"),
}  # fmt: skip
"""Columns an operator fills in; she is in none of them, but they may name staff."""
ALLOWED: dict[tuple[str, str], str] = {}
"""Columns that may hold something of her unsealed, each with its reason. There is none."""
BY_DEFINITION = {
    "controller": "an organisation", "to": "a colleague", "statute": "a citation", "field": "a name in a system",
}  # fmt: skip
"""What an action asks for that is never about the person, and is kept as it is."""
SHOP = f"""
CREATE TABLE customer (id int PRIMARY KEY, name text UNIQUE, email text, CHECK (name <> 'X'));
INSERT INTO customer VALUES (1, '{NAME}', '{EMAIL}'), (2, 'Taken', 'b@b.example');
"""


class Crash(Exception):
    """A fault of ours that quotes what it stumbled over."""


def crash(*_: object, **__: object) -> Any:
    raise Crash(f"cannot read {WORDS}") from ValueError(f"{EMAIL} {SWEDISH_NUMBER}")


async def crash_later(*_: object, **__: object) -> Any:
    crash()


def a_mail(words: str = WORDS, **changes: str) -> bytes:
    message = mail(f"Registerutdrag {NAME} {SWEDISH_NUMBER}", words, sender=f'"{NAME}" <{EMAIL}>', **changes)
    message.add_attachment(WORDS.encode(), maintype="application", subtype="pdf", filename=FILE)
    return message.as_bytes()


def broken_mails() -> list[bytes]:
    """Give mails that are hard to read, each with her in the place that is broken."""
    head = f"From: {NAME} <{EMAIL}>\r\nSubject: {SECRET}\r\n"
    return [
        f"{head}Content-Type: multipart/mixed; boundary={NAME}\r\n\r\n--{NAME}\r\n{WORDS}".encode(),
        f"{head}Content-Type: text/plain; charset={SECRET}\r\n\r\n{WORDS}".encode("latin-1", "replace"),
        f"{head}Content-Transfer-Encoding: {NAME}\r\nDate: {STREET}\r\n\r\n{WORDS}".encode(),
        f"Message-ID: <{EMAIL}>\r\nReferences: <{EMAIL}>\r\n{head}\r\n=?{SECRET}?Q?{NAME}?=".encode(),
        WORDS.encode(),
        b"",
    ]  # fmt: skip


@dataclass
class Scene:
    """The house, its surroundings and who watches."""

    pushing: Pushing
    doors: Doors
    witness: Witness
    peer: Peer
    patch: pytest.MonkeyPatch
    folder: Path

    @property
    def house(self) -> Any:
        return self.doors.house

    def person(self) -> Person:
        person = Person(self.doors.house)
        person.http.event_hooks = {"response": [self.witness.saw]}
        return person

    async def settled(self) -> None:
        """Wait until no job is due any more."""

        async def idle() -> bool:
            left = "SELECT count(*) FROM pgqueuer WHERE status IN ('queued', 'picked') AND execute_after < now() + interval '2 seconds'"
            return not await self.doors.owner.fetchval(left)

        await until(idle)


# The doors.


async def mails(scene: Scene, dovecot: Dovecot) -> None:
    house, office = scene.house, scene.house.office
    for raw in (a_mail(), a_mail(), *broken_mails()):
        await house.hand_in(raw)
    await house.api(
        "POST", "/intake/mail", role=Role.INBOX, content=a_mail(), headers={"X-Envelope-To": OTHER_EMAIL}
    )
    await house.api("POST", "/intake/mail", role=Role.HANDLER, content=a_mail())
    await house.http.post(
        "/api/v1/intake/mail", content=a_mail(), headers={"Authorization": f"Bearer {EMAIL}"}
    )

    dovecot.add_user("kanarie")
    await until(lambda: delivered(dovecot, a_mail(f"Över IMAP. {WORDS}")))
    (box,) = [inbox for inbox in imap_profile(dovecot, scene).inboxes if inbox.imap]
    assert await fetch_once(office, house.organisation_id, box) == 1
    wrong = box.model_copy(update={"imap": box.imap.model_copy(update={"user": EMAIL})})  # type: ignore[union-attr]  # it has one
    with suppress(Exception):
        await fetch_once(office, house.organisation_id, wrong)

    for lmtp in (False, True):
        listener = await listen(office, "127.0.0.1", 0, lmtp=lmtp)
        await spoken(scene, listener.port, lmtp=lmtp)
        await listener.stop()


async def delivered(dovecot: Dovecot, raw: bytes) -> bool:
    """Deliver once Dovecot has noticed its new mailbox."""
    with suppress(Exception):
        await dovecot.delivered(raw, to="kanarie@post.example", sender=EMAIL)
        return True
    return False


async def spoken(scene: Scene, port: int, *, lmtp: bool) -> None:
    """Hand mail in line by line: well, to nobody, in nonsense, and while the database has no answer."""
    greeting = f"{'LHLO' if lmtp else 'EHLO'} {ADDRESS}\r\n".encode()
    content = a_mail(f"Rad för rad {lmtp}. {WORDS}") + b"\r\n.\r\n"
    for recipient in (INBOX, EMAIL):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(greeting + f"MAIL FROM:<{EMAIL}>\r\nRCPT TO:<{recipient}>\r\n".encode())
        writer.write(b"DATA\r\n" + content if recipient == INBOX else f"VRFY {NAME}\r\n{SECRET}\r\n".encode())
        writer.write(b"QUIT\r\n")
        answers = (await reader.read()).decode(errors="replace")
        assert ("Stored" in answers) is (recipient == INBOX), answers
        writer.close()
    await scene.doors.owner.execute("ALTER TABLE inboxes RENAME TO inboxes_away")
    try:
        with suppress(aiosmtplib.SMTPException):
            async with aiosmtplib.SMTP(hostname="127.0.0.1", port=port) as client:
                await client.sendmail(EMAIL, [EMAIL, INBOX], content)
    finally:
        await scene.doors.owner.execute("ALTER TABLE inboxes_away RENAME TO inboxes")


async def pushes(scene: Scene, sns: Sns) -> None:
    post, auth = scene.pushing.post, httpx.BasicAuth(*LOGIN.split(":"))
    raw = a_mail("Via ett ombud. " + WORDS)
    fields = mailgun(raw, sender=EMAIL, subject=SECRET)
    answers = [
        await post("mailgun", "nordstaff/mime", **urlencoded(fields)),
        await post(
            "postmark",
            content=json.dumps(postmark(raw.decode("latin-1"), From=EMAIL, Subject=SECRET)),
            auth=auth,
        ),
        await post("ses", **sns.post(Message=json.dumps(received(raw.decode("latin-1"), source=EMAIL)))),
    ]
    content, headers = sendgrid(raw, subject=SECRET.encode())
    answers.append(await post("sendgrid", content=content, headers=headers, auth=auth))
    assert [answer.status_code for answer in answers] == [200] * 4, [answer.text for answer in answers]
    forged = mailgun(raw, signature=EMAIL, token=EMAIL)
    refused = [
        await post("mailgun", "nordstaff/mime", **urlencoded(forged)),
        await post("mailgun", "nordstaff", **urlencoded(mailgun(None, subject=SECRET))),
        await post("postmark", content=WORDS, auth=auth),
        await post("postmark", json=postmark(None, From=EMAIL), auth=auth),
        await post("postmark", json=postmark(WORDS), auth=httpx.BasicAuth(EMAIL, SECRET.encode())),
        await post("sendgrid", content=WORDS, auth=auth),
        await post("ses", **sns.post(Message=WORDS)),
        await post("ses", **(sns.post(Message=WORDS) | {"content": json.dumps({"Type": NAME, "Message": WORDS})})),
        await post(f"{quote_less(SECRET)}", "nordstaff", content=WORDS),
    ]  # fmt: skip
    taken = [answer.status_code for answer in refused].count(200)  # SES may tell of what is no mail
    assert taken <= 1, [answer.text for answer in refused]


def quote_less(text: str) -> str:
    return text.encode("ascii", "ignore").decode().replace(" ", "")[:3]


async def form(scene: Scene) -> None:
    person = scene.person()
    good = {"kinds": ["access"], "name": NAME, "email": EMAIL, "phone": PHONE, "more": WORDS}
    for fields in (
        good,
        good | {"email": f"{NAME}@@"},
        good | {"kinds": [SECRET]},
        {NAME: WORDS},
        good | {"stamp": EMAIL},
    ):
        answer = await person.http.post("/r/nordstaff/sv", data=fields)
        assert answer.status_code in (200, 422)
    await person.http.post(
        "/r/nordstaff/sv", content=WORDS.encode(), headers={"Content-Type": "multipart/form-data"}
    )
    await person.http.post(
        "/r/nordstaff/sv", content=b"\xff" + WORDS.encode(), headers={"Content-Type": "text/plain"}
    )
    with scene.patch.context() as patch:
        patch.setattr("app.routers.form.intake.receive", crash_later)
        assert (await person.http.post("/r/nordstaff/sv", data=good)).status_code == 500


async def notes(scene: Scene) -> None:
    house = scene.house
    good = {
        "channel": "phone",
        "name": NAME,
        "email": EMAIL,
        "phone": PHONE,
        "words": WORDS,
        "rights": ["access"],
    }
    wrong: list[Any] = [{name: WORDS if name in ("email", "channel", "rights") else [WORDS]} for name in good]
    wrong += [{"said_at": WORDS}, {"said_at": "1850-01-01T00:00:00Z"}, {NAME: EMAIL}]
    for change in wrong:
        assert (await house.api("POST", "/cases", json=good | change)).status_code == 422
    for body in (WORDS, f'{{"name": "{NAME}", ', json.dumps([WORDS])):
        headers = {"Content-Type": "application/json"}
        assert (await house.api("POST", "/cases", content=body.encode(), headers=headers)).status_code == 422
    key = {"Idempotency-Key": "the-same-twice"}
    for words in (WORDS, WORDS + "!"):
        await house.api("POST", "/cases", json=good | {"words": words}, headers=key)
    for path in (
        f"/cases/{SWEDISH_NUMBER}",
        f"/messages/{NAME}",
        "/cases?cursor=" + EMAIL,
        "/cases?state=" + NAME,
    ):
        assert (await unwatched(scene, path)).status_code in (404, 422)
    found = await unwatched(scene, f"/cases?q={EMAIL}")  # the one place where she is asked for in an address
    assert found.json()["items"], found.text
    with scene.patch.context() as patch:
        patch.setattr("app.routers.cases.receive_written", crash_later)
        assert (await house.api("POST", "/cases", json=good)).status_code == 500


async def unwatched(scene: Scene, path: str) -> httpx.Response:
    """Ask with her in the address, as only a handler's own program does; the answer is looked at all the same."""
    headers = {"Authorization": f"Bearer {scene.house.tokens[Role.HANDLER]}"}
    async with httpx.AsyncClient(base_url=scene.house.http.base_url) as http:
        answer = await http.get(f"/api/v1{path}", headers=headers)
    if answer.status_code >= 400:
        scene.witness.problems.append((answer.status_code, answer.text))
    return answer


async def a_case(scene: Scene, *rights: str) -> dict[str, Any]:
    """Write down a call of hers, and find her known by a call-back."""
    note = {
        "channel": "phone",
        "name": NAME,
        "email": EMAIL,
        "phone": PHONE,
        "words": WORDS,
        "rights": list(rights),
    }
    answer = await scene.house.api("POST", "/cases", json=note)
    assert answer.status_code == 201, answer.text
    known = {
        IdentKind.EMAIL: EMAIL,
        IdentKind.NAME: NAME,
        IdentKind.PHONE: PHONE,
        IdentKind.NATIONAL_ID: SWEDISH_NUMBER,
    }
    proven = [{"kind": kind, "value": value} for kind, value in known.items()]
    given = {"method": "call_back", "reason": WORDS, "attributes": proven}
    return dict(await scene.house.act(answer.json()["id"], "confirm_identity", **given))


async def systems(scene: Scene) -> dict[str, Any]:
    """Let every system fail with her in its words, then answer; give the case it was asked for."""
    scene.doors.system.rows["1"] = {"name": NAME, "email": EMAIL, "street": STREET, "phone": PHONE}
    scene.doors.system.answers(
        "find", Crash(WORDS), KeyError(EMAIL), ValueError(SECRET), SystemDidNotAnswer("It is down.")
    )
    shouts = [
        Reply(500, {"error": WORDS}),
        Reply(200, WORDS.encode()),
        Reply(404, WORDS.encode()),
        Reply(200, {"no": NAME}),
    ]
    scene.peer.say(*shouts, Reply(302, b"", {"location": f"http://127.0.0.1:1/{EMAIL}"}))
    case = await a_case(scene, "access")
    case_id = case["id"]

    async def asked() -> bool:
        tasks = (await scene.house.case(case_id))["tasks"]
        return len(tasks) == 4 and all(task["attempts"] or task["state"] != "open" for task in tasks)

    await until(asked)
    await scene.settled()
    return dict(await scene.house.case(case_id))


async def owner(scene: Scene, case: dict[str, Any]) -> None:
    """Let the owner of the binder hand in a file with her name, and say in words what was found."""
    letter = await scene.house.letter("Ta fram uppgifter", to="binder@nordstaff.example")
    visitor = scene.person()
    assert EMAIL in (await visitor.open(link_in(letter))).text
    for name, content in (
        (FILE, b"%PDF-1.4 " + WORDS.encode()),
        (f"{NAME}.exe", b"MZ" + WORDS.encode()),
        (f"../{EMAIL}", b""),
    ):
        await visitor.http.post(
            "/task/files", files={"files": (name, content, "application/pdf")}, follow_redirects=True
        )
    for fields in (
        {"answer": SECRET},
        {"answer": "partial", "reason": "x"},
        {"answer": "partial", "reason": WORDS},
    ):
        answer = await visitor.http.post("/task/answer", data=fields, follow_redirects=True)
        assert answer.status_code in (200, 422), answer.text
    assert "näbbmusens" in answer.text, "the owner sees their own words again"
    with scene.patch.context() as patch:
        patch.setattr("app.routers.task.handing_in.task_view", crash_later)
        assert (await visitor.http.get("/task")).status_code == 500
    seen = {task["system"]: task for task in (await scene.house.case(case["id"]))["tasks"]}
    assert seen["binder"]["reason"] == WORDS, "and so do handlers"


async def answer(scene: Scene, case: dict[str, Any]) -> None:
    """Answer what can be answered, with the PDF failing once, and let her fetch it with a code right and wrong."""
    house, case_id = scene.house, case["id"]
    for task in (await house.case(case_id))["tasks"]:
        if task["state"] in ("failed", "open", "manual", "pending"):
            await house.act(case_id, "settle_task", task_id=task["id"], state="refused", reason=WORDS)
    await house.in_state(case_id, "reviewing")
    findings = (await house.read(f"/cases/{case_id}/findings"))["items"]
    assert FILE in {item["file_name"] for item in findings}
    await house.act(case_id, "review_items", review="include")
    for item in findings:
        if item["certainty"] != "exact":
            await house.act(
                case_id, "review_items", items=[item["id"]], review="withhold", ground="rights_of_others"
            )
    failed = asyncio.Event()

    async def no_pdf(*_: object, **__: object) -> Any:
        failed.set()
        crash()

    with scene.patch.context() as patch:
        patch.setattr("app.extracts.pdf.confined", no_pdf)
        await house.act(case_id, "approve", message=WORDS)
        await asyncio.wait_for(failed.wait(), 90)
    await house.letter("är klart", to=EMAIL)


async def visit(scene: Scene, case: dict[str, Any]) -> None:
    """Let her look, write, hand in nonsense, mistype the code, fetch the package and withdraw."""
    house, person = scene.house, scene.person()
    letter = await house.letter("är klart", to=EMAIL)
    for text in (f"/s/{EMAIL}", f"/t/{SECRET}", f"/s/{NAME}/x", f"/{STREET}", f"/status/extracts/{SECRET}"):
        for method in ("GET", "POST"):
            async with httpx.AsyncClient(base_url=house.http.base_url) as http:
                assert (await http.request(method, text)).status_code < 500
    await person.open(link_in(letter))
    await person.http.post("/status/messages", data={"text": WORDS})
    await person.http.post("/status/messages", data={NAME: WORDS})
    await person.http.post("/status/code", data={"purpose": SECRET})
    await person.http.post("/status/code", data={"purpose": "download"})
    sent = await house.letter("engångskod", to=EMAIL)
    for code in (SECRET, "000000", SWEDISH_NUMBER, code_in(sent)):
        await person.http.post(
            "/status/unlock", data={"purpose": "download", "code": code}, follow_redirects=True
        )
    extract = (await house.case(case["id"]))["extracts"][-1]["id"]
    package = await person.download(f"/status/extracts/{extract}")
    assert NAME.encode() in package.read("utdrag.html")
    await person.http.post("/status/withdraw", data={"reason": WORDS})


async def returned(scene: Scene) -> None:
    """Refuse a letter with her address in the refusal; bring another back with her address in the report."""
    house = scene.house
    house.capture.refusals[OTHER_EMAIL] = f"550 5.1.1 <{OTHER_EMAIL}> {NAME} does not live here"
    note = {"name": NAME, "email": OTHER_EMAIL, "words": WORDS, "rights": ["access"]}
    case = (await house.api("POST", "/cases", json=note)).json()

    async def given_up() -> bool:
        letters = (await house.case(case["id"]))["letters"]
        return any(letter["state"] == "failed" for letter in letters)

    await until(given_up)
    sent = await house.letter("är klart", to=EMAIL)
    await house.hand_in(postfix(sent))

    async def came_back() -> bool:
        return bool(await scene.doors.owner.fetchval("SELECT count(*) FROM letters WHERE state = 'bounced'"))

    await until(came_back)


# Everything a handler can do, well and badly.


def filled(shape: dict[str, Any], whole: dict[str, Any]) -> Any:
    """Give a value a schema takes, with her in every text."""
    shape = whole["$defs"][shape["$ref"].rpartition("/")[2]] if "$ref" in shape else shape
    options = [option for option in shape.get("anyOf", ()) if option.get("type") != "null"]
    if options:
        return filled(options[0], whole)
    words = [shape["const"]] if "const" in shape else shape.get("enum", ())
    match shape.get("type"), shape.get("format"):
        case "array", _:
            value: Any = [filled(shape["items"], whole)]
        case "object", _:
            value = {name: filled(part, whole) for name, part in shape["properties"].items()}
        case _, "uuid":
            value = str(uuid4())
        case _, "date":
            value = "2030-01-01"
        case _:
            value = EMAIL if "@" in shape.get("pattern", "") else WORDS
    return words[0] if words else value


async def well_done(scene: Scene, case_id: str) -> set[int]:
    """Try every action on a case as it should be; give how each was answered."""
    return {(await scene.doors.post(case_id, event.value, given_to(event))).status_code for event in INPUTS}


async def badly_done(scene: Scene, case_id: str) -> set[int]:
    """Try every action with every field wrong, with one too many, too late, and as nonsense."""
    answers: list[httpx.Response] = []
    for event in INPUTS:
        good = given_to(event)
        texts = {name: value if name in BY_DEFINITION else WORDS for name, value in good.items()}
        for given in ({name: {SECRET: WORDS} for name in good}, texts, good | {NAME: WORDS}, WORDS):
            answers += [await scene.doors.post(case_id, event.value, given, version=1)]
        for version in (EMAIL.replace("@", ""), 999):
            answers += [await scene.doors.post(case_id, event.value, good, version=version)]
        headers = {"If-Match": '"1"', "Content-Type": "application/json"}
        path = f"/cases/{case_id}/actions/{event.value}"
        answers.append(await scene.house.api("POST", path, content=f'{{"{NAME}": '.encode(), headers=headers))
    return {answer.status_code for answer in answers}


def given_to(event: Event) -> dict[str, Any]:
    schema = INPUTS[event].model_json_schema()
    good = {name: filled(part, schema) for name, part in schema.get("properties", {}).items()}
    return good | {name: "Kund AB" for name in BY_DEFINITION if name in good}


# What nobody catches.


async def faults(scene: Scene) -> None:
    """Let jobs, routes, tasks, callbacks, threads and finalisers of ours fail with her in their words."""
    owner = scene.doors.owner
    note = {"name": NAME, "phone": PHONE, "words": WORDS, "rights": ["complaint"]}
    case = (await scene.house.api("POST", "/cases", json=note)).json()
    with scene.patch.context() as patch:
        patch.setattr("app.worker.perform", crash_later)
        patch.setattr("app.intake.route.read", crash_later)
        await scene.house.hand_in(a_mail("Det här går inte att läsa. " + WORDS))
        job = Job(Kind.PROCEED, scene.house.organisation_id, scene.house.organisation_id, "begin")
        await owner.execute(
            "INSERT INTO pgqueuer (priority, status, entrypoint, payload) VALUES (0, 'queued', $1, $2)",
            job.kind,
            job.payload(),
        )

        async def held() -> bool:
            return bool(await owner.fetchval("SELECT count(*) FROM pgqueuer WHERE status = 'failed'"))

        await until(held)
    await owner.execute("ALTER TABLE notes ADD CONSTRAINT loud CHECK (event = 'never') NOT VALID")
    try:
        told = await scene.doors.post(case["id"], "note", {"text": WORDS})
        assert told.status_code == 500
    finally:
        await owner.execute("ALTER TABLE notes DROP CONSTRAINT loud")

    lost = asyncio.get_running_loop().create_task(crash_later())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    del lost
    gc.collect()
    asyncio.get_running_loop().call_soon(crash, NAME)
    await asyncio.sleep(0.05)


# The story, and where it may have been written down.


def imap_profile(dovecot: Dovecot, scene: Scene) -> Profile:
    box = {
        "host": dovecot.host,
        "port": dovecot.imap_port,
        "tls": False,
        "user": "kanarie",
        "password": "env:IMAP_PASSWORD",
    }
    inboxes = [{"address": INBOX, "imap": box}]
    inboxes += [{"address": f"p{number}@nordstaff.example", "push": one} for number, one in enumerate(PUSHES)]
    table = {
        "table": "customer", "key": "id", "purpose": "sales", "label": "name", "rectify": ["name"],
        "match": [{"columns": {"email": "email"}}],
    }  # fmt: skip
    params = {"base": scene.peer.base, "username": "admin", "password": "env:IMAP_PASSWORD", "heir": 1}
    declared = profile(
        manual("candidates"), manual("binder", "Pärmen"),
        {"slug": "shop", "name": "Butiken", "kind": "sql", "settings": {"url": "env:SHOP_URL", "tables": {"kunder": table}}},
        {"slug": "web", "name": "Webben", "kind": "rest", "settings": {"definition": "wordpress", "params": params}},
        inboxes=inboxes, promise_days=30,
    )  # fmt: skip
    return Profile.model_validate(declared)


@pytest.fixture(scope="module")
async def witness(
    server: embedded.Server,
    template: str,
    server_dir: Path,
    dovecot: Dovecot,
    tmp_path_factory: pytest.TempPathFactory,
) -> Witness:
    witness, sns, store = Witness(), Sns(), MemoryStore()
    home, temporary = tmp_path_factory.mktemp("privacy"), tmp_path_factory.mktemp("temporary")
    root = await asyncpg.connect(server.url)
    await root.execute("CREATE DATABASE shop_of_canaries")
    shop = await asyncpg.connect(server.database("shop_of_canaries"))
    await shop.execute(SHOP)
    await shop.close()
    secrets = {"IMAP_PASSWORD": dovecot.password, "SHOP_URL": server.database("shop_of_canaries")}
    with (
        logged("debug") as stream,
        printed(tmp_path_factory.mktemp("printed")) as paper,
        own_temporary_folder(temporary),
        pytest.MonkeyPatch.context() as patch,
    ):
        async with (
            peer() as shouting,
            pushing(server, template, home, Outside(sns.fetch, lambda _: store), **secrets) as running,
            witness.watching_processes(),
        ):
            running.doors.house.http.event_hooks = {"response": [witness.saw]}
            scene = Scene(running, running.doors, witness, shouting, patch, home)
            await apply(running.office, imap_profile(dovecot, scene), clock.now())
            await story(scene, dovecot, sns)
            witness.metrics = (await running.doors.house.http.get("/metrics")).text
            await witness.read_rows(running.doors.owner)
        witness.lines, witness.printed = stream.getvalue(), paper.read_text(errors="replace")
    witness.read_files(temporary, home)
    (log,) = server_dir.rglob("server.log")
    witness.server_log = log.read_text(errors="replace")
    await root.execute("DROP DATABASE shop_of_canaries WITH (FORCE)")
    await root.close()
    return witness


async def story(scene: Scene, dovecot: Dovecot, sns: Sns) -> None:
    await mails(scene, dovecot)
    await pushes(scene, sns)
    await form(scene)
    await notes(scene)
    case = await systems(scene)
    await owner(scene, case)
    await answer(scene, case)
    await visit(scene, case)
    await returned(scene)
    waiting = (
        await scene.house.api("POST", "/cases", json={"name": NAME, "phone": PHONE, "words": WORDS})
    ).json()
    tried = await badly_done(scene, waiting["id"])
    for one in (case, waiting, await a_case(scene, "rectification")):
        tried |= await well_done(scene, one["id"])
    assert tried >= {200, 409, 412, 422}
    await faults(scene)
    await scene.settled()
    for sent in scene.house.capture.messages:
        scene.witness.linked(body_of(sent))
        scene.witness.letters += [
            f"{name}: {value}"
            for name, value in sent.mail.items()
            if name.lower() not in ("to", "delivered-to")
        ] + [f"sender: {sent.sender}"]


def silent(place: str, text: str) -> None:
    assert not sung_in(text), f"{place}: {sung_in(text)}\n{around(text)}"


@pytest.mark.parametrize("note", NOTES)
def test_she_is_heard_in_every_dress(note: str) -> None:
    for form in forms(note):
        assert note in sung_in(f"before{form}after")
    assert not sung_in("Anna Lindqvist, 19800101-1234, 070-174 06 05, Storgatan 1")


def test_the_story_was_told(witness: Witness) -> None:
    assert {200, 303, 401, 403, 404, 409, 412, 422, 500} <= set(witness.statuses)
    assert len(witness.lines.splitlines()) > 500
    assert any("level" in line and '"failure"' in line for line in witness.lines.splitlines())
    events = {json.loads(line)["event"] for line in witness.lines.splitlines()}
    assert {"request", "job failed", "mail stored", "asking failed", "page failed"} <= events
    assert any("confined_reading" in command for command in witness.commands)
    assert any("extracts.pdf" in command for command in witness.commands)
    assert len(witness.letters) > 50
    assert witness.rows["pgqueuer_log", "traceback"]


def test_no_log_line_holds_her(witness: Witness) -> None:
    silent("logs", witness.lines)


def test_nothing_is_printed_past_the_logs(witness: Witness) -> None:
    silent("standard output and error", witness.printed)


def test_no_figure_holds_her(witness: Witness) -> None:
    assert "utdrag_" in witness.metrics
    silent("metrics", witness.metrics)


def test_no_column_holds_her_unsealed(witness: Witness) -> None:
    assert {("cases", "person_name"), ("pgqueuer", "payload"), ("audit_events", "data")} <= set(witness.rows)
    heard = {place: around(text) for place, text in witness.rows.items() if sung_in(text)}
    assert set(heard) == set(ALLOWED), "\n\n".join(f"{place}: {text}" for place, text in heard.items())


def test_no_address_holds_her(witness: Witness) -> None:
    assert any("/s/" in url for url in witness.urls)
    silent("addresses", "\n".join(witness.urls))


def test_no_subject_or_header_of_a_letter_holds_her(witness: Witness) -> None:
    silent("letters", "\n".join(witness.letters))


def test_no_refusal_gives_back_what_was_sent(witness: Witness) -> None:
    for status, text in witness.problems:
        silent(f"a problem with status {status}", text)


def test_no_process_is_started_with_her(witness: Witness) -> None:
    silent("command lines", "\n".join(witness.commands))


def test_no_file_is_left_that_holds_her(witness: Witness) -> None:
    silent("files", "\n".join(witness.files.values()))


def test_the_database_servers_log_does_not_hold_her(witness: Witness) -> None:
    assert "ERROR" in witness.server_log
    silent("the server's log", witness.server_log)
