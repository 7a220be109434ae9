"""Traces: off unless switched on; then spans are named by route and kind, and say nothing of anybody."""

import asyncio
import builtins
from collections.abc import AsyncGenerator, Generator
from pathlib import Path
from typing import Any

import pytest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

from app import embedded, tracing
from app.errors import NotReady
from app.vocabulary import Role
from tests.canaries import EMAIL, NAME, PHONE, WORDS, sung_in
from tests.doors import Doors, doors
from tests.house import mail, until


@pytest.fixture
def spans() -> Generator[InMemorySpanExporter]:
    exporter = InMemorySpanExporter()
    tracing.switch_on(exporter)
    yield exporter
    tracing.switch_off()


@pytest.fixture(scope="module")
async def house(
    server: embedded.Server, template: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Doors]:
    async with doors(server, template, tmp_path_factory.mktemp("house")) as house:
        yield house


async def test_requests_and_jobs_are_traced_by_route_and_kind_and_name_nobody(
    house: Doors, spans: InMemorySpanExporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def crash(*_: Any) -> None:
        raise ValueError(WORDS)

    with monkeypatch.context() as patch:
        patch.setattr("app.intake.route.read", crash)
        await house.house.hand_in(mail(NAME, WORDS, sender=f'"{NAME}" <{EMAIL}>'))

        async def tried() -> bool:
            return any(span.status.status_code is StatusCode.ERROR for span in spans.get_finished_spans())

        await until(tried)
    case = await house.written(name=NAME, email=EMAIL, phone=PHONE, words=WORDS)
    await house.house.http.get(f"/s/{NAME}?name={EMAIL}")
    await house.house.api("GET", f"/cases?q={EMAIL}", role=Role.HANDLER)
    await house.house.letter("tagit emot", to=EMAIL)

    async def sent() -> bool:
        return "job send_letter" in {span.name for span in spans.get_finished_spans()}

    await until(sent)
    found = spans.get_finished_spans()
    assert {span.name for span in found} >= {
        "POST /api/v1/cases", "GET /s/{token}", "GET /api/v1/cases", "job route_message", "job write_letter",
    }  # fmt: skip
    assert "request" not in {span.name for span in found}
    everything = "\n".join(span.to_json() for span in found)
    assert str(house.house.organisation_id) in everything
    assert not sung_in(everything)
    assert case["reference"] not in everything
    (failed, *_) = [span for span in found if span.status.status_code is StatusCode.ERROR]
    assert failed.status.description is None
    assert not failed.events, "an exception's own words stay here"
    assert dict(failed.attributes or {})["error.type"] == "RetryRequested"


async def test_nothing_is_traced_while_it_is_off() -> None:
    with tracing.span("x") as span:
        span.named("y", size=1)
        await asyncio.sleep(0)
    assert type(span) is tracing.Span


def test_without_the_extra_the_start_is_refused_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *others: Any) -> Any:
        if name.startswith("opentelemetry.exporter"):
            raise ImportError(name)
        return real(name, *others)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(NotReady, match="utdrag\\[otel\\]"):
        tracing.switch_on()


def test_the_runtime_needs_none_of_it() -> None:
    locked = (Path(__file__).parents[1] / "requirements" / "runtime.lock").read_text(encoding="utf-8")
    assert "opentelemetry-sdk" not in locked
