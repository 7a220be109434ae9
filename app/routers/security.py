"""What guards every answer and every change: response headers, and no changes asked for by other sites."""

from typing import Final
from urllib.parse import quote, urlsplit

from fastapi import FastAPI
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_OWN: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)
STRICT_CSP: Final = f"{_OWN}; trusted-types 'none'"
"""For everything that does not say otherwise, the API among it."""
CONSOLE_CSP: Final = f"{STRICT_CSP}; frame-src 'self'"
"""For the console, which shows letters and mails in frames of their own."""
PAGE_CSP: Final = _OWN
"""For the public pages."""
FRAMING_CSP: Final = f"{_OWN}; frame-src 'self'"
"""For a page that shows another of ours in a frame."""
FOREIGN_CSP: Final = (
    "sandbox allow-top-navigation-by-user-activation; default-src 'none'; style-src 'unsafe-inline'; "
    "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
"""For HTML that is not a page of ours, shown in a frame: nothing runs, nothing is fetched."""
MAIL_CSP: Final = (
    "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
"""For the HTML of a mail, which has been made harmless before; this holds should that have failed."""
LETTER_CSP: Final = f"{MAIL_CSP}; style-src 'unsafe-inline'"
"""For a letter of ours as its reader sees it: styled by itself, and nothing else of it works."""

_HEADERS: Final = {
    "Content-Security-Policy": STRICT_CSP,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex",
    "Cache-Control": "no-store",
}
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class SecureHeaders:
    """ASGI middleware: every answer carries the headers above, unless it has set one of them itself."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and complete the headers of its answer."""

        async def completing(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, completing if scope["type"] == "http" else send)


class SameOriginOnly:
    """ASGI middleware: a browser changes something only from a page of ours (403 otherwise).

    Callers with an Authorization header are let through: they are no browser acting on a cookie.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it before its body is read."""
        if scope["type"] == "http" and scope["method"] not in _SAFE and not _is_ours(Headers(scope=scope)):
            refusal = PlainTextResponse("This was asked for by another site, and refused.", status_code=403)
            await refusal(scope, receive, send)
            return
        await self.app(scope, receive, send)


def _is_ours(headers: Headers) -> bool:
    if "authorization" in headers:
        return True
    if site := headers.get("sec-fetch-site"):
        return site in {"same-origin", "none"}
    if origin := headers.get("origin"):
        return urlsplit(origin).netloc == headers.get("host", "")
    return "cookie" not in headers  # neither a browser's mark nor its cookies: a program of somebody's own


def add_security(app: FastAPI) -> None:
    """Put both guards around an application; the headers outermost, so that refusals carry them too."""
    app.add_middleware(SameOriginOnly)
    app.add_middleware(SecureHeaders)


def attachment(name: str, size: int | None = None) -> dict[str, str]:
    """Give the headers of a download: saved under its name, never shown and never run."""
    length = {} if size is None else {"Content-Length": str(size)}
    return length | {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
