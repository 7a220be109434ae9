"""The HTTP side of `rest`: one origin, a steady pace, patience with overload, and limits on everything."""

import asyncio
import json
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime
from random import SystemRandom
from typing import Any
from urllib.parse import urljoin

import httpx

from app.connectors.rest_request import Limits
from app.errors import SystemDidNotAnswer

LONGEST_WAIT = 30.0  # seconds; a longer Retry-After is handed to the caller, whose job queue can wait
MOST_REDIRECTS = 3
_dice = SystemRandom()

for _name in ("httpx", "httpcore"):  # their lines hold whole URLs, and so keys and addresses of people
    logging.getLogger(_name).addFilter(lambda _record: False)


@dataclass(frozen=True, slots=True)
class Call:
    """One request; `where` names it in errors and holds neither values nor secrets."""

    method: str
    url: str
    where: str
    query: Mapping[str, Any] = field(default_factory=dict[str, Any])
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: Any = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer: 2xx, or a 4xx that is for the caller to judge."""

    status: int
    headers: httpx.Headers
    content: bytes
    url: str
    where: str

    def data(self) -> Any:
        """Give the JSON of the body, None when empty. Raises SystemDidNotAnswer when it is not JSON."""
        if not self.content.strip():
            return None
        try:
            return json.loads(self.content)
        except (ValueError, RecursionError):
            raise SystemDidNotAnswer(
                f"{self.where} answered something that is not JSON", permanent=True
            ) from None


class Client:
    """Sends calls to one origin within the limits; retries what a later try may mend."""

    def __init__(self, base: str, credentials: Mapping[str, Any], limits: Limits) -> None:
        self.base = httpx.URL(base)
        self._limits = limits
        self._slots = asyncio.Semaphore(limits.concurrency)
        self._next_start = 0.0
        self._query: Mapping[str, str] = credentials.get("query", {})
        self._http = httpx.AsyncClient(
            auth=credentials.get("auth"),
            headers=credentials.get("headers", {}),
            timeout=limits.timeout,
            trust_env=False,  # settings come from one place; a stray .netrc must not add credentials
        )

    async def send(self, call: Call) -> Answer:
        """Give the answer, after as many tries as allowed. Raises SystemDidNotAnswer."""
        tries = self._limits.attempts
        while True:
            tries -= 1
            try:
                return await self._once(call)
            except SystemDidNotAnswer as error:
                if error.permanent or not tries or (error.retry_after or 0) > LONGEST_WAIT:
                    raise
                await asyncio.sleep(error.retry_after or self._backoff(self._limits.attempts - tries))

    async def download(self, call: Call) -> AsyncIterator[bytes]:
        """Yield the bytes of a file. Raises SystemDidNotAnswer, also half-way; nothing is retried."""
        async with self._open(call) as response:
            if response.status_code >= httpx.codes.BAD_REQUEST:
                raise _refused(call.where, response.status_code)
            async with aclosing(self._capped(response, self._limits.max_file_bytes, call.where)) as chunks:
                async for chunk in chunks:
                    yield chunk

    async def aclose(self) -> None:
        await self._http.aclose()

    def own(self, url: str, where: str) -> str:
        """Give an address the system sent, if it is its own. Raises SystemDidNotAnswer otherwise."""
        target = httpx.URL(url)
        if _origin(target) != _origin(self.base):
            raise SystemDidNotAnswer(
                f"{where} pointed to another host, which is not followed", permanent=True
            )
        return url

    def _backoff(self, tried: int) -> float:
        return self._limits.backoff * 2.0**tried * _dice.uniform(0.5, 1.0)

    async def _once(self, call: Call) -> Answer:
        async with self._open(call, self._limits.deadline) as response:
            chunks = self._capped(response, self._limits.max_bytes, call.where)
            content = b"".join([chunk async for chunk in chunks])
        return Answer(response.status_code, response.headers, content, str(response.url), call.where)

    @asynccontextmanager
    async def _open(self, call: Call, deadline: float | None = None) -> AsyncGenerator[httpx.Response]:
        async with self._slots:
            await self._pace()
            try:
                async with asyncio.timeout(deadline), self._followed(call) as response:
                    self._judge(call.where, response)
                    yield response
            except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
                raise SystemDidNotAnswer(f"{call.where} did not answer ({type(error).__name__})") from None

    @asynccontextmanager
    async def _followed(self, call: Call, left: int = MOST_REDIRECTS) -> AsyncGenerator[httpx.Response]:
        query = {**call.query, **self._query}
        url = httpx.URL(call.url)
        request = self._http.build_request(
            call.method,
            url.copy_merge_params(query) if query else url,  # merging nothing would rewrite a link's query
            headers=call.headers,
            json=call.body,
        )
        response = await self._http.send(request, stream=True)
        try:
            target = response.headers.get("location")
            if not response.is_redirect or target is None:
                yield response
                return
            onward = self._redirected(call, urljoin(str(response.url), target), left)
        finally:
            await response.aclose()
        async with self._followed(onward, left - 1) as response:
            yield response

    def _redirected(self, call: Call, target: str, left: int) -> Call:
        self.own(target, call.where)
        if call.method != "GET" or not left:
            raise SystemDidNotAnswer(f"{call.where} was redirected, which is not followed", permanent=True)
        return replace(call, url=target, query={})

    def _judge(self, where: str, response: httpx.Response) -> None:
        status = response.status_code
        if status in self._limits.retry_on or status >= httpx.codes.INTERNAL_SERVER_ERROR:
            raise SystemDidNotAnswer(f"{where} answered {status}", retry_after=_retry_after(response.headers))
        if status in {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN}:
            raise SystemDidNotAnswer(f"{where} answered {status}: check the credentials", permanent=True)
        if not response.is_success and status < httpx.codes.BAD_REQUEST:
            raise _refused(where, status)

    async def _pace(self) -> None:
        if self._limits.per_second is None:
            return
        now = asyncio.get_running_loop().time()
        start = max(now, self._next_start)
        self._next_start = start + 1 / self._limits.per_second
        await asyncio.sleep(start - now)

    async def _capped(self, response: httpx.Response, most: int, where: str) -> AsyncGenerator[bytes]:
        size = 0
        async for chunk in response.aiter_bytes():
            size += len(chunk)
            if size > most:
                raise SystemDidNotAnswer(f"{where} answered more than {most} bytes", permanent=True)
            yield chunk


def _refused(where: str, status: int) -> SystemDidNotAnswer:
    return SystemDidNotAnswer(f"{where} answered {status}", permanent=True)


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    port = url.port or {"http": 80, "https": 443}.get(url.scheme)
    return url.scheme, url.host, port


def _retry_after(headers: httpx.Headers) -> float | None:
    """Give the seconds of Retry-After; a date is measured from the answer's own Date header."""
    value = headers.get("retry-after", "").strip()
    if value.isdigit():
        return float(value)
    try:
        wait = parsedate_to_datetime(value) - parsedate_to_datetime(headers.get("date", ""))
    except (TypeError, ValueError):
        return None
    return max(wait.total_seconds(), 0.0)
