"""The task page, where the owner of a system hands in files and says how a task went."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response
from starlette.datastructures import UploadFile

from app import clock
from app.errors import ActionNotPossible
from app.office import Office
from app.pages.said import written_size
from app.pages.uploads import ALL_TOGETHER, HEAD, LARGEST, media_type_of, safe_name
from app.pages.words import words_of
from app.pages.words.shapes import Choice
from app.pages.words.task import Words
from app.routers import pages
from app.routers.pages import SMALL, OfficeHere, PageRoute, notice, page, see
from app.vocabulary import Audience, Language, TaskState, Verb
from app.workflows import handing_in
from app.workflows.handing_in import TaskView
from app.workflows.portal import Visit

LONGEST: Final = 8000
"""The most characters of an explanation."""
SHORTEST: Final = 3
"""The fewest that explain anything."""
_DRAINED: Final = 2 * 1024**3
_CHUNK: Final = 64 * 1024
_STATES: Final = {
    "done": TaskState.DONE,
    "nothing": TaskState.DONE,
    "partial": TaskState.PARTIAL,
    "refused": TaskState.REFUSED,
}

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Owner = Annotated[Visit, Depends(pages.visitor(Audience.TASK))]


@router.get("/t/{token}")  # noqa: FAST003 - the token is looked at only when the button is pressed
async def knock(request: Request) -> Response:
    """Show a button; looking at a link changes nothing."""
    return pages.knock(request, Audience.TASK)


@router.post("/t/{token}", max_body_size=SMALL)
async def enter(office: OfficeHere, token: str) -> Response:
    """Open the task behind a link."""
    return await pages.enter(office, token, Audience.TASK)


@router.get("/task")
async def show(office: OfficeHere, who: Owner, done: str = "") -> Response:
    """Show the task; `done` names what was done just before."""
    return _shown(await handing_in.task_view(office, who, clock.now()), done=done)


@router.post("/task/files", max_body_size=_DRAINED)
async def hand_in(request: Request, office: OfficeHere, who: Owner) -> Response:
    """Take files; either all of them are of a kind we take, or none is kept."""
    view = await handing_in.task_view(office, who, clock.now())
    language = view.language
    if not 0 <= _length(request) <= ALL_TOGETHER:
        async for _ in request.stream():  # a browser shows no answer before all is sent
            pass
        return _shown(view, errors={"files": _said(language, "all_large", size=ALL_TOGETHER)}, status=413)
    async with request.form(max_files=100, max_fields=10) as form:
        files = [file for file in form.getlist("files") if isinstance(file, UploadFile) and file.filename]
        typed, error = await _typed(files, language)
        if error:
            return _shown(view, errors={"files": error}, status=422)
        try:
            for file, media_type in typed:
                name = safe_name(file.filename or "")
                await handing_in.upload(office, who, name, media_type, _chunks(file))
        except ActionNotPossible as refused:
            return await _not_now(office, who, "files", refused)
    return see("/task?done=handed_in")


@router.post("/task/answer", max_body_size=SMALL)
async def answer(
    office: OfficeHere,
    who: Owner,
    answer: Annotated[str, Form()] = "",
    reason: Annotated[str, Form()] = "",
) -> Response:
    """Take how the task went."""
    view = await handing_in.task_view(office, who, clock.now())
    words, reason = words_of(view.language).task, reason.replace("\r\n", "\n").strip()
    if errors := _errors(view, words, answer, reason):
        return _shown(view, errors=errors, status=422, answer=answer, reason=reason)
    said = reason if len(reason) >= SHORTEST else _by_itself(view, words, answer)
    try:
        await handing_in.finish(office, who, _STATES[answer], said, clock.now())
    except ActionNotPossible as refused:
        return await _not_now(office, who, "answer", refused)
    return see("/task")


@router.post("/task/leave", max_body_size=SMALL)
async def leave(office: OfficeHere, who: Owner) -> Response:
    """End the visit."""
    return await pages.leave(office, who, Audience.TASK)


@router.get("/task/left")
async def left(request: Request) -> Response:
    """Say that the visit is over, and how to come back."""
    return notice(request, "left", status=200)


def _shown(
    view: TaskView,
    *,
    done: str = "",
    errors: Mapping[str, str] | None = None,
    status: int = 200,
    answer: str = "",
    reason: str = "",
) -> Response:
    words = words_of(view.language).task
    return page(
        "task",
        view.language,
        status=status,
        organisation=view.organisation,
        view=view,
        done=done if done in words.done_now else "",
        errors=errors or {},
        wrong=bool(errors),
        takes_files=view.verb is Verb.EXPORT,
        largest=LARGEST,
        options=list(_options(view, words).items()),
        answer=answer,
        reason=reason,
        limit=LONGEST,
    )


def _options(view: TaskView, words: Words) -> dict[str, Choice]:
    done, refused = {"done": words.done[view.verb]}, {"refused": words.refused}
    if view.notice:
        return done | refused
    nothing = {"nothing": words.nothing} if view.verb is Verb.EXPORT else {}
    return done | nothing | {"partial": words.partial} | refused


def _errors(view: TaskView, words: Words, answer: str, reason: str) -> dict[str, str]:
    if answer not in _options(view, words):
        return {"answer": words.errors["choice"]}
    if answer == "done" and view.verb is Verb.EXPORT and not view.uploads:
        return {"answer": words.errors["no_files"]}
    if answer in {"partial", "refused"} and len(reason) < SHORTEST:
        return {"reason": words.errors["reason"]}
    return {"reason": words.errors["reason_long"].format(limit=LONGEST)} if len(reason) > LONGEST else {}


def _by_itself(view: TaskView, words: Words, answer: str) -> str:
    return words.nothing_reason if answer == "nothing" else words.done[view.verb].hint


async def _not_now(office: Office, who: Visit, field: str, refused: ActionNotPossible) -> Response:
    view = await handing_in.task_view(office, who, clock.now())
    return _shown(view, errors={field: _said(view.language, "not_now")}, status=refused.status)


def _said(language: Language, code: str, name: str = "", size: int = 0) -> str:
    return words_of(language).task.errors[code].format(name=name, size=written_size(size, language))


async def _typed(files: Sequence[UploadFile], language: Language) -> tuple[list[tuple[UploadFile, str]], str]:
    """Give each file with what it is, and the sentence about the first that cannot be taken, or nothing."""
    typed: list[tuple[UploadFile, str]] = []
    for file in files:
        name, size = safe_name(file.filename or ""), file.size or 0
        head = await file.read(HEAD)
        await file.seek(0)
        if size > LARGEST:
            return [], _said(language, "large", name, LARGEST)
        if not size:
            return [], _said(language, "empty", name)
        if (media_type := media_type_of(name, head)) is None:
            return [], _said(language, "type", name)
        typed.append((file, media_type))
    return typed, "" if typed else _said(language, "file")


async def _chunks(file: UploadFile) -> AsyncIterator[bytes]:
    while chunk := await file.read(_CHUNK):
        yield chunk


def _length(request: Request) -> int:
    length = request.headers.get("content-length", "")
    return int(length) if length.isdigit() else -1
