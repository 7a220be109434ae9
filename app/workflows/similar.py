"""Who may be the same person: asked while somebody writes a request down, so that none is opened twice."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.models.case import Case
from app.office import Desk
from app.queries import cases
from app.queries.similar import newest_with
from app.trust import search
from app.workflows.people import Applicant

MOST = 5


async def similar(session: AsyncSession, desk: Desk, applicant: Applicant) -> list[Case]:
    """Give at most five cases: first those with the same address or number, then those with the name.

    The words of a name may be unfinished; each counts from three letters.
    """
    key, country = desk.index_key, desk.profile.country
    sure = [search.email_token(key, applicant.email)] if applicant.email else []
    sure += [search.phone_token(key, applicant.phone, country)] if applicant.phone else []
    found: dict[UUID, None] = {}
    for terms in ([sure] if sure else [], _name(key, applicant.name, country)):
        if len(found) < MOST:
            found |= dict.fromkeys(await newest_with(session, terms, MOST))
    wanted = list(found)[:MOST]
    by_id = {case.id: case for case in await cases.cases_of(session, wanted)}
    return [by_id[case_id] for case_id in wanted if case_id in by_id]


def _name(key: bytes, name: str, country: str) -> Sequence[frozenset[bytes]]:
    """Give the terms of a name, the longest word first: fewest people have it."""
    words = [word for word in search.normalised(name).split() if len(word) >= search.SHORTEST_PREFIX]
    return search.query_tokens(key, " ".join(sorted(words, key=len, reverse=True)), country)
