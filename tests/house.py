"""The whole house for a story: real database, real web server and worker, real mail going out."""

import asyncio
import re
import socket
import zipfile
from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import uvicorn

from app import clock, worker
from app.db import Database
from app.inboxes import watch_inboxes
from app.main import create_app
from app.models.credential import Credential
from app.office import Office
from app.profiles import Profile
from app.settings import Settings
from app.trust import tokens
from app.trust.blobs import BlobStore
from app.trust.keys import MasterKey
from app.vocabulary import Audience, Role
from app.workflows.applying import apply
from tests.counterparts.smtp_capture import Capture, Captured

LINK = re.compile(r"http://127\.0\.0\.1:\d+(/[st]/[A-Za-z0-9_-]+)")
CODE = re.compile(r"\b(\d{6})\b")


async def until(look: Callable[[], Awaitable[Any]], *, seconds: float = 90) -> Any:
    """Give what `look` gives once it gives something; so many seconds are for a machine that is very busy."""
    async with asyncio.timeout(seconds):
        while not (found := await look()):
            await asyncio.sleep(0.05)
    return found


@dataclass
class House:
    """A running house, and hands to work it with."""

    office: Office
    organisation_id: UUID
    http: httpx.AsyncClient
    capture: Capture
    tokens: dict[Role, str] = field(default_factory=dict)
    visitors: list[httpx.AsyncClient] = field(default_factory=list)

    async def api(
        self, method: str, path: str, *, role: Role = Role.HANDLER, **options: Any
    ) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.tokens[role]}", **options.pop("headers", {})}
        return await self.http.request(method, f"/api/v1{path}", headers=headers, **options)

    async def read(self, path: str, **options: Any) -> Any:
        answer = await self.api("GET", path, **options)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def hand_in(self, mail: EmailMessage | bytes) -> str:
        """Hand a mail in over HTTP and give its id."""
        raw = mail if isinstance(mail, bytes) else mail.as_bytes()
        answer = await self.api(
            "POST", "/intake/mail", role=Role.INBOX, content=raw, headers={"Content-Type": "message/rfc822"}
        )
        assert answer.status_code == 202, answer.text
        return str(answer.json()["message_id"])

    async def newest_case(self, *, beside: Collection[str] = ()) -> dict[str, Any]:
        """Give the case that was opened last, once there is one that was not known before."""

        async def there() -> Any:
            items = (await self.read("/cases?limit=200"))["items"]
            return next((item for item in items if item["id"] not in beside), None)

        return dict(await self.case((await until(there))["id"]))

    async def case_of(self, message_id: str) -> dict[str, Any]:
        """Give the case a message led to."""

        async def placed() -> Any:
            message = await self.read(f"/messages/{message_id}")
            assert message["state"] != "quarantine", message
            return message["case_id"]

        return dict(await self.case(await until(placed)))

    async def case(self, case_id: str) -> dict[str, Any]:
        return dict(await self.read(f"/cases/{case_id}"))

    async def in_state(self, case_id: str, state: str) -> dict[str, Any]:
        """Give the case once it is in a state."""

        async def there() -> Any:
            case = await self.case(case_id)
            return case if case["state"] == state else None

        try:
            return dict(await until(there))
        except TimeoutError:
            case = await self.case(case_id)
            raise AssertionError(f"{case['state']}, not {state}: {case['missing']} {case['tasks']}") from None

    async def act(self, case_id: str, operation: str, **given: Any) -> dict[str, Any]:
        """Take an action as a handler, at the version just read."""
        version = (await self.case(case_id))["version"]
        answer = await self.api(
            "POST", f"/cases/{case_id}/actions/{operation}", json=given, headers={"If-Match": f'"{version}"'}
        )
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def letter(self, subject: str, *, to: str, number: int = 1) -> Captured:
        """Give the so-manieth letter to somebody whose subject holds these words."""

        async def arrived() -> Any:
            found = [
                sent
                for sent in self.capture.messages
                if to in sent.recipients and subject.lower() in str(sent.mail["Subject"]).lower()
            ]
            return found[number - 1] if len(found) >= number else None

        try:
            return await until(arrived)  # type: ignore[no-any-return]
        except TimeoutError:
            subjects = [(sent.recipients, str(sent.mail["Subject"])) for sent in self.capture.messages]
            raise AssertionError(f"no letter “{subject}” to {to}; sent: {subjects}") from None

    async def events(self, case_id: str) -> list[str]:
        """Give the history of a case as words."""
        return [event["event"] for event in (await self.read(f"/cases/{case_id}/events"))["items"]]


