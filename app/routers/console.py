"""The handlers' console: its page at every address of its own, and its files, which are kept for ever."""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Header, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from fastapi.routing import APIRoute

from app.console.assets import ASSETS, VERSION
from app.console.shell import shell
from app.errors import NotFound, NotSignedIn
from app.routers.caller import APerson
from app.routers.security import CONSOLE_CSP
from app.routers.spoken import Spoken

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class SignedInRoute(APIRoute):
    """A route whose reader is a handler: whoever is not signed in is sent to do that, and comes back."""

    def get_route_handler(self) -> Handler:
        """Give the handler, with a missing session turned into the way to one."""
        handle = super().get_route_handler()

        async def answered(request: Request) -> Response:
            try:
                return await handle(request)
            except NotSignedIn:
                here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
                return RedirectResponse(f"/auth/login?next={quote(here)}", status_code=303)

        return answered


router = APIRouter(include_in_schema=False)
signed_in = APIRouter(include_in_schema=False, route_class=SignedInRoute)


@router.get("/")
async def home() -> Response:
    """Lead to the console."""
    return RedirectResponse("/console/", status_code=303)


@router.get("/ui/{version}/{name:path}")
async def file(version: str, name: str, accept_encoding: Annotated[str, Header()] = "") -> Response:
    """Give a file of the console; for ever when the address is that of this version."""
    if (asset := ASSETS.get(name)) is None:
        raise NotFound("There is no such file.")
    keep = "public, max-age=31536000, immutable" if version == VERSION else "no-cache"
    headers = {"Cache-Control": keep, "Vary": "Accept-Encoding"}
    if "gzip" in accept_encoding.lower():
        headers["Content-Encoding"] = "gzip"
        return Response(asset.packed, media_type=asset.media_type, headers=headers)
    return Response(asset.content, media_type=asset.media_type, headers=headers)


@signed_in.get("/console")
@signed_in.get("/console/{path:path}")
async def page(request: Request, language: Spoken, caller: APerson) -> HTMLResponse:
    """Give the page of the console; which screen it shows is up to its address."""
    content = shell(language, request.query_params, caller.role, request.path_params.get("path", ""))
    return HTMLResponse(content, headers={"Content-Security-Policy": CONSOLE_CSP})


router.include_router(signed_in)
