"""`utdrag backup` and `utdrag restore`: a folder with everything but the master key, and its proof."""

import asyncio
import tempfile
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from app import clock, embedded, logs
from app.backups.folder import Manifest
from app.backups.proving import Line, prove, proven_rows
from app.backups.restoring import checked, put_files_back, put_rows_back, refuse_unless_empty
from app.backups.taking import take
from app.cli.offices import database_url, new_office, office
from app.office import Office
from app.settings import Settings
from app.workflows.erased import catch_up_all

_KEYLESS = "The master key is not in it. Keep that elsewhere: without it nothing sealed can ever be read."


def backup_command(
    target: Annotated[Path, typer.Argument(help="Folder to be made; it must not exist.")],
) -> None:
    """Copy database and files to a folder, while everything runs."""

    async def taken() -> Manifest:
        async with office() as house:
            return await take(house, target.absolute(), version("utdrag"), clock.now())

    manifest = asyncio.run(taken())
    rows = sum(manifest.rows.values())
    typer.echo(f"{target}: {rows} rows, {manifest.blobs} files, schema {manifest.revision}. {_KEYLESS}")
    if manifest.lost:
        typer.echo(
            f"{len(manifest.lost)} files that rows name are not in the store; the manifest lists them."
        )
        raise typer.Exit(1)


def restore_command(
    source: Annotated[Path, typer.Argument(help="Folder of a backup.")],
    *,
    verify: Annotated[bool, typer.Option("--verify", help="Then prove it, one line each.")] = False,
    scratch: Annotated[
        bool, typer.Option("--scratch", help="Restore into a database of its own, prove, throw it away.")
    ] = False,
) -> None:
    """Put a backup into an empty database, as its owner, and erase again what was erased since."""
    settings = Settings()
    logs.configure(settings.log_level)
    place = source.absolute()
    work = _drilled(settings, place) if scratch else _restored(settings, place, verify=verify)
    held = asyncio.run(work)
    if not held:
        typer.echo("It does not hold.", err=True)
        raise typer.Exit(1)
    typer.echo(
        "Everything holds." if verify or scratch else "Restored; `utdrag restore --verify` proves more."
    )


async def _restored(settings: Settings, source: Path, *, verify: bool) -> bool:
    async with database_url(settings) as url:
        await refuse_unless_empty(url)
        manifest = await _checked(source)
        house = new_office(settings, url)
        try:
            await put_files_back(source, house.blobs)
            held = _told(proven_rows(manifest, await put_rows_back(source, manifest, url)))
            again = await catch_up_all(house, clock.now())
            _told(Line("erased since", holds=True, told=f"{again} erasures were made again."))
            if verify:
                held = await _proven(house, manifest) and held
        finally:
            await house.db.close()
    return held


async def _drilled(settings: Settings, source: Path) -> bool:
    """Prove a backup beside everything else: its own database, and its files where they are."""
    manifest = await _checked(source)
    async with _scratch(settings) as url:
        held = _told(proven_rows(manifest, await put_rows_back(source, manifest, url)))
        # What was erased since is not erased here: the backup itself is looked at, and nothing is written.
        files = (source / "blobs").as_uri()
        house = new_office(settings.model_copy(update={"blob_url": files}), url)
        try:
            return await _proven(house, manifest) and held
        finally:
            await house.db.close()


@asynccontextmanager
async def _scratch(settings: Settings) -> AsyncGenerator[str]:
    with _own_folder() as folder:
        async with embedded.postgres(folder, fast=True, bin_dir=settings.pg_bin) as server:
            yield server.url


@contextmanager
def _own_folder() -> Generator[Path]:
    with tempfile.TemporaryDirectory(prefix="utdrag-restore-") as name:
        folder = Path(name)
        folder.chmod(0o711)  # the server's user must pass through
        yield folder


async def _checked(source: Path) -> Manifest:
    manifest = await checked(source)
    _told(Line("files", holds=True, told=f"{manifest.blobs}, and all tables, are what was written."))
    return manifest


async def _proven(house: Office, manifest: Manifest) -> bool:
    return all([_told(line) async for line in prove(house, manifest)])


def _told(line: Line) -> bool:
    typer.echo(f"{'ok' if line.holds else 'FAIL':<5} {line.name}: {line.told}")
    return line.holds
