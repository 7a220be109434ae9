"""Logs: what a line may hold, whoever writes it, and above all what it may not."""

import io
import json
import logging
import re
import subprocess
import sys
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import structlog
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from app.errors import NotReady
from app.logs import AccessLog, configure, masked
from tests.witness import logged

Lines = Callable[[], list[dict[str, Any]]]
PERSONAL = {
    "an address": "anna.berg@personal.example",
    "an encoded address": "anna.berg%40personal.example",
    "a Swedish number": "19800101-1234",
    "a short Swedish number": "800101+1234",
    "a bare Swedish number": "8001011234",
    "a Danish number": "010180-1234",
    "a Norwegian number": "01018012345",
    "a Finnish number": "010180-123A",
    "a Finnish number of this century": "010105A123B",
    "an international phone": "+46 (0)70-123 45 67",
    "a phone with zeros": "0047 22 33 44 55",
    "a Swedish phone": "070-123 45 67",
    "a Norwegian phone": "22 33 44 55",
    "a bare Norwegian phone": "92334455",
    "a token": "Kx7s_9fQ2mZpL0aVbN4cRtYuWq",
    "a hex token": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
}
HARMLESS = [
    "018f2f4e-9d5c-7c3a-8f3e-123456789012", "2026-01-31T10:00:00+01:00", "2026-01-31", "UT-2026-00017-k7f3",
    "advance_case_to_collecting", "http://127.0.0.1:49515", "asyncpg.exceptions.UniqueViolationError",
    "Running upgrade 0001 -> 0002", "port 8700", "v18.6.3", "/api/v1/cases/{case_id}",
]  # fmt: skip


@pytest.fixture
def lines() -> Generator[Lines]:
    """Configured logs, and the lines written so far."""
    with logged("info") as stream:
        yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]


@pytest.mark.parametrize("value", PERSONAL.values(), ids=PERSONAL.keys())
@pytest.mark.parametrize("around", ["{}", "for {} failed", "person_{}", "<{}>", "x={}&y", '"{}"'])
def test_personal_data_is_masked(value: str, around: str) -> None:
    assert value not in masked(around.format(value))


@pytest.mark.parametrize("value", HARMLESS)
def test_what_operators_need_is_kept(value: str) -> None:
    assert masked(value) == value
    assert masked(f"x {value}, y") == f"x {value}, y"


@pytest.mark.parametrize("unit", ["a", "-", "1", "a@", "1 ", "a1", "+1 ", "x.", "://:", "@", "/s/", "token="])
def test_masking_is_quick_on_hostile_text(unit: str) -> None:
    text = unit * 50_000
    assert len(masked(text)) < 20_000


def test_a_long_text_is_cut_between_words() -> None:
    text = "word " * 799 + "anna.berg@personal.example " * 3
    assert "anna" not in masked(text)


def test_only_known_keys_are_written(lines: Lines) -> None:
    structlog.get_logger("app.test").info(
        "stored", case_id=UUID(int=7), name="Anna Berg", subject="Utdrag", size=3
    )
    (line,) = lines()
    assert line["event"] == "stored"
    assert line["case_id"] == str(UUID(int=7))
    assert line["size"] == 3
    assert line["refused"] == ["name", "subject"]
    assert "Anna" not in json.dumps(line)
    assert (line["level"], line["logger"]) == ("info", "app.test")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+Z", line["timestamp"])


@pytest.mark.parametrize("value", PERSONAL.values(), ids=PERSONAL.keys())
def test_known_keys_are_masked_too(value: str, lines: Lines) -> None:
    structlog.contextvars.bind_contextvars(inbox=value)
    structlog.get_logger("app.test").warning(
        f"about {value}", reasons=[value], code={"x": value}, kind=value.encode()
    )
    assert value not in json.dumps(lines(), ensure_ascii=False)


def test_large_numbers_are_masked(lines: Lines) -> None:
    structlog.get_logger().info("x", count=198001011234, size=48_000_000)
    (line,) = lines()
    assert (line["count"], line["size"]) == ("‹number›", 48_000_000)


def _fail(text: str) -> None:
    try:
        int(dict[str, str]()[text])
    except KeyError as error:
        raise ValueError(f"cannot read {text}") from error


@pytest.mark.parametrize("library", [False, True])
def test_exceptions_lose_their_words_and_keep_their_place(library: bool, lines: Lines) -> None:
    try:
        _fail("Anna Berg")
    except ValueError:
        if library:
            logging.getLogger("some.library").exception("job failed")
        else:
            structlog.get_logger("app.test").exception("job failed", job="collect")
    (line,) = lines()
    assert "Anna" not in json.dumps(line)
    assert [step["type"] for step in line["failure"]] == ["ValueError", "KeyError"]
    assert line["failure"][0]["at"][-1].startswith("tests/test_logs.py:")
    assert line["failure"][0]["at"][-1].endswith(" _fail")


