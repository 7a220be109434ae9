"""Microsoft Graph, as far as a mailbox needs it: folders, their pages, mails as they came, and moves."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from app import clock
from app.errors import SystemDidNotAnswer
from app.inbox_profiles import GraphMailbox
from app.intake.access import Access
from app.intake.graph.answers import Item, Page, check, document, item, page
from app.intake.standin import LARGEST

PATIENCE_SECONDS = 30.0
PAGE = 20
WELL_KNOWN = frozenset({
    "archive", "clutter", "conflicts", "conversationhistory", "deleteditems", "drafts", "inbox", "junkemail",
    "localfailures", "msgfolderroot", "outbox", "recoverableitemsdeletions", "scheduled", "searchfolders",
    "sentitems", "serverfailures", "syncissues",
})  # fmt: skip


class Client:
    """One mailbox; calls raise SystemDidNotAnswer, with `retry_after` where Graph says how long to wait."""

    def __init__(self, box: GraphMailbox, access: Access, http: httpx.AsyncClient) -> None:
        self._box, self._access, self._http = box, access, http
        self._mailbox = f"{box.url.rstrip('/')}/users/{_part(access.user)}"
        self._origin = _origin(httpx.URL(box.url))

    async def folder(self, name: str) -> str | None:
        """Give the id of a folder by Microsoft's name for it, or by the name people see."""
        if name.lower() in WELL_KNOWN:
            answer = await self._ask("GET", f"{self._mailbox}/mailFolders/{name.lower()}?$select=id")
            return None if _absent(answer) else str(document(answer)["id"])
        named = _part("displayName eq '{}'".format(name.replace("'", "''")))
        answer = await self._ask("GET", f"{self._mailbox}/mailFolders?$filter={named}&$select=id")
        found = () if _absent(answer) else page(document(answer)).items
        return found[0].id if found else None

    async def made(self, name: str) -> str:
        """Give the id of a new folder, or of one somebody else has just made."""
        answer = await self._ask("POST", f"{self._mailbox}/mailFolders", json={"displayName": name})
        found = str(document(answer).get("id") or await self.folder(name) or "")
        if not found:
            raise SystemDidNotAnswer(f"The folder '{name}' cannot be made.", permanent=True)
        return found

    async def page(self, folder: str, link: str) -> Page:
        """Give what a folder holds, or what came since, page by page; raises LinkExpired."""
        first = f"{self._mailbox}/mailFolders/{_part(folder)}/messages/delta?$select=receivedDateTime"
        return await self._page(link or first)

    async def since(self, folder: str, at: datetime) -> AsyncGenerator[Page]:
        """Give what a folder holds that came in since then, page by page."""
        after = _part(f"receivedDateTime ge {at:%Y-%m-%dT%H:%M:%SZ}")
        chosen = f"?$filter={after}&$select=receivedDateTime&$top={PAGE * 10}"
        found = await self._page(f"{self._mailbox}/mailFolders/{_part(folder)}/messages{chosen}")
        yield found
        while not found.last:
            found = await self._page(found.link)
            yield found

    async def _page(self, link: str) -> Page:
        if _origin(httpx.URL(link)) != self._origin:  # the token goes nowhere else
            raise SystemDidNotAnswer("Microsoft Graph names an address that is not its own.", permanent=True)
        answer = await self._ask("GET", link)
        if _absent(answer):
            raise SystemDidNotAnswer("The folder is no longer in the mailbox.", permanent=True)
        return page(document(answer))

    async def item(self, item_id: str) -> Item | None:
        """Give where a mail is and when it came in; None when it is gone."""
        chosen = "?$select=parentFolderId,receivedDateTime"
        answer = await self._ask("GET", f"{self._mailbox}/messages/{_part(item_id)}{chosen}")
        return None if _absent(answer) else item(document(answer))

    async def raw(self, item_id: str) -> bytes | None:
        """Give a mail as it came, at most one byte more than is taken in; None when it is gone."""
        async with self._stream("GET", f"{self._mailbox}/messages/{_part(item_id)}/$value") as answer:
            if _absent(answer):
                return None
            found = bytearray()
            async for chunk in answer.aiter_bytes():
                found += chunk
                if len(found) > LARGEST:
                    break
            return bytes(found[: LARGEST + 1])

    async def move(self, item_id: str, folder: str) -> None:
        """Move a mail; one that is gone needs none."""
        to = {"destinationId": folder}
        await self._ask("POST", f"{self._mailbox}/messages/{_part(item_id)}/move", json=to)

    async def _ask(self, method: str, url: str, **options: Any) -> httpx.Response:
        async with self._stream(method, url, **options) as answer:
            await answer.aread()
            return answer

    @asynccontextmanager
    async def _stream(self, method: str, url: str, **options: Any) -> AsyncGenerator[httpx.Response]:
        try:
            word = await self._access.word()
            async with self._http.stream(method, url, headers=_headers(word), **options) as answer:
                if answer.status_code != HTTPStatus.UNAUTHORIZED or not self._access.refused(word):
                    yield await _checked(answer)
                    return
            word = await self._access.word()
            async with self._http.stream(method, url, headers=_headers(word), **options) as answer:
                yield await _checked(answer)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            told = f"Microsoft Graph does not answer ({type(error).__name__})."
            raise SystemDidNotAnswer(told) from None


def _headers(word: str) -> dict[str, str]:
    # an id that does not change when the mail is moved, in every call (they are not the same otherwise)
    wishes = f'IdType="ImmutableId", odata.maxpagesize={PAGE}'
    return {"Authorization": f"Bearer {word}", "Prefer": wishes}


async def _checked(answer: httpx.Response) -> httpx.Response:
    if not answer.is_success:
        await answer.aread()
    check(answer, clock.now())
    return answer


def _absent(answer: httpx.Response) -> bool:
    return answer.status_code == HTTPStatus.NOT_FOUND


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


def _part(text: str) -> str:
    return quote(text, safe="")
