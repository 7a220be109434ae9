"""Alive, ready and counted: what operators watch, without a word about any person."""

from collections.abc import AsyncGenerator
from urllib.parse import urlsplit

import asyncpg
import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from app import embedded, measures, readiness
from tests.clockwork import ANNA
from tests.doors import Doors, doors
from tests.house import until


@pytest.fixture(scope="module")
async def house(
    server: embedded.Server, template: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Doors]:
    async with doors(server, template, tmp_path_factory.mktemp("house")) as house:
        yield house


async def get(house: Doors, path: str) -> httpx.Response:
    return await house.house.http.get(path)


async def test_a_process_that_answers_is_alive(house: Doors) -> None:
    answer = await get(house, "/health/live")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "checks": {}})


PARTS = ("database", "schema", "clock", "worker", "jobs", "master key", "files")


async def test_a_house_in_which_everything_works_is_ready(house: Doors) -> None:
    async def stands() -> bool:
        return (await get(house, "/health/ready")).status_code == 200

    await until(stands)  # the worker has said for the first time that it works
    answer = await get(house, "/health/ready")
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")
    assert answer.json()["checks"] == dict.fromkeys(PARTS, "ok")


async def test_work_nobody_takes_up_is_told(house: Doors) -> None:
    await house.owner.execute(
        "INSERT INTO pgqueuer (priority, created, updated, execute_after, status, entrypoint, payload) VALUES "
        "(0, now(), now(), now() - interval '10 minutes', 'queued', 'a job nobody knows', NULL)"
    )
    try:
        answer = await get(house, "/health/ready")
    finally:
        await house.owner.execute("DELETE FROM pgqueuer WHERE entrypoint = 'a job nobody knows'")
    assert answer.status_code == 503
    assert answer.json()["checks"]["jobs"].startswith("the oldest job has waited 60")


async def test_figures_are_counts_and_ages_and_name_nobody(house: Doors) -> None:
    case = await house.written()
    answer = await get(house, "/metrics")
    assert answer.status_code == 200
    families = {family.name: family for family in text_string_to_metric_families(answer.text)}
    read = {figure.name for figure in measures.FIGURES}
    assert read <= set(families)
    assert {name for name in families if not name.startswith(("utdrag_", "process_"))} == set()
    (unanswered,) = families["utdrag_cases_unanswered"].samples
    assert unanswered.value >= 1
    for private in (
        ANNA.name,
        "Lindqvist",
        ANNA.email,
        "1740605",
        case["id"],
        case["reference"],
        "nordstaff",
    ):
        assert private not in answer.text
    labels = {label for family in families.values() for sample in family.samples for label in sample.labels}
    assert labels <= {
        "kind", "status", "state", "part", "days", "door", "result", "method", "route", "connector", "verb",
        "outcome", "letter", "le",
    }  # fmt: skip


async def test_a_house_without_its_database_is_alive_and_not_ready(
    house: Doors, server: embedded.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A machine that is busy may take longer to find out than whoever asks in earnest waits.
    monkeypatch.setattr(readiness, "PATIENCE_SECONDS", 60.0)
    name = urlsplit(house.house.office.db.url).path.removeprefix("/")
    elsewhere = await asyncpg.connect(server.url)
    await elsewhere.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false")
    await elsewhere.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND application_name = 'utdrag'",
        name,
    )
    try:
        ready, live = await get(house, "/health/ready"), await get(house, "/health/live")
    finally:
        await elsewhere.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true")
        await elsewhere.close()
    assert (ready.status_code, live.status_code) == (503, 200)
    assert ready.json() == {"status": "not ready", "checks": {"database": "not reachable", "files": "ok"}}
    assert (await get(house, "/health/ready")).status_code == 200
