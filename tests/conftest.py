"""What every test may ask for: a real database of its own, real counterparts, and honest skips."""

import asyncio
import os
import secrets
import shutil
import tempfile
from collections.abc import AsyncGenerator, Generator
from pathlib import Path
from typing import TypeVar

import asyncpg
import hypothesis
import pytest

from app import embedded

pytest_plugins = [
    "tests.counterparts.chromium",
    "tests.counterparts.clamd",
    "tests.counterparts.dovecot",
    "tests.counterparts.identity_provider",
    "tests.counterparts.mariadb",
    "tests.counterparts.smtp_capture",
    "tests.counterparts.wordpress",
]
Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)
hypothesis.settings.register_profile("unhurried", deadline=None)  # how long things take is for benchmarks
hypothesis.settings.load_profile("unhurried")
SHARED_MEMORY = Path("/dev/shm")
ROOM = 4_000_000_000
"""Bytes that are free where a server of tests has far more than it fills."""
CI = os.environ.get("CI", "").lower() in {"1", "true"}


@pytest.fixture(scope="session")
def server_dir() -> Generator[Path]:
    """A folder outside pytest's own, which only root may enter while the server runs as nobody.

    In memory where there is room: most of what a test's database costs is to make and remove its files.
    """
    roomy = SHARED_MEMORY.is_dir() and shutil.disk_usage(SHARED_MEMORY).free > ROOM
    where = SHARED_MEMORY if roomy and os.access(SHARED_MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="utdrag-tests-", dir=where) as name:
        Path(name).chmod(0o711)
        yield Path(name)


@pytest.fixture(scope="session")
async def server(server_dir: Path) -> AsyncGenerator[embedded.Server]:
    """One PostgreSQL for the whole run."""
    chosen = os.environ.get("UTDRAG_PG_BIN")
    async with embedded.postgres(server_dir, fast=True, bin_dir=Path(chosen) if chosen else None) as running:
        yield running


@pytest.fixture(scope="session")
async def template(server: embedded.Server) -> str:
    """The name of a database with every migration applied; made once, copied for each test."""
    from app.db import migrate  # noqa: PLC0415 - tests without a database need no tables

    await _administer(server, "CREATE DATABASE template_utdrag")
    await asyncio.to_thread(migrate, server.database("template_utdrag"))
    return "template_utdrag"


@pytest.fixture
async def database(server: embedded.Server, template: str) -> AsyncGenerator[str]:
    """The URL of a database of this test's own, as the schema's owner; gone afterwards."""
    name = f"test_{secrets.token_hex(6)}"
    # Copied as files: the log of its pages costs more than all of a small test.
    await _administer(server, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    yield server.database(name)
    await _administer(server, f"DROP DATABASE {name} WITH (FORCE)")


async def _administer(server: embedded.Server, statement: str) -> None:
    connection = await asyncpg.connect(server.url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI a skipped test is a failed test: a green run means that everything ran."""
    report = yield
    return failed_if_skipped(report) if CI else report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a file that skips itself while it is read."""
    report = yield
    return failed_if_skipped(report) if CI else report


def failed_if_skipped(report: Report) -> Report:
    if report.outcome == "skipped" and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"Skipped although CI is set: {reason}"
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in one line how much did not run."""
    skipped = len(terminalreporter.stats.get("skipped", []))
    if skipped:
        terminalreporter.write_line(
            f"{skipped} tests were SKIPPED: scripts/install-test-systems says what is missing.", yellow=True
        )
