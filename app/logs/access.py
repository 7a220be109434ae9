"""The access log: one line a request, with the route's template instead of what was asked for."""

from collections.abc import Awaitable, Callable, MutableMapping
from time import perf_counter
from typing import Any

import structlog

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

log = structlog.get_logger("app.access")
NOWHERE = "‹no route›"


class AccessLog:
    """ASGI middleware: method, path template, status and milliseconds; no query, no address, no token."""

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

        try:
            await self.app(scope, receive, noting)
        finally:
            spent = round((perf_counter() - began) * 1000, 1)
            log.info(
                "request", method=scope["method"], path=template(scope), status=status, duration_ms=spent
            )


def template(scope: Scope) -> str:
    """Give the path as the route writes it (`/s/{token}`); of what no route took nothing is told."""
    path: str | None = getattr(scope.get("route"), "path", None)
    return path if path is not None else NOWHERE
