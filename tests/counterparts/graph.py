"""Microsoft Graph's mail, as its documentation shows it: folders, delta queries, `$value`, moves and refusals.

Ids are handed out in two kinds, as there: one that changes when a mail is moved, and the immutable one for
whoever asks for it in `Prefer`. State tokens are opaque, and forgotten when a test says so.
"""

import asyncio
import re
import secrets
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.counterparts.oauth import Issuer
from tests.house import free_socket

WELL_KNOWN = {"inbox": "Inkorgen", "junkemail": "Skräppost", "archive": "Arkiv", "deleteditems": "Borttaget"}
AFTER = re.compile(r"receivedDateTime ge (\S+)")
NAMED = re.compile(r"displayName eq '(.*)'")


@dataclass
class Mail:
    """A mail in the mailbox; `id` is the immutable one."""

    id: str
    raw: bytes
    received: datetime
    folder: str
    moves: int = 0

    @property
    def passing_id(self) -> str:
        """Give the id that changes when the mail is moved."""
        return f"AQMk{self.id[4:]}{self.moves}="


@dataclass
class Graph:
    """The service, with one mailbox; what it was asked, and what it is told to refuse."""

    issuer: Issuer
    user: str
    port: int = 0
    folders: dict[str, str] = field(default_factory=dict)
    mails: dict[str, Mail] = field(default_factory=dict)
    changes: list[tuple[str, str, bool]] = field(default_factory=list)
    """Folder, mail, and whether it left the folder; a state token is a place in this list."""
    tokens: dict[str, tuple[str, list[dict[str, Any]], int]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    refusals: list[tuple[int, dict[str, str], str]] = field(default_factory=list)
    """Status, headers and code of the next answers."""
    broken: dict[str, int] = field(default_factory=dict)
    """Mails whose content is answered with a status."""
    before: Callable[[str], Awaitable[None]] | None = None
    silent_about: set[str] = field(default_factory=set)
    """Mails whose date is left out of a delta, as in an update."""

    def __post_init__(self) -> None:
        for name in WELL_KNOWN:
            self.folders[f"folder-{name}=="] = name

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1.0"

    # What happens in the mailbox.

    def deliver(self, raw: bytes, *, folder: str = "inbox", at: datetime | None = None) -> str:
        """Let a mail come in; give its immutable id."""
        mail = Mail(f"AAkA{secrets.token_urlsafe(12)}/+=", raw, at or datetime.now(UTC), self.folder(folder))
        self.mails[mail.id] = mail
        self.changes.append((mail.folder, mail.id, False))
        return mail.id

    def move(self, mail_id: str, folder: str) -> None:
        """Move a mail, as a person or the API does."""
        mail = self.mails[mail_id]
        self.changes += [(mail.folder, mail_id, True), (folder, mail_id, False)]
        mail.folder, mail.moves = folder, mail.moves + 1

    def touch(self, mail_id: str) -> None:
        """Mark a mail as read."""
        self.changes.append((self.mails[mail_id].folder, mail_id, False))

    def delete(self, mail_id: str) -> None:
        mail = self.mails.pop(mail_id)
        self.changes.append((mail.folder, mail_id, True))

    def forget(self) -> None:
        """Let no state token be known any longer."""
        self.tokens.clear()

    def folder(self, name: str) -> str:
        """Give the id of a folder by either name."""
        wanted = {name, WELL_KNOWN.get(name, name)}
        return next(key for key, known in self.folders.items() if known in wanted)

    def lying_in(self, name: str) -> list[str]:
        return [mail.id for mail in self.mails.values() if mail.folder == self.folder(name)]

    # What is answered.

    def app(self) -> Starlette:
        mailbox = "/v1.0/users/{user:path}"
        return Starlette(routes=[
            Route(f"{mailbox}/mailFolders", self._answering(self._list_folders)),
            Route(f"{mailbox}/mailFolders", self._answering(self._make_folder), methods=["POST"]),
            Route(f"{mailbox}/mailFolders/{{folder}}", self._answering(self._folder)),
            Route(f"{mailbox}/mailFolders/{{folder}}/messages/delta", self._answering(self._delta)),
            Route(f"{mailbox}/mailfolders('{{folder}}')/messages/delta", self._answering(self._delta)),
            Route(f"{mailbox}/mailFolders/{{folder}}/messages", self._answering(self._messages)),
            Route(f"{mailbox}/messages/{{item:path}}/$value", self._answering(self._value)),
            Route(f"{mailbox}/messages/{{item:path}}/move", self._answering(self._move), methods=["POST"]),
            Route(f"{mailbox}/messages/{{item:path}}", self._answering(self._message)),
        ])  # fmt: skip

    def _answering(
        self, answer: Callable[[Request], Awaitable[Response]]
    ) -> Callable[[Request], Awaitable[Response]]:
        async def answered(request: Request) -> Response:
            path = request.url.path
            self.asked.append(f"{request.method} {path}")
            if self.before:
                await self.before(f"{request.method} {unquote(path)}")
            if request.headers.get("authorization", "").removeprefix("Bearer ") not in self.issuer.good:
                return error(401, "InvalidAuthenticationToken")
            if self.refusals:
                status, headers, code = self.refusals.pop(0)
                return error(status, code, headers)
            if request.path_params["user"] != self.user:
                return error(404, "ErrorInvalidUser")
            return await answer(request)

        return answered

    def _id_of(self, request: Request, mail: Mail) -> str:
        return mail.id if 'IdType="ImmutableId"' in request.headers.get("prefer", "") else mail.passing_id

    def _found(self, request: Request) -> Mail | None:
        wanted = request.path_params["item"]
        return next((mail for mail in self.mails.values() if self._id_of(request, mail) == wanted), None)

    def _named(self, request: Request) -> str | None:
        wanted = request.path_params["folder"]
        return next((key for key, name in self.folders.items() if wanted in (key, name)), None)

    def _shown(self, request: Request, mail: Mail, *, chosen: str | None = None) -> dict[str, Any]:
        select = (chosen if chosen is not None else request.query_params.get("$select", "")).split(",")
        whole = {
            "receivedDateTime": f"{mail.received:%Y-%m-%dT%H:%M:%SZ}",
            "parentFolderId": mail.folder,
            "subject": "…",
            "isRead": False,
        }
        return {
            "@odata.etag": f'W/"CQAAABYAAAARn2vdzPFjSbaPPxzjlzOTAAASsK{mail.moves}"',
            **{name: value for name, value in whole.items() if select == [""] or name in select},
            "id": self._id_of(request, mail),
        }

    async def _list_folders(self, request: Request) -> Response:
        named = NAMED.fullmatch(request.query_params.get("$filter", ""))
        shown = [(key, WELL_KNOWN.get(name, name)) for key, name in self.folders.items()]
        if named:
            shown = [(key, name) for key, name in shown if name == named[1].replace("''", "'")]
        value = [{"id": key, "displayName": name} for key, name in shown]
        return JSONResponse({"@odata.context": f"{self.url}/$metadata#mailFolders", "value": value})

    async def _make_folder(self, request: Request) -> Response:
        name = (await request.json())["displayName"]
        if name in {WELL_KNOWN.get(known, known) for known in self.folders.values()}:
            return error(409, "ErrorFolderExists")
        key = f"AQMk{secrets.token_urlsafe(8)}"
        self.folders[key] = name
        return JSONResponse({"id": key, "displayName": name, "parentFolderId": "root"}, 201)

    async def _folder(self, request: Request) -> Response:
        key = self._named(request)
        if key is None:
            return error(404, "ErrorItemNotFound")
        name = self.folders[key]
        return JSONResponse({"id": key, "displayName": WELL_KNOWN.get(name, name)})

    async def _delta(self, request: Request) -> Response:
        folder = self._named(request)
        if folder is None:
            return error(404, "ErrorItemNotFound")
        query = request.query_params
        token = query.get("$skiptoken") or query.get("$deltatoken")
        if token is None:
            chosen = query.get("$select", "")
            here = [mail for mail in self.mails.values() if mail.folder == folder]
            left, upto = [self._entry(request, mail.id, chosen=chosen) for mail in here], len(self.changes)
        elif token not in self.tokens:
            return error(410, "SyncStateNotFound")
        else:
            chosen, left, upto = self.tokens[token]
            if "$deltatoken" in query:
                since, upto = self.changes[upto:], len(self.changes)
                of_folder = [(mail_id, gone) for where, mail_id, gone in since if where == folder]
                left = [
                    self._entry(request, mail_id, chosen=chosen, gone=gone) for mail_id, gone in of_folder
                ]
        size = int((re.search(r"odata\.maxpagesize=(\d+)", request.headers.get("prefer", "")) or [0, 10])[1])
        left, entries = left[size:], left[:size]
        following, word = secrets.token_urlsafe(24), "skiptoken" if left else "deltatoken"
        self.tokens[following] = (chosen, left, upto)
        at = f"{self.url}/users/{request.path_params['user']}/mailfolders('{folder}')/messages/delta"
        link = {"@odata.nextLink" if left else "@odata.deltaLink": f"{at}?${word}={following}"}
        context = f"{self.url}/$metadata#Collection(message)"
        return JSONResponse({"@odata.context": context, **link, "value": entries})

    def _entry(self, request: Request, mail_id: str, *, chosen: str, gone: bool = False) -> dict[str, Any]:
        mail = self.mails.get(mail_id)
        if gone or mail is None:
            return {
                "@odata.type": "#microsoft.graph.message",
                "id": mail_id,
                "@removed": {"reason": "deleted"},
            }
        shown = self._shown(request, mail, chosen="isRead" if mail_id in self.silent_about else chosen)
        return {"@odata.type": "#microsoft.graph.message", **shown}

    async def _messages(self, request: Request) -> Response:
        folder, query = self._named(request), request.query_params
        if folder is None:
            return error(404, "ErrorItemNotFound")
        found = [mail for mail in self.mails.values() if mail.folder == folder]
        if after := AFTER.fullmatch(query.get("$filter", "")):
            found = [mail for mail in found if mail.received >= datetime.fromisoformat(after[1])]
        skip, top = int(query.get("$skip", 0)), int(query.get("$top", 10))
        page = [self._shown(request, mail) for mail in found[skip : skip + top]]
        body: dict[str, Any] = {"@odata.context": f"{self.url}/$metadata#messages", "value": page}
        if len(found) > skip + top:
            body["@odata.nextLink"] = str(request.url.include_query_params(**{"$skip": skip + top}))
        return JSONResponse(body)

    async def _value(self, request: Request) -> Response:
        mail = self._found(request)
        if mail is None:
            return error(404, "ErrorItemNotFound")
        if mail.id in self.broken:
            return error(self.broken[mail.id], "ErrorMimeContentConversionFailed")
        return Response(mail.raw, media_type="text/plain")

    async def _message(self, request: Request) -> Response:
        mail = self._found(request)
        return error(404, "ErrorItemNotFound") if mail is None else JSONResponse(self._shown(request, mail))

    async def _move(self, request: Request) -> Response:
        mail, to = self._found(request), (await request.json())["destinationId"]
        if mail is None:
            return error(404, "ErrorItemNotFound")
        folder = next((key for key, name in self.folders.items() if to in (key, name)), None)
        if folder is None:
            return error(404, "ErrorItemNotFound")
        self.move(mail.id, folder)
        return JSONResponse(self._shown(request, mail), 201)


def error(status: int, code: str, headers: dict[str, str] | None = None) -> Response:
    """Give a refusal in Graph's form; the sentence quotes what no log of ours may hold."""
    inner = {"date": "2026-03-02T10:00:00", "request-id": secrets.token_hex(8)}
    told = {"code": code, "message": "anna.berg@post.example: no.", "innerError": inner}
    return JSONResponse({"error": told}, status, headers)


@asynccontextmanager
async def serving(graph: Graph) -> AsyncGenerator[Graph]:
    """Let it answer on a port of its own."""
    taken = free_socket()
    graph.port = taken.getsockname()[1]
    config = uvicorn.Config(graph.app(), log_config=None, lifespan="off", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve(sockets=[taken]))
    try:
        yield graph
    finally:
        server.should_exit = True
        await running
