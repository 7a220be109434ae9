"""`utdrag case` and `utdrag retention`: forgets cases whose time is over, or holds them back."""

import asyncio
from typing import Annotated
from uuid import UUID

import typer

from app import clock
from app.cli.offices import office
from app.office import Office
from app.queries import organisations
from app.vocabulary import ForgetReason, HoldReason
from app.workflows import forgetting
from app.workflows.forgetting import OPERATOR

case_app = typer.Typer(no_args_is_help=True, help="Forget a case, or hold it back.")
Named = Annotated[str, typer.Argument(help="Its reference, or its id.")]
Slug = Annotated[str, typer.Option("--organisation", help="Slug of the organisation.")]


@case_app.command("forget")
def forget_command(
    named: Named,
    *,
    organisation: Slug,
    reason: Annotated[ForgetReason, typer.Option(help="Why; the history keeps this word.")],
) -> None:
    """Destroy the key of a closed case: nothing it held can be read any more, by anybody."""

    async def forgotten() -> str:
        async with office() as house:
            organisation_id = await _organisation(house, organisation)
            async with house.db.transaction(organisation_id) as session:
                case = await forgetting.find(session, named)
                await forgetting.forget(house, session, case.id, reason, OPERATOR, clock.now())
                return case.reference

    typer.echo(f"{asyncio.run(forgotten())} is forgotten; its dates, outcome and history stay.")


@case_app.command("hold")
def hold_command(
    named: Named,
    *,
    organisation: Slug,
    reason: Annotated[HoldReason, typer.Option(help="Why; the history keeps this word.")],
) -> None:
    """Keep everything of a case until it is released: no retention, no forgetting."""

    async def held() -> str:
        async with office() as house:
            organisation_id = await _organisation(house, organisation)
            async with house.db.transaction(organisation_id) as session:
                case = await forgetting.find(session, named)
                await forgetting.hold(session, case.id, reason, OPERATOR, clock.now())
                return case.reference

    typer.echo(f"{asyncio.run(held())} is held: nothing of it is erased until it is released.")


@case_app.command("release")
def release_command(named: Named, *, organisation: Slug) -> None:
    """Let a case that was held go its way again."""

    async def released() -> str:
        async with office() as house:
            organisation_id = await _organisation(house, organisation)
            async with house.db.transaction(organisation_id) as session:
                case = await forgetting.find(session, named)
                await forgetting.release(session, case.id, OPERATOR, clock.now())
                return case.reference

    typer.echo(f"{asyncio.run(released())} is held no longer.")


def retention_command(
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List them and forget nothing.")] = False,
    organisation: Annotated[str | None, typer.Option(help="List only this organisation's.")] = None,
) -> None:
    """Forget closed cases whose time is over, as the worker does every night."""
    if organisation and not dry_run:
        raise typer.BadParameter("--organisation goes with --dry-run.")
    typer.echo(asyncio.run(_listed(organisation) if dry_run else _retained()))


async def _listed(slug: str | None) -> str:
    at, lines = clock.now(), list[str]()
    async with office() as house:
        async with house.db.transaction() as session:
            known = await organisations.all_organisations(session)
        for one in known:
            if slug in (None, one.slug):
                due = await forgetting.overdue(house, one.id, at)
                lines += [f"{one.slug}\t{case.reference}\tclosed {case.closed_at:%Y-%m-%d}" for case in due]
    return "\n".join([*lines, f"{len(lines)} cases would be forgotten."])


async def _retained() -> str:
    async with office() as house:
        return f"{await forgetting.forget_overdue(house, clock.now())} cases are forgotten."


async def _organisation(house: Office, slug: str) -> UUID:
    async with house.db.transaction() as session:
        return (await organisations.organisation_by_slug(session, slug)).id