def test_our_own_errors_keep_their_sentence(lines: Lines) -> None:
    log = structlog.get_logger()
    log.error("x", exc_info=NotReady("The secret env:A is empty; ask anna.berg@personal.example."))
    log.error("x", exc_info=TypeError("unsupported operand"))
    log.error("x", exc_info=ExceptionGroup("Anna Berg", [OSError(13, "Anna Berg")]))
    first, second, third = (line["failure"][0] for line in lines())
    assert first["message"] == "The secret env:A is empty; ask ‹email›"
    assert second["message"] == "unsupported operand"
    assert third["holds"][0]["errno"] == 13
    assert "Anna" not in json.dumps(third)


def test_an_exception_that_is_its_own_cause_ends(lines: Lines) -> None:
    error = ValueError("x")
    error.__context__ = other = ValueError("y")
    other.__context__ = error
    structlog.get_logger().error("x", exc_info=error)
    assert len(lines()[0]["failure"]) == 2


def test_libraries_write_the_same_lines(lines: Lines) -> None:
    logging.getLogger("uvicorn.error").info("Started server process [%d]", 19004)
    logging.getLogger("some.library").warning("could not parse %s", "Anna Berg")
    logging.getLogger("sqlalchemy.engine.Engine").info("INSERT … %s", "Anna Berg")
    logging.getLogger("uvicorn.access").info('%s - "%s %s"', "192.0.2.7", "GET", "/s/secret?name=Anna")
    told = lines()
    assert [line["event"] for line in told] == ["Started server process [19004]", "could not parse %s"]
    assert told[0]["logger"] == "uvicorn.error"


def test_extra_of_the_stdlib_is_not_written(lines: Lines) -> None:
    logging.getLogger("some.library").warning(
        "x", extra={"email": "anna.berg@personal.example"}, stack_info=True
    )
    assert set(lines()[0]) == {"event", "level", "logger", "timestamp"}


def test_the_form_for_the_eye_is_guarded_too() -> None:
    stream = io.StringIO()
    configure("info", console=True, stream=stream)
    try:
        try:
            _fail("Anna Berg")
        except ValueError:
            structlog.get_logger().exception("hello anna.berg@personal.example", name="Anna")
    finally:
        logging.getLogger().handlers.clear()
        structlog.reset_defaults()
    assert "hello ‹email›" in stream.getvalue()
    assert "Anna" not in stream.getvalue()


def _application() -> FastAPI:
    app = FastAPI()
    app.add_middleware(AccessLog)

    @app.get("/s/{token}")
    async def status(token: str) -> str:
        return token

    @app.get("/broken")
    async def broken() -> str:
        raise ValueError("Anna Berg")

    return app


async def test_the_access_log_names_the_route_not_the_person(lines: Lines) -> None:
    transport = ASGITransport(app=_application(), raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="http://test.example") as client:
        await client.get("/s/short1?name=Anna", headers={"X-Forwarded-For": "192.0.2.7"})
        await client.get("/t/short2/nothing?q=anna.berg@personal.example")
        await client.get("/broken")
    told = [line for line in lines() if line["logger"] == "app.access"]
    assert [(line["path"], line["status"]) for line in told] == [
        ("/s/{token}", 200), ("‹no route›", 404), ("/broken", 500),
    ]  # fmt: skip
    assert all(line["duration_ms"] >= 0 and line["method"] == "GET" for line in told)
    everything = json.dumps(lines())
    assert not re.search(r"short1|short2|Anna|192\.0\.2|\?", everything)


def test_a_line_that_was_put_together_elsewhere_keeps_its_place_only(lines: Lines) -> None:
    sentence = "could not parse {}".format("Anna Berg")
    logging.getLogger("some.library").warning(sentence)
    logging.getLogger("pgqueuer").warning("a job of %s failed: %s", "proceed", ValueError("Anna Berg"))
    first, second = lines()
    assert re.fullmatch(r"a line of tests/test_logs\.py:\d+", first["event"])
    assert second["event"] == "a job of proceed failed: ValueError"


UNCAUGHT = """
import asyncio, gc, threading, warnings
from app import logs
logs.configure("debug", console=False)
logs.catch_the_rest()
def fail(): raise ValueError("Anna Berg")
class Finalised:
    def __del__(self): fail()
async def lost():
    task = asyncio.ensure_future(asyncio.to_thread(fail))
    await asyncio.wait([task])
    asyncio.get_running_loop().call_soon(fail)
    del task
    gc.collect()
    await asyncio.sleep(0.01)
warnings.warn("Anna Berg", UserWarning)
thread = threading.Thread(target=fail)
thread.start()
thread.join()
Finalised()
asyncio.run(lost())
fail()
"""


def test_what_nobody_caught_is_told_without_its_words() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", UNCAUGHT],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[1],
    )
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "Anna" not in ran.stderr
    told = [json.loads(line) for line in ran.stderr.splitlines()]
    assert [(line["logger"], line["level"]) for line in told if line["level"] != "debug"] == [
        ("app.last", "warning"), ("app.last", "error"), ("app.last", "error"),
        ("asyncio", "error"), ("asyncio", "error"), ("app.last", "critical"),
    ]  # fmt: skip
    assert told[0]["kind"] == "UserWarning"
    assert all(
        line["failure"][0]["type"] == "ValueError" for line in told if line["level"] in ("error", "critical")
    )
