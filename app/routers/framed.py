"""Letters as they look: pages for a frame of the console, in which nothing runs and nothing is fetched."""

from typing import Any, Final

from fastapi.responses import Response

from app.routers.security import LETTER_CSP

PAGE: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "The page", "content": {"text/html": {}}}
}


def framed(html: str) -> Response:
    """Give a letter's HTML as a page of its own, for a frame of ours only."""
    headers = {"Content-Security-Policy": LETTER_CSP}
    return Response(html, media_type="text/html; charset=utf-8", headers=headers)
