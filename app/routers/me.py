"""Who the caller is: their role, their organisations and their language; and changing the latter two."""

from fastapi import APIRouter
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.errors import ActionNotPossible, FieldError, InvalidInput, NotFound, NotPermitted, NotSignedIn
from app.models.session import LanguageChoice, MeShape, OrganisationChoice, OrganisationShape, PlaceShape
from app.office import Desk
from app.pages.words import LANGUAGES, spoken
from app.queries import members, sessions
from app.queries.sessions import Place, Standing
from app.routers.caller import AnOffice, APerson, ASession, Caller, SignedIn
from app.routers.problems import documented
from app.workflows.members import name_of
from app.workflows.sessions import until

router = APIRouter(prefix="/api/v1/me", tags=["me"])
SIGNED_IN = documented(NotSignedIn, NotPermitted)


@router.get("", operation_id="get_me", summary="Who you are", responses=SIGNED_IN)
async def get_me(office: AnOffice, session: ASession, caller: APerson) -> MeShape:
    """Give who the caller is, where they stand, and until when they are signed in."""
    desk = await office.desk(session)
    if caller.signed_in is None:
        here = Place(desk.profile.slug, desk.profile.name, caller.role)
        return _shape(desk, caller, caller.label, [here])
    return await _signed_in(session, desk, caller, caller.signed_in)


@router.post(
    "/organisation",
    operation_id="choose_organisation",
    summary="Stand in another organisation",
    responses=SIGNED_IN | documented(NotFound, ActionNotPossible, InvalidInput),
)
async def choose_organisation(
    office: AnOffice, session: ASession, caller: APerson, given: OrganisationChoice
) -> MeShape:
    """Let the session stand in another of the caller's organisations from here on."""
    held, at = _session_of(caller), clock.now()
    if not await sessions.choose(session, held.hash, given.slug, at):
        raise NotFound("You are no member of such an organisation.")
    standing = await sessions.enter(session, held.hash)
    assert standing is not None  # it was chosen just now
    there = Caller(standing.organisation_id, standing.role, standing.label, SignedIn(held.hash, standing))
    return await _signed_in(session, await office.desk(session), there, SignedIn(held.hash, standing))


@router.post(
    "/language",
    operation_id="choose_language",
    summary="Speak another language",
    responses=SIGNED_IN | documented(ActionNotPossible, InvalidInput),
)
async def choose_language(
    office: AnOffice, session: ASession, caller: APerson, given: LanguageChoice
) -> MeShape:
    """Let the console speak another language to the caller, now and at their next sign-in."""
    held = _session_of(caller)
    if given.language not in LANGUAGES:
        offered = ", ".join(language.value for language in LANGUAGES)
        raise InvalidInput(
            "The console is not written in that language.",
            fields=[FieldError("language", f"must be one of {offered}")],
        )
    member = await members.get_member(session, held.standing.member_id)
    member.language = given.language
    session.add(member)
    await sessions.speak(session, held.hash, given.language)
    standing = held.standing._replace(language=given.language)
    return await _signed_in(session, await office.desk(session), caller, SignedIn(held.hash, standing))


def _session_of(caller: Caller) -> SignedIn:
    if caller.signed_in is None:
        raise ActionNotPossible("A token stands in one organisation and speaks its language.")
    return caller.signed_in


async def _signed_in(session: AsyncSession, desk: Desk, caller: Caller, held: SignedIn) -> MeShape:
    member = await members.get_member(session, held.standing.member_id)
    places = await sessions.places(session, held.hash)
    return _shape(desk, caller, name_of(desk.seal, member), places, held.standing)


def _shape(
    desk: Desk, caller: Caller, name: str, places: list[Place], standing: Standing | None = None
) -> MeShape:
    profile = desk.profile
    language = standing.language if standing and standing.language else profile.language
    return MeShape(
        name=name,
        label=caller.label,
        role=caller.role,
        language=spoken(language),
        organisation=OrganisationShape(
            slug=profile.slug, name=profile.name, zone=str(profile.working_calendar.zone)
        ),
        organisations=[PlaceShape(slug=one.slug, name=one.name, role=one.role) for one in places],
        until=until(standing) if standing else None,
    )
