"""`utdrag key`: replaces an organisation's key, or the master key, while everything runs."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from app.cli.offices import office
from app.errors import NotReady
from app.office import Office
from app.queries import organisations
from app.trust.keys import MasterKey, read_or_create
from app.trust.master import next_to, put_in_force
from app.workflows.rotating import rewrap, rotate

key_app = typer.Typer(no_args_is_help=True, help="Replace keys.")


@key_app.command("rotate")
def rotate_command(*, organisation: Annotated[str, typer.Option(help="Slug of the organisation.")]) -> None:
    """Give an organisation its next key and destroy the former; run it again when it was cut off."""

    async def rotated() -> int:
        async with office() as house:
            async with house.db.transaction() as session:
                found = await organisations.organisation_by_slug(session, organisation)
            return await rotate(house, found.id)

    generation = asyncio.run(rotated())
    typer.echo(f"{organisation} works with generation {generation} of its key; the one before is destroyed.")


@key_app.command("rotate-master")
def rotate_master_command() -> None:
    """Put the organisations' keys under a new master key; run it again when it was cut off."""
    typer.echo(asyncio.run(_rotated()))


async def _rotated() -> str:
    async with office() as house:
        chosen = house.settings
        if chosen.master_key is None:
            moved = await rewrap(house, await asyncio.to_thread(read_or_create, next_to(chosen.key_file)))
            return _filed(moved, chosen.key_file, await asyncio.to_thread(put_in_force, chosen.key_file))
        return await _set(house)


def _filed(moved: int, file: Path, former: Path) -> str:
    return (
        f"{moved} keys were wrapped anew. {file} holds the new master key: keep a copy of it elsewhere. The "
        f"former is {former}: backups made until now need it; destroy it when they have expired."
    )


async def _set(house: Office) -> str:
    coming = house.settings.next_master_key_bytes()
    if coming is None:
        raise NotReady(
            "The master key is set by UTDRAG_MASTER_KEY: set UTDRAG_NEXT_MASTER_KEY beside it for every "
            "process (`openssl rand -base64 32` makes one), start them anew, and run this again."
        )
    moved = await rewrap(house, MasterKey(coming))
    return (
        f"{moved} keys were wrapped anew. Let UTDRAG_MASTER_KEY be the new key for every process now, "
        "without UTDRAG_NEXT_MASTER_KEY. Backups made until now need the former: destroy it when they have "
        "expired."
    )
