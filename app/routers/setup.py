"""Setting up: what is left to do, a test request, trials of systems, samples of letters, choices of forms."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Response

from app import clock
from app.connectors.reasons import in_language as in_their_language
from app.errors import ActionNotPossible, InvalidInput, NotFound, NotPermitted, NotSignedIn
from app.intake.trial import begin_trial, end_trial
from app.interface.checklist import told
from app.interface.choices import chosen_from
from app.interface.faulted import faulted, in_language
from app.interface.sections import sampled
from app.models.setting import (
    Checklist,
    LetterSample,
    SamplePage,
    SampleShape,
    TestRequest,
    TestRequestShape,
    TrialShape,
)
from app.models.timeline import Choice, Choices
from app.routers.caller import AnOffice, ASession, Host, HostAlone
from app.routers.framed import framed
from app.routers.problems import documented
from app.routers.spoken import Spoken, own_language
from app.vocabulary import Letter, SetupState
from app.workflows.checklist import checklist
from app.workflows.trying import try_system

router = APIRouter(prefix="/api/v1/organisation", tags=["settings"])
SIGNED_IN = documented(NotSignedIn, NotPermitted)


@router.get(
    "/checklist",
    operation_id="get_checklist",
    summary="What is left to do before requests are taken",
    responses=SIGNED_IN | documented(InvalidInput),
)
async def get_checklist(office: AnOffice, session: ASession, _: Host, language: Spoken) -> Checklist:
    """Give every step as the facts have it, and why."""
    return told(await checklist(office, session), language)


@router.post(
    "/test-request",
    operation_id="begin_test_request",
    summary="Send a test request",
    status_code=201,
    responses=SIGNED_IN | documented(ActionNotPossible, InvalidInput),
)
async def begin_test_request(office: AnOffice, caller: HostAlone, given: TestRequest) -> TestRequestShape:
    """An invented person asks for their data, the way everybody's request goes."""
    async with office.db.transaction(caller.organisation_id) as session:
        language = await own_language(office, session, caller)
    receipt = await begin_trial(office, caller.organisation_id, given.email or "", language, clock.now())
    return TestRequestShape(reference=receipt.reference, link=receipt.link)


@router.post(
    "/test-request/end",
    operation_id="end_test_request",
    summary="End the test request",
    responses=SIGNED_IN | documented(NotFound, ActionNotPossible),
)
async def end_test_request(office: AnOffice, session: ASession, caller: Host) -> TestRequestShape:
    """It is closed and forgotten: nobody can read it any more."""
    reference = await end_trial(office, session, caller.actor, clock.now())
    return TestRequestShape(reference=reference, link="")


@router.post(
    "/systems/{slug}/trial",
    operation_id="try_system",
    summary="Try it",
    responses=SIGNED_IN | documented(NotFound, InvalidInput),
)
async def try_it(office: AnOffice, caller: HostAlone, slug: str) -> TrialShape:
    """Ask the system whether it lets us in. It asks for nobody's data, for twenty seconds at most."""
    async with office.db.transaction(caller.organisation_id) as session:
        language = await own_language(office, session, caller)
    state, said = await try_system(office, caller.organisation_id, slug, clock.now())
    answered = "It answers." if state is SetupState.DONE else "It does not answer."
    told_by = [faulted(answered, language), in_their_language(said, language)]
    return TrialShape(state=state, told=" ".join(filter(None, told_by)))


@router.post(
    "/letters/{letter}/preview",
    operation_id="preview_letter",
    summary="Show the letter",
    responses=SIGNED_IN | documented(NotFound, InvalidInput),
)
async def preview_letter(
    office: AnOffice, session: ASession, _: Host, language: Spoken, letter: Letter, given: LetterSample
) -> SampleShape:
    """Give the letter with everything in it invented, and with what you add."""
    profile = (await office.desk(session)).profile
    try:
        return sampled(profile, letter, given, office.settings.public_url, clock.now())
    except InvalidInput as error:
        raise in_language(error, language) from None


@router.post("/letters/{letter}/preview/page", include_in_schema=False)
async def show_sample(
    office: AnOffice,
    session: ASession,
    caller: Host,
    language: Spoken,
    letter: Letter,
    asked: Annotated[SamplePage, Form()],
) -> Response:
    """Give the same letter as it looks; a form of the console asks, from a frame of its own."""
    return framed((await preview_letter(office, session, caller, language, letter, asked.given)).html)


@router.get(
    "/options/systems",
    operation_id="list_declared_systems",
    summary="Systems to choose from",
    responses=SIGNED_IN | documented(InvalidInput),
)
async def list_declared_systems(
    office: AnOffice, session: ASession, _: Host, q: Annotated[str, Query(max_length=100)] = ""
) -> Choices:
    """Give the systems that are declared, by name."""
    systems = (await office.desk(session)).profile.systems
    return Choices(items=chosen_from([Choice(value=one.slug, label=one.name) for one in systems], q))
