"""The settings of an organisation: what each section holds, and one operation to set each."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Body, File, Header, UploadFile
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.errors import ChangedMeanwhile, InvalidInput, NotPermitted, NotReady, NotSignedIn, TooLarge
from app.interface.dictionary import named
from app.interface.faulted import in_language
from app.interface.sections import shown
from app.models.organisation import AppliedProfile, Logo
from app.models.setting import ChangeShape, LogoShape, OrganisationSettings, SectionShape
from app.office import Desk
from app.organisation_settings.logos import MOST_BYTES, media_type_of
from app.organisation_settings.sections import SECTIONS
from app.queries import logos, organisations
from app.routers.caller import AnOffice, ASession, Host
from app.routers.problems import documented
from app.routers.spoken import Spoken
from app.vocabulary import Language, Section
from app.workflows.members import called
from app.workflows.setting_up import set_section, whole

router = APIRouter(prefix="/api/v1/organisation", tags=["settings"])
SIGNED_IN = documented(NotSignedIn, NotPermitted)
_SHOWN = 20
_MOST = 1024 * 1024
"""Bytes of a section: a long register, many times over."""
ATag = Annotated[str, Header(alias="If-Match", description="The version you read, in quotes.")]


@router.get(
    "",
    operation_id="get_organisation",
    summary="How the organisation is set up",
    responses=SIGNED_IN | documented(InvalidInput),
)
async def get_organisation(
    office: AnOffice, session: ASession, _: Host, language: Spoken
) -> OrganisationSettings:
    """Give every section with what it holds now, and the newest changes. No secret is ever given."""
    desk, found = await office.desk(session), await organisations.versions(session, _SHOWN)
    content = whole(found[0].content)
    return OrganisationSettings(
        slug=desk.profile.slug,
        name=desk.profile.name,
        country=desk.profile.country,
        version=found[0].version,
        logo=f"/r/{desk.profile.slug}/logo" if await logos.find_logo(session) else "",
        sections=[shown(section, content, language) for section in SECTIONS],
        changes=await _changes(session, desk, found),
    )


async def _changes(session: AsyncSession, desk: Desk, found: Sequence[AppliedProfile]) -> list[ChangeShape]:
    names = await called(session, desk, [one.applied_by for one in found])
    return [
        ChangeShape(
            version=one.version,
            at=one.applied_at,
            by=names.get(one.applied_by, one.applied_by) if one.applied_by else "",
            section=Section(one.section) if one.section else None,
        )
        for one in found
    ]


def _add(section: Section) -> None:
    shape = SECTIONS[section].shape

    async def put(
        session: ASession,
        caller: Host,
        language: Spoken,
        given: Annotated[dict[str, Any], Body()],
        if_match: ATag,
    ) -> SectionShape:
        tag = if_match.strip().removeprefix("W/").strip('"')
        try:
            version = await set_section(session, section, given, tag=tag, by=caller.label, at=clock.now())
        except InvalidInput as error:
            raise in_language(error, language) from None
        return shown(section, whole(version.content), language)

    router.add_api_route(
        f"/{section.value}",
        put,
        methods=["PUT"],
        operation_id=f"set_{section.value}",
        summary=named(Section.__name__, section.value, Language.EN),
        description=shape.__doc__,
        openapi_extra={"requestBody": {"content": {"application/json": {"schema": _named(shape)}}}},
        response_model=SectionShape,
        responses=SIGNED_IN | documented(ChangedMeanwhile, InvalidInput, NotReady),
        max_body_size=_MOST,
    )


def _named(shape: type[Any]) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{shape.__name__}"}


for _section in SECTIONS:
    _add(_section)


@router.post(
    "/logo",
    operation_id="set_logo",
    summary="Show a logo",
    responses=SIGNED_IN | documented(InvalidInput, TooLarge),
    max_body_size=_MOST,
)
async def set_logo(
    office: AnOffice,
    session: ASession,
    caller: Host,
    language: Spoken,
    file: Annotated[UploadFile, File(title="Picture", description="PNG, JPEG or WebP; at most 256 kB.")],
) -> LogoShape:
    """Show a picture on the pages for people, in place of the one before."""
    content = await file.read(MOST_BYTES + 1)
    try:
        media_type = media_type_of(content)
    except InvalidInput as error:
        raise in_language(error, language) from None
    desk = await office.desk(session)
    logo = Logo(
        organisation_id=desk.organisation_id,
        media_type=media_type,
        content=content,
        set_at=clock.now(),
        set_by=caller.label,
    )
    await session.merge(logo)
    return LogoShape(address=f"/r/{desk.profile.slug}/logo")


@router.post("/logo/remove", operation_id="remove_logo", summary="Take the logo away", responses=SIGNED_IN)
async def remove_logo(session: ASession, _: Host) -> LogoShape:
    """The pages for people show the name alone."""
    await logos.remove_logo(session)
    return LogoShape(address="")
