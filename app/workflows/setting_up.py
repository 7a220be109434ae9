"""Setting up in the console: one section is changed, and the profile gets a new version, as by its file."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from app.errors import ChangedMeanwhile
from app.models.organisation import AppliedProfile
from app.organisation_settings.checked import changed
from app.organisation_settings.sections import SECTIONS
from app.organisation_settings.shapes import Content
from app.profiles import Profile
from app.queries import organisations
from app.queries.here import organisation_of
from app.vocabulary import Section
from app.workflows.applying import put_in_force

_TAG = 16


def tag_of(section: Section, content: Content) -> str:
    """Give what a section is known by: it changes with what the section holds, and with nothing else."""
    held = json.dumps([content[key] for key in SECTIONS[section].keys], sort_keys=True)
    return hashlib.sha256(held.encode()).hexdigest()[:_TAG]


def whole(content: Content) -> dict[str, Any]:
    """Give a stored profile with what it did not say when it was stored."""
    return Profile.model_validate(content).model_dump(mode="json", by_alias=True)


async def set_section(
    session: AsyncSession, section: Section, given: Mapping[str, Any], *, tag: str, by: str, at: datetime
) -> AppliedProfile:
    """Give the version in force once a section holds what is given; the same as before when it did already.

    Raises ChangedMeanwhile when the section is no longer the one known by `tag`, and InvalidInput with every
    fault at its field.
    """
    organisation = await organisations.get_organisation(session, organisation_of(session), lock=True)
    before = await organisations.newest_profile(session)
    content = whole(before.content)
    if tag_of(section, content) != tag:
        raise ChangedMeanwhile("Somebody has changed this since you read it. Look at it again, then save.")
    profile = changed(section, given, content)
    return await put_in_force(session, organisation, profile, before, at, by=by, section=section)
