"""Cases: a case, its findings and its history; and requests somebody wrote down."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from app import clock
from app.errors import FieldError, Forgotten, InvalidInput, NotFound, NotPermitted, NotSignedIn
from app.intake.written import Written, receive_written
from app.models import shapes
from app.models.action import Address, Line, Text
from app.models.audit import EventPage
from app.models.columns import new_id
from app.models.task import FindingPage
from app.queries import cases, history, tasks
from app.queries.dossiers import NEW
from app.routers import cursors
from app.routers.caller import AnOffice, ASession, Staff
from app.routers.known import KnownRoute
from app.routers.once import AKey, once
from app.routers.problems import documented
from app.routers.spoken import Spoken
from app.vocabulary import ActorKind, Channel, Language, Right
from app.workflows.listing import event_shapes, finding_shape
from app.workflows.people import Applicant
from app.workflows.showing import shown

router = APIRouter(prefix="/api/v1/cases", tags=["cases"], route_class=KnownRoute)
GDPR_APPLIES = datetime(2018, 5, 25, tzinfo=UTC)
"""Nobody had these rights before (Art. 99(2))."""
SIGNED_IN = documented(NotSignedIn, NotPermitted)
ALimit = Annotated[int, Query(ge=1, le=200, description="Items on a page.")]
ACursor = Annotated[str | None, Query(description="`next_cursor` of the page before.")]


class NewNote(BaseModel):
    """A request made by telephone, at a desk, to a coach or by letter, as somebody wrote it down."""

    model_config = ConfigDict(extra="forbid")

    name: Line = Field(title="Who")
    phone: Line | None = Field(default=None, title="Number for a call-back")
    email: Address | None = Field(default=None, title="E-mail address")
    words: Text = Field(title="The exact words")
    channel: Channel = Field(title="How it was made", default=Channel.PHONE)
    said_at: AwareDatetime | None = Field(
        default=None, ge=GDPR_APPLIES, title="When it was said; now, if left out"
    )
    rights: tuple[Right, ...] = Field(default=(), title="Rights; left out, the words are read")
    language: Language | None = Field(default=None, title="Language to answer in")

    @model_validator(mode="after")
    def _reachable(self) -> "NewNote":
        if not (self.email or self.phone):
            raise ValueError("an e-mail address or a number is needed to reach the person")
        return self


@router.post(
    "",
    operation_id="create_case",
    summary="Write down a request",
    status_code=201,
    response_model=shapes.CaseShape,
    responses=SIGNED_IN | documented(InvalidInput),
)
async def create_case(
    office: AnOffice, session: ASession, caller: Staff, language: Spoken, note: NewNote, key: AKey = None
) -> Response:
    """Open the case of a request made by word of mouth; its clock runs from when it was said."""

    async def opened() -> tuple[int, shapes.CaseShape]:
        at = clock.now()
        said_at = note.said_at or at
        if said_at > at:
            raise InvalidInput("It cannot have been said yet.", fields=[FieldError("said_at", "lies ahead")])
        written = _as_written(note, said_at, at)
        _, file = await receive_written(office, session, written, caller.actor, at)
        assert file is not None  # it was not handed in before
        return 201, await shown(session, file, ActorKind(caller.role.value), at, NEW, language=language)

    return await once(office, session, caller, key, note.model_dump_json(), opened)


def _as_written(note: NewNote, said_at: datetime, at: datetime) -> Written:
    return Written(
        source="note",
        key=str(new_id(at)),
        channel=note.channel,
        applicant=Applicant(note.name, note.email or "", note.phone or ""),
        words=note.words,
        said_at=said_at,
        rights=note.rights,
        language=note.language,
        again=False,  # the key is fresh
    )


@router.get(
    "/{case_id}",
    operation_id="get_case",
    summary="A case",
    responses=SIGNED_IN | documented(NotFound, Forgotten, InvalidInput),
)
async def get_case(
    office: AnOffice, session: ASession, caller: Staff, language: Spoken, case_id: UUID, response: Response
) -> shapes.CaseShape:
    """Give a case with everything needed to decide, and what the caller may do next."""
    file = await office.file(session, await cases.get_case(session, case_id))
    response.headers["ETag"] = f'"{file.case.version}"'
    return await shown(session, file, ActorKind(caller.role.value), clock.now(), language=language)


@router.get(
    "/{case_id}/findings",
    operation_id="list_findings",
    summary="What the latest search found",
    responses=SIGNED_IN | documented(NotFound, Forgotten, InvalidInput),
)
async def list_findings(
    office: AnOffice, session: ASession, _: Staff, case_id: UUID, limit: ALimit = 50, cursor: ACursor = None
) -> FindingPage:
    """Give the findings of the latest search, unsealed, by system."""
    case = await cases.get_case(session, case_id)
    file = await office.file(session, case)
    searched, start = await tasks.latest_search(session, case_id), cursors.number(cursor)
    found = await tasks.findings_between(session, case_id, searched, skip=start, limit=limit + 1)
    more = cursors.written(start + limit) if len(found) > limit else None
    return FindingPage(items=[await finding_shape(file, row) for row in found[:limit]], next_cursor=more)


@router.get(
    "/{case_id}/events",
    operation_id="list_events",
    summary="The history of a case",
    responses=SIGNED_IN | documented(NotFound, InvalidInput),
)
async def list_events(
    session: ASession, _: Staff, case_id: UUID, limit: ALimit = 100, cursor: ACursor = None
) -> EventPage:
    """Give the history in order, each event linked to the one before by its hash."""
    await cases.get_case(session, case_id)
    found = await history.events_of(session, case_id, after=cursors.number(cursor), limit=limit + 1)
    more = cursors.written(found[limit - 1].sequence) if len(found) > limit else None
    return EventPage(items=event_shapes(found[:limit]), next_cursor=more)
