"""People who may be known already, asked by what somebody has typed so far."""

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from app import clock
from app.errors import InvalidInput
from app.models.worklist import SimilarCases
from app.routers.caller import AnOffice, ASession, Staff
from app.routers.cases import SIGNED_IN
from app.routers.known import KnownRoute
from app.routers.problems import documented
from app.routers.spoken import Spoken
from app.workflows.people import Applicant
from app.workflows.similar import similar
from app.workflows.worklist import lines

router = APIRouter(prefix="/api/v1/people", tags=["work list"], route_class=KnownRoute)


class Described(BaseModel):
    """Somebody, as far as is known; a name may be unfinished, an address and a number are taken whole."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(default="", max_length=300, title="Name")
    email: str = Field(default="", max_length=254, title="E-mail address")
    phone: str = Field(default="", max_length=300, title="Telephone number")


@router.post(
    "/similar",
    operation_id="find_similar_people",
    summary="Whether this person is known already",
    responses=SIGNED_IN | documented(InvalidInput),
)
async def find_similar_people(
    office: AnOffice, session: ASession, _: Staff, language: Spoken, described: Described
) -> SimilarCases:
    """Give at most five cases, closed ones too, of people with this address, number or name.

    Asked by POST, so that no name stands in an address.
    """
    desk = await office.desk(session)
    applicant = Applicant(described.name.strip(), described.email.strip(), described.phone.strip())
    found = await similar(session, desk, applicant)
    return SimilarCases(items=await lines(session, desk, found, language, clock.now()))
