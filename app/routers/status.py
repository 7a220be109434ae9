"""The status page, where a person follows their case, proves who they are, and fetches the answer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response

from app import clock
from app.errors import ActionNotPossible, DsarError, InvalidInput, TooManyAttempts
from app.office import Office
from app.pages.drawn import Ground
from app.pages.due import Due, due_on
from app.pages.uploads import ATTACHED
from app.pages.words import words_of
from app.queries.credentials import Sight
from app.routers import pages
from app.routers.pages import SMALL, OfficeHere, PageRoute, drawn_of, drawn_page, notice, page, see
from app.trust.sealing import Seal
from app.vocabulary import Audience, CodePurpose, State
from app.workflows import portal
from app.workflows.portal import Visit
from app.workflows.portrait import StatusView
from app.workflows.status import status as status_of

LONGEST: Final = 8000
"""The most characters of a message."""
MOST_FILES: Final = 3
"""The most files of a message."""
_OVER = frozenset({State.ANSWERED, State.CLOSED})

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Person = Annotated[Visit, Depends(pages.visitor(Audience.STATUS))]


@dataclass(frozen=True)
class Trouble:
    """What could not be done: a code of the status words, and the field it is about, if any."""

    code: str
    field: str = ""


@router.get("/s/{token}")  # noqa: FAST003 - the token is looked at only when the button is pressed
async def knock(request: Request) -> Response:
    """Show a button; looking at a link changes nothing."""
    return pages.knock(request, Audience.STATUS)


@router.post("/s/{token}", max_body_size=SMALL)
async def enter(office: OfficeHere, token: str) -> Response:
    """Open the case behind a link."""
    return await pages.enter(office, token, Audience.STATUS)


@router.post("/s/{token}/new", max_body_size=SMALL)
async def renew(request: Request, office: OfficeHere, token: str) -> Response:
    """Send a new link to the person of a case, wherever the old one is; always answered the same."""
    await portal.renew(office, token, clock.now())
    return notice(request, "renewed", status=200)


@router.get("/status")
async def show(request: Request, office: OfficeHere, done: str = "") -> Response:
    """Show the case; `done` names what was done just before.

    While nothing has changed it is shown as it was drawn last.
    """
    at, drawn = clock.now(), drawn_of(request)
    who, seen = await pages.look(request, office, at)
    ground = _ground(office, seen)
    if ground is None or done:
        drawn.forget(who.case_id)
    elif page := drawn.found(who.case_id, who.level, *ground, at):
        return drawn_page(page)
    view, answer = await _drawn(office, who, done=done)
    ground = ground or _ground(office, seen)
    if ground is not None and not done:
        until = min(view.until, at + portal.LASTS)
        drawn.keep(who.case_id, who.level, *ground, bytes(answer.body), until)
    return answer


def _ground(office: Office, seen: Sight) -> tuple[Ground, Seal] | None:
    """Give what the page is drawn from, and the seal it is kept under; None when that is not at hand."""
    if seen.now is None or seen.wrapped is None or seen.stands is None:
        return None
    desk = office.desk_at_hand(seen.organisation_id, seen.now)
    if desk is None:
        return None
    return Ground(seen.now.version, seen.stands), desk.seal_of(seen.case_id, seen.wrapped)


@router.post("/status/code", max_body_size=SMALL)
async def send_code(office: OfficeHere, who: Person, purpose: Annotated[CodePurpose, Form()]) -> Response:
    """Send a one-time code."""
    try:
        await portal.send_code(office, who, purpose, clock.now())
    except (ActionNotPossible, TooManyAttempts) as error:
        return await _refused(office, who, error)
    return see(f"/status?done={purpose.value}_code")


@router.post("/status/unlock", max_body_size=SMALL)
async def use_code(
    office: OfficeHere,
    who: Person,
    purpose: Annotated[CodePurpose, Form()],
    code: Annotated[str, Form()] = "",
) -> Response:
    """Take a one-time code."""
    field = f"code-{purpose.value}"
    if not code.strip():
        return await shown(office, who, trouble=Trouble("code_missing", field), status=422)
    try:
        await portal.use_code(office, who, purpose, code, clock.now())
    except (InvalidInput, ActionNotPossible, TooManyAttempts) as error:
        return await _refused(office, who, error, field)
    return see("/status?done=" + ("identified" if purpose is CodePurpose.IDENTITY else "unlocked"))


@router.get("/status/withdraw")
async def ask_to_withdraw(office: OfficeHere, who: Person) -> Response:
    """Ask whether the request is really to be withdrawn."""
    view = await status_of(office, who, clock.now())
    if not view.can_withdraw:
        return await shown(office, who, trouble=Trouble("not_now"), status=409)
    return page("withdraw", view.language, organisation=view.organisation, view=view)


@router.post("/status/withdraw", max_body_size=SMALL)
async def withdraw(office: OfficeHere, who: Person) -> Response:
    """Withdraw the request."""
    try:
        await portal.withdraw(office, who, clock.now())
    except ActionNotPossible as error:
        return await _refused(office, who, error)
    return see("/status?done=withdrawn")


@router.post("/status/leave", max_body_size=SMALL)
async def leave(office: OfficeHere, who: Person) -> Response:
    """End the visit."""
    return await pages.leave(office, who, Audience.STATUS)


@router.get("/status/left")
async def left(request: Request) -> Response:
    """Say that the visit is over, and how to come back."""
    return notice(request, "left", status=200)


async def _refused(office: Office, who: Visit, error: DsarError, field: str = "") -> Response:
    match error:
        case InvalidInput():
            trouble = Trouble("code", field)
        case TooManyAttempts():
            trouble = Trouble("too_often", field)
        case _:
            trouble = Trouble("not_now")
    return await shown(office, who, trouble=trouble, status=error.status)


async def shown(
    office: Office, who: Visit, *, trouble: Trouble, status: int, draft: str = "", again: bool = False
) -> Response:
    """Give the page with what could not be done; `draft` is what was written, `again` that files are lost."""
    _, answer = await _drawn(office, who, trouble=trouble, status=status, draft=draft, again=again)
    return answer


async def _drawn(
    office: Office,
    who: Visit,
    *,
    done: str = "",
    trouble: Trouble | None = None,
    status: int = 200,
    draft: str = "",
    again: bool = False,
) -> tuple[StatusView, Response]:
    at = clock.now()
    view = await status_of(office, who, at)
    words = words_of(view.language).status
    said = words.troubles[trouble.code].format(limit=LONGEST) if trouble else ""
    answer = page(
        "status",
        view.language,
        status=status,
        organisation=view.organisation,
        view=view,
        due=_due(view, at),
        done=done if done in words.done else "",
        trouble={"message": said, "field": trouble.field} if trouble else None,
        wrong=trouble is not None,
        draft=draft,
        again=again,
        limit=LONGEST,
        most_files=MOST_FILES,
        attached=ATTACHED,
    )
    return view, answer


def _due(view: StatusView, at: datetime) -> Due | None:
    if view.state in _OVER:
        return None
    return due_on(view.effective_due, view.received_on, at.astimezone(view.organisation.zone).date())
