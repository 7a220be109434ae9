"""`utdrag organisation`: checks organisations' files, puts them in force, and lists who there is."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from app import clock
from app.cli.offices import office
from app.errors import InvalidInput
from app.organisation_files import gaps, read_profile
from app.organisation_files.written import written
from app.profiles import Profile
from app.queries import organisations
from app.workflows.applying import Applied, apply

organisation_app = typer.Typer(no_args_is_help=True, help="Organisations and what they declare.")
Files = Annotated[list[Path], typer.Argument(help="Files in organisations/, one an organisation.")]


@organisation_app.command("check")
def check_command(files: Files) -> None:
    """Say what is wrong with files, and what an answer could not say yet; needs no database."""
    for file, profile in _read(files):
        typer.echo(f"{file}: {profile.slug} is valid")
        for gap in gaps(profile):
            typer.echo(f"{file}: not complete: {gap}", err=True)


@organisation_app.command("apply")
def apply_command(files: Files) -> None:
    """Put files in force; none is applied when one of them is wrong."""
    asyncio.run(_apply_all(_read(files)))


@organisation_app.command("show")
def show_command(slug: Annotated[str, typer.Argument(help="Slug of the organisation.")]) -> None:
    """Write the profile in force as a file, also what was set in the console."""
    typer.echo(asyncio.run(_shown(slug)), nl=False)


@organisation_app.command("list")
def list_command() -> None:
    """List the organisations, one a line: slug, country, name."""
    asyncio.run(_list_all())


def _read(files: list[Path]) -> list[tuple[Path, Profile]]:
    profiles: list[tuple[Path, Profile]] = []
    faults: list[str] = []
    for file in files:
        try:
            profiles.append((file, read_profile(file)))
        except InvalidInput as error:
            faults.append(error.detail)
    if faults:
        typer.echo("\n".join(faults), err=True)
        raise typer.Exit(2)
    return profiles


async def _apply_all(profiles: list[tuple[Path, Profile]]) -> None:
    async with office() as house:
        for file, profile in profiles:
            try:
                applied = await apply(house, profile, clock.now())
            except InvalidInput as error:
                typer.echo(f"{file}: {error.detail}", err=True)
                raise typer.Exit(2) from error
            typer.echo(f"{file}: {profile.slug} {_told(applied)}")


def _told(applied: Applied) -> str:
    if not applied.changed:
        return f"is in force already (version {applied.version})"
    return f"{'is new' if applied.created else 'has changed'} (version {applied.version})"


async def _shown(slug: str) -> str:
    async with office() as house:
        async with house.db.transaction() as session:
            organisation = await organisations.organisation_by_slug(session, slug)
        async with house.db.transaction(organisation.id) as session:
            return written((await organisations.newest_profile(session)).content)


async def _list_all() -> None:
    async with office() as house, house.db.transaction() as session:
        for organisation in await organisations.all_organisations(session):
            typer.echo(f"{organisation.slug}\t{organisation.country}\t{organisation.name}")
