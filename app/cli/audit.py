"""`utdrag audit`: proves that nobody changed, cut or reordered a history."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated, Any

import typer

from app.cli.offices import office
from app.errors import DsarError
from app.queries import organisations
from app.workflows.sealing import Damage, Proof, prove_history

audit_app = typer.Typer(help="Prove the history.", no_args_is_help=True)


@audit_app.callback()
def _group() -> None:
    """Prove the history."""


@audit_app.command("verify")
def verify_command(
    *,
    organisation: Annotated[str | None, typer.Option(help="Only this organisation's history.")] = None,
    known: Annotated[
        list[str] | None, typer.Option(help="Root of a seal noted down before; it must still be there.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """Look at every event and every seal; exit code 1 when something does not hold."""
    try:
        proofs = asyncio.run(_proofs(organisation))
    except DsarError as error:
        typer.echo(f"utdrag audit verify: {error.detail}", err=True)
        raise typer.Exit(2) from error
    lost = [root for root in known or () if not any(root.lower() in proof.roots for proof in proofs)]
    typer.echo(_json(proofs, lost) if as_json else "\n".join(_lines(proofs, lost)))
    if lost or any(proof.damages for proof in proofs):
        raise typer.Exit(1)


async def _proofs(slug: str | None) -> list[Proof]:
    async with office() as house:
        async with house.db.transaction() as session:
            chosen = (
                [await organisations.organisation_by_slug(session, slug)]
                if slug
                else await organisations.all_organisations(session)
            )
        return [await prove_history(house, organisation) for organisation in chosen]


def _json(proofs: Sequence[Proof], lost: Sequence[str]) -> str:
    shown = {
        "holds": not lost and not any(proof.damages for proof in proofs),
        "organisations": [_shown(proof) for proof in proofs],
        "lost_roots": list(lost),
    }
    return json.dumps(shown, ensure_ascii=False, indent=2, default=str)


def _shown(proof: Proof) -> dict[str, Any]:
    shown = asdict(proof)
    roots = shown.pop("roots")
    return {**shown, "seals": len(roots), "last_root": _last(proof)}


def _lines(proofs: Sequence[Proof], lost: Sequence[str]) -> list[str]:
    lines = [line for proof in proofs for line in _told(proof)]
    lines += [f"No seal has the root {root} any more: the history before it was replaced." for root in lost]
    count = len(lost) + sum(len(proof.damages) for proof in proofs)
    lines.append(f"{count} places do not hold." if count else "Everything holds.")
    return lines


def _told(proof: Proof) -> list[str]:
    counts = (
        f"{proof.organisation}: {proof.cases} cases, {proof.events} events, {len(proof.roots)} seals; "
        f"{proof.unsealed} events wait for their seal."
    )
    root = [f"{proof.organisation}: last root {_last(proof)}"] if proof.roots else []
    return [counts, *root, *(_broken(proof.organisation, damage) for damage in proof.damages)]


def _broken(organisation: str, damage: Damage) -> str:
    return f"{organisation}: BROKEN at {damage.place}: {damage.sentence}"


def _last(proof: Proof) -> str:
    return proof.roots[-1] if proof.roots else ""
