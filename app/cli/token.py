"""`utdrag token`: makes, lists and revokes the bearer tokens of an organisation's callers."""

import asyncio
import re
import secrets
from datetime import datetime, timedelta
from typing import Annotated

import typer

from app import clock
from app.cli.offices import office
from app.errors import DsarError, InvalidInput, NotFound
from app.models.credential import Credential
from app.queries import organisations
from app.queries.tokens import api_tokens, live_tokens
from app.vocabulary import Role
from app.workflows.links import new_api_token

_LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}")

token_app = typer.Typer(no_args_is_help=True, help="Bearer tokens of callers of the API.")
Slug = Annotated[str, typer.Option("--organisation", help="Slug of the organisation.")]


@token_app.command("create")
def create_command(
    *,
    role: Annotated[Role, typer.Option(help="What its bearer may do.")],
    organisation: Slug,
    days: Annotated[
        int | None, typer.Option(min=1, max=3660, help="Days it is valid; without: no end.")
    ] = None,
    label: Annotated[
        str | None, typer.Option(help="What the history calls its bearer; no person's name.")
    ] = None,
) -> None:
    """Print a new token and nothing else; it is shown this once and kept only as its hash."""
    try:
        typer.echo(asyncio.run(_create(role, organisation, days, label)))
    except DsarError as error:
        raise _ended("create", error) from error


@token_app.command("list")
def list_command(*, organisation: Slug) -> None:
    """List labels, roles and ends, one token a line; never a token."""
    try:
        typer.echo("\n".join(asyncio.run(_list(organisation))))
    except DsarError as error:
        raise _ended("list", error) from error


@token_app.command("revoke")
def revoke_command(label: Annotated[str, typer.Argument(help="Its label.")], *, organisation: Slug) -> None:
    """End a token at once."""
    try:
        asyncio.run(_revoke(label, organisation))
    except DsarError as error:
        raise _ended("revoke", error) from error
    typer.echo(f"{label} opens nothing any more.")


def _ended(command: str, error: DsarError) -> typer.Exit:
    typer.echo(f"utdrag token {command}: {error.detail}", err=True)
    return typer.Exit(2)


async def _create(role: Role, slug: str, days: int | None, label: str | None) -> str:
    name = label if label is not None else f"{role}-{secrets.token_hex(2)}"
    if not _LABEL.fullmatch(name):
        raise InvalidInput("A label has 1 to 60 letters, digits, dots, dashes or underscores.")
    at = clock.now()
    async with office() as house, house.db.transaction() as session:
        organisation = await organisations.organisation_by_slug(session, slug)
        if await live_tokens(session, organisation.id, name, at):
            raise InvalidInput(f"There is a live token '{name}' already; revoke it, or choose another label.")
        until = at + timedelta(days=days) if days else None
        return new_api_token(session, organisation.id, name, role, at, until)


async def _list(slug: str) -> list[str]:
    at = clock.now()
    async with office() as house, house.db.transaction() as session:
        organisation = await organisations.organisation_by_slug(session, slug)
        return [_line(kept, at) for kept in await api_tokens(session, organisation.id)]


def _line(kept: Credential, at: datetime) -> str:
    return f"{kept.label}\t{kept.role}\tsince {kept.issued_at:%Y-%m-%d}\t{_state(kept, at)}"


def _state(kept: Credential, at: datetime) -> str:
    if kept.revoked_at:
        return f"revoked {kept.revoked_at:%Y-%m-%d}"
    if kept.expires_at is None:
        return "no end"
    return f"{'expired' if kept.expires_at <= at else 'until'} {kept.expires_at:%Y-%m-%d}"


async def _revoke(label: str, slug: str) -> None:
    at = clock.now()
    async with office() as house, house.db.transaction() as session:
        organisation = await organisations.organisation_by_slug(session, slug)
        live = await live_tokens(session, organisation.id, label, at)
        if not live:
            raise NotFound(f"There is no live token '{label}' in {slug}.")
        for kept in live:
            kept.revoked_at = at
