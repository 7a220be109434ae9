"""The access log: one line a request, with the route's template instead of what was asked for."""

from collections.abc import Awaitable, Callable, MutableMapping
from time import perf_counter
from typing import Any

import structlog

from app import measures, tracing

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

log = structlog.get_logger("app.access")
NOWHERE = "‹no route›"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class AccessLog:
    """ASGI middleware: method, path template, status and milliseconds; no query, no address, no token.

    The same stands in the figures and, when it is traced, in the span of the request.
    """

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and write its line, also when the application fails."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status = perf_counter(), 500

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        with tracing.span("request") as span:
            try:
                await self.app(scope, receive, noting)
            finally:
                method, path, spent = _method(scope), template(scope), perf_counter() - began
                measures.HTTP.labels(method, path, f"{status // 100}xx").observe(spent)
                span.named(f"{method} {path}", status=status)
                log.info(
                    "request", method=method, path=path, status=status, duration_ms=round(spent * 1000, 1)
                )


def template(scope: Scope) -> str:
    """Give the path as the route writes it (`/s/{token}`); of what no route took nothing is told."""
    path: str | None = getattr(scope.get("route"), "path", None)
    return path if path is not None else NOWHERE


def _method(scope: Scope) -> str:
    method = str(scope["method"])
    return method if method in _METHODS else "other"
