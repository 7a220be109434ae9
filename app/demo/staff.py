"""Invented colleagues for the demonstration, one for each role; one of them works for both firms."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from app.models.action import PersonRole
from app.models.member import Invitation
from app.office import Office
from app.queries import members
from app.trust import search
from app.vocabulary import Role
from app.workflows.members import invite


@dataclass(frozen=True)
class Colleague:
    """Somebody who is nobody, and what they are in which firm."""

    name: str
    email: str
    roles: Mapping[str, PersonRole]


STAFF: Final = (
    Colleague("Mildra Frostviskare", "mildra@nordstaff.example", {"nordstaff": Role.HANDLER}),
    Colleague("Oddik Ljungtofs", "oddik@nordstaff.example", {"nordstaff": Role.HANDLER}),
    Colleague("Hedra Glimmersnäcka", "hedra@nordstaff.example", {"nordstaff": Role.LEAD}),
    Colleague("Åsvel Dimmfjäder", "asvel@nordstaff.example", {"nordstaff": Role.ADMINISTRATOR}),
    Colleague("Solvari Tåkehvisker", "solvari@fjellkraft.example", {"fjellkraft": Role.HANDLER}),
    Colleague("Bjarka Lyngdusk", "bjarka@fjellkraft.example", {"fjellkraft": Role.LEAD}),
    Colleague("Øydra Månefjær", "oydra@fjellkraft.example", {"fjellkraft": Role.ADMINISTRATOR}),
    Colleague("Sannik Barrdrake", "sannik@ombud.example", {"nordstaff": Role.DPO, "fjellkraft": Role.DPO}),
)


async def invite_staff(office: Office, organisation_ids: Mapping[str, UUID], at: datetime) -> None:
    """Let the colleagues sign in; one who is there already is left as they are."""
    for slug, organisation_id in organisation_ids.items():
        async with office.db.transaction(organisation_id) as session:
            desk = await office.desk(session)
            for one in STAFF:
                known = await members.by_email(session, search.email_token(desk.index_key, one.email))
                if slug in one.roles and not known:
                    given = Invitation(name=one.name, email=one.email, role=one.roles[slug])
                    await invite(session, desk, given, at)
