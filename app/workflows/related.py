"""The other cases of a person, found by what is certain about them: never by a name alone."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from app.models.case import Case
from app.office import CaseFile
from app.queries import cases
from app.trust import search
from app.vocabulary import IdentKind
from app.workflows.people import proven_about

MOST = 50


async def related_to(session: AsyncSession, file: CaseFile) -> Sequence[Case]:
    """Give the cases that hold an address or a number of the person, said or proven; the newest first."""
    desk, country = file.desk, file.profile.country
    said = [(IdentKind.EMAIL, file.person_email), (IdentKind.PHONE, file.person_phone)]
    proven = [(kind, value) for kind, value, _ in await proven_about(session, file)]
    tokens: set[bytes] = set()
    for kind, value in (*said, *proven):
        match kind:
            case IdentKind.EMAIL if value:
                tokens.add(search.email_token(desk.index_key, value))
            case IdentKind.PHONE if value:
                tokens.add(search.phone_token(desk.index_key, value, country))
            case IdentKind.NATIONAL_ID if value:
                tokens |= search.identity_tokens(desk.index_key, value)
            case _:
                pass
    return await cases.cases_with(session, tokens, but=file.case.id, limit=MOST) if tokens else ()
