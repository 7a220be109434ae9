"""The language somebody who handles cases is answered in."""

from typing import Annotated

from fastapi import Depends, Query

from app.routers.caller import ACaller, AnOffice, ASession
from app.vocabulary import Language


async def get_language(
    office: AnOffice,
    session: ASession,
    caller: ACaller,
    lang: Annotated[
        Language | None,
        Query(description="Language of titles; if left out, the caller's or the organisation's."),
    ] = None,
) -> Language:
    """Give the language that was asked for, or else the person's, or else the organisation's."""
    own = caller.signed_in.standing.language if caller.signed_in else None
    return lang or own or (await office.desk(session)).profile.language


Spoken = Annotated[Language, Depends(get_language)]
