"""From a described request to rows: fills it in, sends it, and turns the pages."""

from collections.abc import AsyncIterator, Mapping
from typing import Any, cast
from urllib.parse import urljoin

import httpx

from app.connectors.rest_client import Answer, Call, Client
from app.connectors.rest_definition import Definition, Find
from app.connectors.rest_request import Pages, Request
from app.connectors.rest_template import Scope, fill, fill_path, select
from app.errors import SystemDidNotAnswer

Row = dict[str, Any]
_END = object()


class Source:
    """A system as its definition describes it, with the settings' values filled in."""

    def __init__(self, definition: Definition, params: Mapping[str, Any], client: Client) -> None:
        self.definition = definition
        self._params = params
        self._client = client

    async def aclose(self) -> None:
        await self._client.aclose()

    def call(self, request: Request, scope: Scope) -> Call:
        """Give the request filled in. Raises SystemDidNotAnswer when a value cannot stand where it must."""
        known = {**scope, "param": self._params}
        where = f"{self.definition.id}: {request.method} {request.path}"
        try:
            return Call(
                request.method,
                str(self._client.base).rstrip("/") + fill_path(request.path, known),
                where,
                query=fill(request.query, known),
                headers={name: str(value) for name, value in fill(request.headers, known).items()},
                body=fill(request.body, known),
            )
        except ValueError as error:
            raise SystemDidNotAnswer(f"{where}: {error}", permanent=True) from None

    async def ask(self, request: Request, scope: Scope) -> Answer:
        """Give the answer to a request. Raises SystemDidNotAnswer."""
        return await self._client.send(self.call(request, scope))

    def download(self, request: Request, scope: Scope) -> AsyncIterator[bytes]:
        """Give the bytes of a file, fetched as they are read."""
        return self._client.download(self.call(request, scope))

    def good(self, data: object) -> bool:
        """Say whether an answer means success, where the definition says how to tell."""
        return self.definition.ok is None or bool(select(self.definition.ok, data))

    async def rows(self, rule: Find, scope: Scope) -> AsyncIterator[Row]:
        """Yield the rows a search finds, through all pages. Raises SystemDidNotAnswer."""
        if rule.request is None:
            for row in self._selected(rule, scope.get("parent"), scope, "the parent's row"):
                yield row
            return
        async for answer in self._pages(rule, rule.request, scope):
            for row in self._selected(rule, self.body(answer), scope, answer.where):
                yield row

    async def _pages(self, rule: Find, request: Request, scope: Scope) -> AsyncIterator[Answer]:
        pages = rule.pages or Pages(kind="page", most=1)
        place: Any = _start(pages)
        for number in range(pages.most):
            answer = await self._page(request, scope, pages, place)
            if answer.status in rule.absent:
                return
            yield answer
            onward = _END if rule.pages is None else self._next(rule, pages, answer, number)
            if onward is _END:
                return
            if onward == place:
                raise SystemDidNotAnswer(f"{answer.where} repeats the same page", permanent=True)
            place = onward
        raise SystemDidNotAnswer(f"{self.definition.id}: more than {pages.most} pages", permanent=True)

    async def _page(self, request: Request, scope: Scope, pages: Pages, place: Any) -> Answer:
        known = {**scope, "size": pages.size, pages.kind: place}
        call = self.call(request, known)
        if pages.kind == "link" and place is not None:
            call = Call("GET", place, call.where, headers=call.headers)
        return await self._client.send(call)

    def _next(self, rule: Find, pages: Pages, answer: Answer, number: int) -> Any:
        """Give the place of the following page, or `_END`."""
        if pages.kind == "link":
            return self._link(pages, answer)
        if pages.kind == "cursor":
            return select(pages.next or "", self.body(answer)) or _END
        held = len(_list(select(rule.rows, self.body(answer)), answer.where))
        if held == 0 or (pages.size is not None and held < pages.size):
            return _END
        step = (pages.size or 1) if pages.kind == "offset" else 1
        return _start(pages) + (number + 1) * step

    def _link(self, pages: Pages, answer: Answer) -> Any:
        target = select(pages.next, self.body(answer)) if pages.next else _link_header(answer)
        return self._client.own(urljoin(answer.url, target), answer.where) if target else _END

    def body(self, answer: Answer) -> Any:
        """Give the body of a good answer."""
        if answer.status >= httpx.codes.BAD_REQUEST:
            raise SystemDidNotAnswer(f"{answer.where} answered {answer.status}", permanent=True)
        data = answer.data()
        if not self.good(data):
            raise SystemDidNotAnswer(f"{answer.where} answered that it failed", permanent=True)
        return data

    def _selected(self, rule: Find, data: object, scope: Scope, where: str) -> list[Row]:
        rows = _list(select(rule.rows, data), where)
        return [row for row in rows if rule.keep is None or select(rule.keep, {**scope, "row": row})]


def _start(pages: Pages) -> Any:
    return {"page": pages.start, "offset": 0, "cursor": None, "link": None}[pages.kind]


def _list(rows: object, where: str) -> list[Row]:
    """Give the rows; anything else is an error, so that a changed answer is not read as nothing held."""
    items = cast("list[object]", rows) if isinstance(rows, list) else [None]
    if not all(isinstance(item, dict) for item in items):
        raise SystemDidNotAnswer(f"{where} answered in an unexpected shape", permanent=True)
    return cast("list[Row]", items)


def _link_header(answer: Answer) -> str | None:
    """Give the target of `rel=next` (RFC 8288)."""
    return httpx.Response(200, headers=answer.headers).links.get("next", {}).get("url")
