"""The description of this API, for callers: as the code has it, or as people read it in their language."""

import hashlib
import json
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, FastAPI, Header, Query, Request, Response

from app.errors import InvalidInput, NotSignedIn
from app.interface.describing import described
from app.routers.caller import ACaller
from app.routers.problems import documented
from app.vocabulary import Language

router = APIRouter(tags=["description"])
_OPEN = {"application/json": {"schema": {"type": "object"}}}
_KEPT = "private, no-cache"
"""Kept by the browser of who asked, and asked about each time."""


@dataclass(frozen=True)
class Described:
    """A description as it is sent, and the tag it is known by."""

    content: bytes
    tag: str


@router.get(
    "/openapi.json",
    operation_id="describe",
    summary="This description",
    response_class=Response,
    responses=documented(NotSignedIn, InvalidInput)
    | {
        200: {"description": "The description", "content": _OPEN},
        304: {"description": "It is the one you have"},
    },
)
async def describe(
    request: Request,
    _: ACaller,
    lang: Annotated[
        Language | None,
        Query(description="For people, in this language, with the names of words as `x-enum-labels`."),
    ] = None,
    known: Annotated[str, Header(alias="If-None-Match", max_length=1000)] = "",
) -> Response:
    """Give every operation and shape; with `lang` without what only machines call. Made once a program."""
    found = _kept(request.app, lang)
    headers = {"ETag": found.tag, "Cache-Control": _KEPT, "Vary": "Authorization, Cookie"}
    if found.tag in known:
        return Response(status_code=304, headers=headers)
    return Response(found.content, media_type="application/json", headers=headers)


def _kept(app: FastAPI, language: Language | None) -> Described:
    """Give a description from memory; it changes with the program only."""
    kept: dict[Language | None, Described] = app.state.described
    if language not in kept:
        document = app.openapi() if language is None else described(app.openapi(), language)
        content = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
        kept[language] = Described(content, f'"{hashlib.sha256(content).hexdigest()[:32]}"')
    return kept[language]
