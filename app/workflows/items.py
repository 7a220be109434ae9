"""What a handler decides item by item: erase or retain, include, withhold or black out."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.errors import FieldError, InvalidInput
from app.law.grounds import available, fits
from app.models.decisions import DecideItems, ReviewItems
from app.models.task import Finding
from app.office import CaseFile
from app.profiles import Profile
from app.queries import tasks
from app.vocabulary import Certainty, Disposal, RefusalGround, Review, Right
from app.workflows.contents import data_of


async def dispose(session: AsyncSession, file: CaseFile, given: DecideItems) -> dict[str, Any]:
    """Write whether items are erased or kept; a mention of the person is never erased by machine."""
    _known_ground(file.profile, given.ground, Right.ERASURE)
    chosen = await _chosen(session, file, given.items)
    erasing = given.disposal is Disposal.ERASE
    if erasing and any(finding.certainty is Certainty.MENTION for finding in chosen):
        raise _wrong(
            "items", "a mention of the person stands in somebody else's data; it is kept, or edited by hand"
        )
    for finding in chosen:
        finding.disposal = given.disposal
        finding.retain_ground = None if erasing or given.ground is None else given.ground.value
        finding.retain_statute = None if erasing else given.statute
        finding.keep_until = None if erasing else given.keep_until
    return {"items": len(chosen), "disposal": given.disposal.value}


async def review(session: AsyncSession, file: CaseFile, given: ReviewItems) -> dict[str, Any]:
    """Write what the person is given of items; a mention is included only with something blacked out."""
    _known_ground(file.profile, given.ground, Right.ACCESS)
    chosen = await _chosen(session, file, given.items)
    for finding in chosen:
        if given.review is Review.INCLUDE and finding.certainty is Certainty.MENTION:
            raise _wrong("review", "a mention is given out with other people's data blacked out, or withheld")
        await _black_out(file, finding, given)
        finding.review = given.review
        finding.review_ground = given.ground.value if given.ground else None
    return {"items": len(chosen), "review": given.review.value}


async def _black_out(file: CaseFile, finding: Finding, given: ReviewItems) -> None:
    finding.redactions = None
    if given.review is not Review.REDACT:
        return
    data = await data_of(file, finding)
    unknown = [field for field in given.fields if field not in data]
    if unknown:
        raise _wrong("fields", f"the item has no field {', '.join(unknown)}")
    finding.redactions = file.seal.close_json("findings", "redactions", finding.id, list(given.fields))


async def _chosen(session: AsyncSession, file: CaseFile, items: Sequence[UUID] | None) -> list[Finding]:
    """Give the named items of the latest search, or all of it that is certain to be the person's."""
    searched = await tasks.latest_search(session, file.case.id)
    found = await tasks.findings_of(session, file.case.id, searched)
    if items is None:
        return [finding for finding in found if finding.certainty is not Certainty.MENTION]
    known = {finding.id: finding for finding in found}
    unknown = [f"items.{place}" for place, item in enumerate(items) if item not in known]
    if unknown:
        errors = [FieldError(path, "there is no such item in the latest search") for path in unknown]
        raise InvalidInput("Some items are not part of the latest search.", fields=errors)
    return [known[item] for item in items]


def _known_ground(profile: Profile, ground: RefusalGround | None, right: Right) -> None:
    if ground is None:
        return
    if ground not in available(profile.country):
        raise _wrong("ground", "the law of this country has no such ground")
    if not fits(ground, right):
        raise _wrong("ground", f"this is no ground in law against {right.value}")


def _wrong(path: str, sentence: str) -> InvalidInput:
    return InvalidInput(sentence[0].upper() + sentence[1:] + ".", fields=[FieldError(path, sentence)])
