"""Figures: who may read them, that they are true, and that pages and alerts speak of those that exist."""

import re
from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import asyncpg
import httpx
import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr

from app import clock, embedded, figures, measures
from app.db import Database
from app.office import Office
from app.queries import heartbeats
from app.watch import create_watch
from scripts import metrics_reference
from tests.offices import a_case
from tests.test_intake_door import an_office, an_organisation

DOCS = Path(__file__).parents[1] / "docs"
TOKEN = "only-for-prometheus"
FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via")


@pytest.fixture
async def office(database: str) -> AsyncGenerator[Office]:
    async with an_office(database) as office:
        yield office


async def read(office: Office) -> dict[str, dict[tuple[str, ...], float]]:
    text = (await figures.read(office, clock.now())).decode()
    return {
        family.name: {tuple(sample.labels.values()): sample.value for sample in family.samples}
        for family in text_string_to_metric_families(text)
    }


async def test_what_waits_is_added_up_over_all_organisations(office: Office, database: str) -> None:
    at = clock.now()
    due = (timedelta(hours=-1), timedelta(days=1), timedelta(days=5), timedelta(days=30))
    for slug in ("nordbemanning", "vikarservice"):
        organisation_id = await an_organisation(office, slug)
        async with office.db.transaction(organisation_id) as session:
            for number, away in enumerate(due):
                session.add(a_case(organisation_id, f"X-{number}", due_at=at + away, escalate_at=None))
            session.add(a_case(organisation_id, "X-9", due_at=at, answered_at=at))
    async with office.db.transaction() as session:
        await heartbeats.beat(session, "worker")
    owner = await asyncpg.connect(database)
    await owner.execute(
        "INSERT INTO messages (id, organisation_id, source, source_key, channel, raw, sha256, content_key, size, "
        "received_at, stored_at, state, rights, defects, attempts, error) "
        "SELECT gen_random_uuid(), id, 'x', state, 'email', '', '', '', 1, now() - interval '1 hour', now(), "
        "state, '[]', 0, 0, '' FROM organisations, unnest(ARRAY['stored', 'triage', 'quarantine', 'case']) state"
    )
    await owner.close()
    found = await read(office)
    assert found["utdrag_database_up"] == {(): 1}
    assert found["utdrag_cases_unanswered"] == {(): 8}, "also those whose ladder has come to its end"
    assert found["utdrag_cases_due_soon"] == {("0",): 2, ("2",): 4, ("7",): 6}
    assert found["utdrag_messages"] == {("stored",): 2, ("triage",): 2, ("quarantine",): 2}
    assert 3599 <= found["utdrag_intake_lag_seconds"][()] < 3900, "the oldest counts, not the sum"
    assert 0 <= found["utdrag_heartbeat_age_seconds"][("worker",)] < 300
    assert set(found) >= {figure.name for figure in measures.FIGURES} - {"utdrag_jobs"}


async def test_without_the_database_a_process_still_tells_what_it_counted(office: Office) -> None:
    db = Database(f"postgresql://x:x@127.0.0.1:{embedded.server.free_port()}/x", pool_size=1)
    found = await read(replace(office, db=db))
    await db.close()
    assert found["utdrag_database_up"] == {(): 0}
    assert "utdrag_jobs" not in found
    assert "utdrag_http_request_duration_seconds" in found


@pytest.mark.parametrize(
    ("client", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("192.0.2.7", {}, 403),
        ("testclient", {}, 403),
        *[("127.0.0.1", {name: "192.0.2.7"}, 403) for name in FORWARDED],
        ("192.0.2.7", {"Authorization": f"Bearer {TOKEN}"}, 200),
        ("192.0.2.7", {"Authorization": "Bearer another", "X-Forwarded-For": "127.0.0.1"}, 403),
    ],
)
async def test_figures_are_for_this_machine_and_for_the_token(
    office: Office, client: str, headers: dict[str, str], status: int
) -> None:
    settings = office.settings.model_copy(update={"metrics_token": SecretStr(TOKEN)})
    app = create_watch(replace(office, settings=settings), needs_worker=False)
    transport = httpx.ASGITransport(app, client=(client, 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://house.example") as http:
        assert (await http.get("/metrics", headers=headers)).status_code == status


async def test_what_happens_is_counted_by_route_and_never_by_what_was_asked_for(office: Office) -> None:
    transport = httpx.ASGITransport(create_watch(office, needs_worker=False))
    async with httpx.AsyncClient(transport=transport, base_url="http://house.example") as http:
        await http.get("/health/live?name=Anna")
        await http.request("ANNA", "/Anna/Berg")
        text = (await http.get("/metrics")).text
    assert (
        'utdrag_http_request_duration_seconds_count{method="GET",route="/health/live",status="2xx"}' in text
    )
    assert (
        'utdrag_http_request_duration_seconds_count{method="other",route="‹no route›",status="4xx"}' in text
    )
    assert "Anna" not in text
    assert "ANNA" not in text


# What is written down.


def named() -> set[str]:
    """Give every name a metric may be asked for by."""
    families = list(measures.COUNTED.collect())
    counted = {family.name + ("_total" if family.type == "counter" else "") for family in families}
    parts = {
        f"{family.name}{part}"
        for family in families
        if family.type == "histogram"
        for part in ("_bucket", "_count", "_sum")
    }
    return counted | parts | {figure.name for figure in measures.FIGURES}


def test_the_page_is_what_the_code_draws() -> None:
    page = (DOCS / "reference" / "metrics.md").read_text(encoding="utf-8")
    assert page == metrics_reference.page(), "`make docs` writes it"
    for figure in measures.FIGURES:
        assert f"`{figure.name}`" in page


def test_names_follow_the_conventions() -> None:
    for figure in measures.FIGURES:
        assert re.fullmatch(r"utdrag_[a-z]+(_[a-z]+)*", figure.name)
        assert not figure.name.endswith(("_total", "_count", "_bucket", "_ms", "_minutes"))
        assert figure.words[0].isupper() or figure.words[0].isdigit()


def test_alerts_speak_of_figures_that_exist_and_stand_on_the_page() -> None:
    rules = yaml.safe_load((DOCS / "how-to" / "alerts.yml").read_text(encoding="utf-8"))
    page = (DOCS / "how-to" / "watch-it.md").read_text(encoding="utf-8")
    alerts = [rule for group in rules["groups"] for rule in group["rules"]]
    assert len({rule["alert"] for rule in alerts}) == len(alerts) > 10
    asked = {name for rule in alerts for name in re.findall(r"utdrag_\w+", rule["expr"])}
    assert asked <= named(), asked - named()
    for rule in alerts:
        assert f"`{rule['alert']}`" in page
        assert rule["labels"]["severity"] in ("page", "ticket")
        assert rule["annotations"]["summary"].endswith(".")
