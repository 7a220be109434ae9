"""`utdrag token` prints a token once, keeps its hash, and ends it at once."""

import asyncio
import re
from collections.abc import AsyncGenerator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest
import typer
from typer.testing import CliRunner, Result

from app import clock
from app.cli.token import token_app
from app.office import Office
from app.queries.credentials import credential
from app.trust.tokens import TOKEN_PATTERN, token_hash
from app.vocabulary import Audience, Role
from tests.offices import an_office, an_organisation, environment

program = typer.Typer()
program.add_typer(token_app, name="token")
Run = Callable[..., Awaitable[Result]]


@pytest.fixture
async def office(database: str, tmp_path: Path) -> AsyncGenerator[Office]:
    async with an_office(database, tmp_path) as opened:
        for slug in ("nordbemanning", "vikarservice"):
            await an_organisation(opened, slug)
        yield opened


@pytest.fixture
def run(office: Office, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    for name, value in environment(database, tmp_path).items():
        monkeypatch.setenv(name, value)

    async def invoke(verb: str, *arguments: str, organisation: str = "nordbemanning") -> Result:
        words = ["token", verb, *arguments, "--organisation", organisation]
        return await asyncio.to_thread(CliRunner().invoke, program, words)

    return invoke


@pytest.mark.parametrize("role", list(Role))
async def test_it_prints_one_token_and_nothing_else(run: Run, office: Office, role: Role) -> None:
    result = await run("create", "--role", role.value)
    assert result.exit_code == 0, result.output
    plain = result.stdout.removesuffix("\n")
    assert TOKEN_PATTERN.fullmatch(plain)
    assert plain.startswith("uta_")
    async with office.db.transaction() as session:
        kept = await credential(session, token_hash(plain), Audience.API)
    assert kept is not None
    assert (kept.role, kept.expires_at, kept.revoked_at) == (role, None, None)
    assert re.fullmatch(rf"{role}-[0-9a-f]{{4}}", kept.label)


async def test_it_keeps_the_hash_and_not_the_token(run: Run, database: str) -> None:
    plain = (await run("create", "--role", "lead")).stdout.strip()
    root = await asyncpg.connect(database)
    rows = await root.fetch("SELECT c::text AS shown FROM credentials c")
    await root.close()
    assert len(rows) == 1
    assert plain[4:] not in rows[0]["shown"]
    assert token_hash(plain).hex() in rows[0]["shown"]


async def test_days_set_its_end(run: Run, office: Office) -> None:
    plain = (await run("create", "--role", "dpo", "--days", "30", "--label", "audit.2026")).stdout.strip()
    async with office.db.transaction() as session:
        kept = await credential(session, token_hash(plain), Audience.API)
    assert kept is not None
    assert kept.label == "audit.2026"
    assert kept.expires_at is not None
    assert timedelta(days=29) < kept.expires_at - clock.now() <= timedelta(days=30)
    assert (await run("create", "--role", "dpo", "--days", "0")).exit_code == 2


async def test_the_list_shows_everything_but_tokens(run: Run, database: str) -> None:
    made = [
        (await run("create", "--role", "handler", "--label", name)).stdout.strip() for name in ("a", "b", "c")
    ]
    other = (await run("create", "--role", "lead", "--label", "theirs", organisation="vikarservice")).stdout
    assert (await run("revoke", "b")).exit_code == 0
    root = await asyncpg.connect(database)
    await root.execute("UPDATE credentials SET expires_at = '2020-01-01' WHERE label = 'c'")
    await root.close()
    shown = (await run("list")).stdout
    lines = [line.split("\t") for line in shown.splitlines()]
    assert [(line[0], line[1]) for line in lines] == [("a", "handler"), ("b", "handler"), ("c", "handler")]
    assert lines[0][3] == "no end"
    assert lines[1][3].startswith("revoked ")
    assert lines[2][3] == "expired 2020-01-01"
    assert not any(secret.strip()[4:] in shown for secret in [*made, other])


async def test_a_revoked_token_is_ended_and_its_label_is_free_again(run: Run, office: Office) -> None:
    plain = (await run("create", "--role", "inbox", "--label", "gate")).stdout.strip()
    twice = await run("create", "--role", "inbox", "--label", "gate")
    assert (twice.exit_code, twice.stdout) == (2, "")
    assert "live token 'gate' already" in twice.stderr
    assert (
        await run("create", "--role", "inbox", "--label", "gate", organisation="vikarservice")
    ).exit_code == 0
    assert (await run("revoke", "gate")).exit_code == 0
    async with office.db.transaction() as session:
        kept = await credential(session, token_hash(plain), Audience.API)
        assert kept is not None
        assert kept.revoked_at is not None
    assert (await run("create", "--role", "inbox", "--label", "gate")).exit_code == 0
    assert "no end" in (await run("list", organisation="vikarservice")).stdout, "the neighbour's stays"


@pytest.mark.parametrize("label", ["", "Åsa Öst", "a b", "a\x1fb", "-x", "x" * 61])
async def test_a_label_that_could_name_a_person_or_break_a_line_is_refused(run: Run, label: str) -> None:
    result = await run("create", "--role", "lead", f"--label={label}")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "A label has 1 to 60 letters" in result.stderr


async def test_what_is_not_there_is_said_so(run: Run) -> None:
    assert (await run("revoke", "nobody")).exit_code == 2
    for verb, *rest in (("create", "--role", "lead"), ("list",), ("revoke", "x")):
        result = await run(verb, *rest, organisation="nowhere")
        assert (result.exit_code, result.stdout) == (2, "")
        assert "There is no organisation 'nowhere'" in result.stderr
    assert (await run("create", "--role", "king")).exit_code == 2