def body_of(sent: Captured) -> str:
    """Give the text part of a letter."""
    part = sent.mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def link_in(sent: Captured) -> str:
    """Give the path of the link in a letter."""
    found = LINK.search(body_of(sent))
    assert found, body_of(sent)
    return found[1]


def code_in(sent: Captured) -> str:
    """Give the one-time code in a letter."""
    found = CODE.search(body_of(sent))
    assert found
    return found[1]


def mail(
    subject: str,
    text: str,
    *,
    sender: str = "Anna Lindqvist <anna.lindqvist@post.example>",
    to: str = "privacy@nordstaff.example",
    **headers: str,
) -> EmailMessage:
    """Give a mail as a person writes one."""
    message = EmailMessage(SMTP.clone(max_line_length=998))  # the standard one spoils long message ids
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Message-ID"] = f"<{tokens.new_token(Audience.API).plain[-20:]}@post.example>"
    message["Date"] = "Mon, 02 Mar 2026 10:00:00 +0100"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


class Person:
    """The person's side: a browser without scripts, reduced to its requests."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.http = httpx.AsyncClient(
            base_url=house.http.base_url, headers={"Sec-Fetch-Site": "same-origin"}, timeout=90
        )
        house.visitors.append(self.http)

    async def open(self, path: str) -> httpx.Response:
        """Open a mailed link: look, then press the button."""
        looked = await self.http.get(path)
        assert looked.status_code == 200, looked.text
        pressed = await self.http.post(path, follow_redirects=True)
        assert pressed.status_code == 200, pressed.text
        return pressed

    async def post(self, path: str, **data: str) -> httpx.Response:
        answer = await self.http.post(path, data=data, follow_redirects=True)
        assert answer.status_code == 200, answer.text
        return answer

    async def download(self, path: str) -> zipfile.ZipFile:
        answer = await self.http.post(path)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == "application/zip"
        return zipfile.ZipFile(BytesIO(answer.content))


def free_socket() -> socket.socket:
    taken = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    taken.bind(("127.0.0.1", 0))
    return taken


async def give_token(office: Office, organisation_id: UUID, role: Role) -> str:
    """Give a bearer token of a role."""
    token = tokens.new_token(Audience.API)
    async with office.db.transaction() as session:
        session.add(
            Credential(
                hash=token.hash,
                organisation_id=organisation_id,
                audience=Audience.API,
                label=f"{role.value}-{token.hash.hex()[:4]}",
                role=role,
                level=0,
                issued_at=clock.now(),
                expires_at=clock.now() + timedelta(days=1),
            )
        )
    return token.plain


@asynccontextmanager
async def running_house(
    database: str, profile: Mapping[str, Any], capture: Capture, folder: Path, **limits: Any
) -> AsyncGenerator[House]:
    """Give a house that serves and works, with one organisation in it."""
    taken = free_socket()
    base_url = f"http://127.0.0.1:{taken.getsockname()[1]}"
    settings = Settings(
        home=folder, base_url=base_url, smtp_url=capture.url, retry_first_seconds=0.2, retry_limit=3,
        retry_longest_seconds=1, **limits,
    )  # fmt: skip
    office = Office(
        settings, Database(database, pool_size=5), MasterKey(bytes(range(32))), BlobStore("memory://")
    )
    applied = await apply(office, Profile.model_validate(profile), clock.now())
    serves = uvicorn.Config(create_app(office), log_config=None, timeout_graceful_shutdown=1)
    serves.timeout_keep_alive = 75  # a client must never take up a connection in the moment it is closed
    server = uvicorn.Server(serves)
    stopping = asyncio.Event()
    serving = asyncio.create_task(server.serve(sockets=[taken]))
    working = asyncio.create_task(worker.run(office, stopping))
    watching = asyncio.create_task(watch_inboxes(office, stopping))
    try:
        async with httpx.AsyncClient(base_url=base_url, timeout=90) as http:
            house = House(office, applied.organisation_id, http, capture)
            house.tokens = {role: await give_token(office, applied.organisation_id, role) for role in Role}
            yield house
            for visitor in house.visitors:
                await visitor.aclose()
    finally:
        stopping.set()
        server.should_exit = True
        await asyncio.gather(serving, working, watching)
        await office.db.close()


async def with_database(url: str, statements: str) -> None:
    """Run statements in a database that is somebody else's."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statements)
    finally:
        await connection.close()
