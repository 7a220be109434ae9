"""The proof of a restored backup: counts, schema, history, files and walls, one line each."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.backups.folder import Manifest
from app.db import APP_ROLE
from app.errors import DsarError, Forgotten
from app.models.organisation import Organisation
from app.office import Office
from app.queries import cases, installation, kept, organisations
from app.workflows.sealing import prove_history

_TOLD = 5
_BATCH = 200


@dataclass(frozen=True)
class Line:
    """One thing that was looked at: whether it holds, and what was found."""

    name: str
    holds: bool
    told: str


def proven_rows(manifest: Manifest, found: Mapping[str, int]) -> Line:
    """Compare the rows of every table with those that were copied."""
    wrong = [
        f"{name}: {found.get(name, 0)} instead of {rows}"
        for name, rows in manifest.rows.items()
        if found.get(name) != rows
    ]
    told = "; ".join(wrong) or f"{sum(found.values())} in {len(found)} tables."
    return Line("rows", not wrong, told)


async def prove(office: Office, manifest: Manifest) -> AsyncIterator[Line]:
    """Look at a restored house, and give a line for each thing."""
    async with office.db.transaction() as session:
        everyone = await organisations.all_organisations(session)
        stands = await installation.revision(session)
        yield Line("schema", stands is not None, f"The backup's {manifest.revision}, now {stands}.")
        yield await _walls(session)
    for organisation in everyone:
        yield await _history(office, organisation, manifest)
        yield await _files(office, organisation)
    if manifest.lost:
        yield Line(
            "files", holds=False, told=f"{len(manifest.lost)} were not in the store when it was taken."
        )


async def _walls(session: AsyncSession) -> Line:
    server, broken = await installation.server(session), await installation.breaches(session)
    seen = await kept.cases_in_sight(session)
    if broken or server.unwalled or server.role != APP_ROLE or seen:
        return Line("walls", holds=False, told=f"Not in force: {', '.join(broken) or server.role}.")
    return Line("walls", holds=True, told=f"In force; {server.role} sees nobody's cases from outside.")


async def _history(office: Office, organisation: Organisation, manifest: Manifest) -> Line:
    name = f"history of {organisation.slug}"
    try:
        proof = await prove_history(office, organisation)
    except DsarError as error:
        return Line(name, holds=False, told=error.detail)
    root = manifest.roots.get(str(organisation.id))
    faults = [f"{damage.place}: {damage.sentence}" for damage in proof.damages[:_TOLD]]
    if root is not None and root not in proof.roots:
        faults.append("The last seal of the backup is not in it.")
    told = f"{proof.cases} cases, {proof.events} events, {len(proof.roots)} seals."
    return Line(name, not faults, " ".join(faults) or told)


async def _files(office: Office, organisation: Organisation) -> Line:
    """Open every file a row names with the key of its case, to its last byte."""
    name, opened, faults, after = f"files of {organisation.slug}", 0, list[str](), kept.FIRST
    while page := await _page(office, organisation.id, after):
        for row in page:
            try:
                async with office.db.transaction(organisation.id) as session:
                    file = await office.file(session, await cases.get_case(session, row.case_id))
                async for _ in file.read(row.blob_id, row.sha256):
                    pass
                opened += 1
            except Forgotten:
                continue
            except DsarError as error:
                faults.append(f"{row.blob_id}: {error.detail}")
        after = page[-1].blob_id
    told = f"{opened} opened with the keys of their cases."
    return Line(name, not faults, " ".join([*faults[:_TOLD], f"{len(faults)} in all."]) if faults else told)


async def _page(office: Office, organisation_id: UUID, after: UUID) -> list[kept.Kept]:
    async with office.db.transaction(organisation_id) as session:
        return await kept.files_after(session, after, _BATCH)
