"""Files a colleague puts with a case: what was handed over, what a call was about."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, File, Form, UploadFile
from pydantic import BaseModel

from app import clock
from app.errors import FieldError, Forgotten, InvalidInput, NotFound, NotPermitted, NotSignedIn, TooLarge
from app.intake.beside import FROM_COLLEAGUE, Beside, keep_beside
from app.intake.enclosing import Enclosed
from app.law.words import Words
from app.pages.uploads import ATTACHED, safe_name
from app.queries import cases
from app.routers.attached import looked_at
from app.routers.caller import AnOffice, StaffAlone
from app.routers.known import KnownRoute
from app.routers.problems import documented
from app.routers.spoken import Spoken
from app.vocabulary import Channel, Happening, Language

MOST: Final = 10
_REFUSED: Final = Words(
    sv="{name} kan inte läggas till. Välj en PDF eller en bild (JPEG eller PNG) på högst 5 MB.",
    nb="{name} kan ikke legges til. Velg en PDF eller et bilde (JPEG eller PNG) på høyst 5 MB.",
    nn="{name} kan ikkje leggjast til. Vel ein PDF eller eit bilete (JPEG eller PNG) på høgst 5 MB.",
    en="{name} cannot be added. Choose a PDF or a picture (JPEG or PNG) of at most 5 MB.",
)

router = APIRouter(prefix="/api/v1/cases/{case_id}", tags=["cases"], route_class=KnownRoute)


class Added(BaseModel):
    """The message that added files are."""

    message_id: UUID


@router.post(
    "/files",
    operation_id="add_files",
    summary="Put files with a case",
    status_code=201,
    max_body_size=(MOST + 1) * ATTACHED,
    responses=documented(NotSignedIn, NotPermitted, NotFound, Forgotten, InvalidInput, TooLarge),
)
async def add_files(
    office: AnOffice,
    caller: StaffAlone,
    language: Spoken,
    case_id: UUID,
    files: Annotated[list[UploadFile], File(max_length=MOST)],
    text: Annotated[str, Form(max_length=8000)] = "",
) -> Added:
    """Keep files with a case, and a few words about them; colleagues see them, the person does not."""
    async with office.db.transaction(caller.organisation_id) as session:
        await cases.get_case(session, case_id)
    kept = [await _taken(file, language) for file in files]
    by = Beside(FROM_COLLEAGUE, Channel.DESK, Happening.FILES_ADDED, caller.actor.label)
    at = clock.now()
    message_id = await keep_beside(
        office, caller.organisation_id, case_id, by, text.strip(), kept, caller.actor, at
    )
    return Added(message_id=message_id)


async def _taken(file: UploadFile, language: Language) -> Enclosed:
    taken = await looked_at(file)
    if isinstance(taken, str):
        told = _REFUSED.say(language).format(name=safe_name(file.filename or ""))
        raise InvalidInput(told, fields=[FieldError("files", told)])
    return taken
