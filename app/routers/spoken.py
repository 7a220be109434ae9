"""The language somebody who handles cases is answered in."""

from typing import Annotated

from fastapi import Depends, Query
from sqlmodel.ext.asyncio.session import AsyncSession

from app.office import Office
from app.routers.caller import ACaller, AnOffice, ASession, Caller
from app.vocabulary import Language

ALanguage = Annotated[
    Language | None, Query(description="Language of titles; if left out, the caller's or the organisation's.")
]


async def get_language(
    office: AnOffice,
    session: ASession,
    caller: ACaller,
    lang: ALanguage = None,
) -> Language:
    """Give the language that was asked for, or else the person's, or else the organisation's."""
    return lang or await own_language(office, session, caller)


async def own_language(office: Office, session: AsyncSession, caller: Caller) -> Language:
    """Give the language a person chose, or else their organisation's."""
    own = caller.signed_in.standing.language if caller.signed_in else None
    return own or (await office.desk(session)).profile.language


Spoken = Annotated[Language, Depends(get_language)]
