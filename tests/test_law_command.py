"""`utdrag deadline` as everyone may rely on it."""

import json
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from app.cli.deadline import deadline_command

RECEIVED = "2026-01-31T10:00:00+01:00"

program = typer.Typer()
program.command("deadline")(deadline_command)


def run(*arguments: str, country: str = "SE", received: str = RECEIVED) -> Result:
    return CliRunner().invoke(program, ["--country", country, "--received", received, *arguments])


def told(*arguments: str, **facts: str) -> dict[str, Any]:
    result = run(*arguments, "--json", **facts)
    assert result.exit_code == 0, result.output
    shown: dict[str, Any] = json.loads(result.stdout)
    return shown


def test_the_keys_are_fixed() -> None:
    shown = told()
    assert list(shown) == ["nominal", "legal_due", "promise_due", "effective_due", "due_instant", "steps"]
    assert {key: shown[key] for key in list(shown)[:5]} == {
        "nominal": "2026-02-28",
        "legal_due": "2026-03-02",
        "promise_due": None,
        "effective_due": "2026-03-02",
        "due_instant": "2026-03-02T23:00:00+00:00",
    }
    assert all(step.endswith(".") for step in shown["steps"])


def test_extended_gives_the_extended_date() -> None:
    assert told("--extended")["legal_due"] == "2026-04-30"


def test_suspended_days_are_added_to_the_nominal_date() -> None:
    shown = told("--suspended-days", "3")
    assert (shown["nominal"], shown["legal_due"]) == ("2026-02-28", "2026-03-03")


def test_a_promise_counts_when_it_is_earlier() -> None:
    shown = told("--promise-days", "30", received="2026-03-05T10:00:00Z")
    assert (shown["promise_due"], shown["effective_due"]) == ("2026-04-04", "2026-04-04")


@pytest.mark.parametrize(
    ("country", "due"), [("SE", "2026-04-02"), ("NO", "2026-04-07"), ("DK", "2026-04-07")]
)
def test_each_country_has_its_own_holidays(country: str, due: str) -> None:
    assert told(country=country, received="2026-03-02T10:00:00+01:00")["legal_due"] == due


def test_without_json_people_can_read_it() -> None:
    result = run()
    assert result.exit_code == 0
    assert result.stdout.startswith("Answer by 2026-03-02")
    assert "1. The request arrived on 31 January 2026." in result.stdout


@pytest.mark.parametrize(
    ("arguments", "received", "because"),
    [
        ([], "2026-01-31T10:00:00", "with its offset"),
        ([], "2026-01-31", "with its offset"),
        ([], "yesterday", "no date and time"),
        ([], "", "no date and time"),
        ([], "9999-12-31T10:00:00Z", "beyond the calendar"),
        (["--suspended-days", "-1"], RECEIVED, "0 or more days"),
        (["--suspended-days", "many"], RECEIVED, "--suspended-days"),
        (["--promise-days", "0"], RECEIVED, "1 or more days"),
        (["--country", "XX"], RECEIVED, "XX"),
    ],
)
def test_nonsense_is_told_on_stderr(arguments: list[str], received: str, because: str) -> None:
    result = run(*arguments, "--json", received=received)
    assert result.exit_code == 2
    assert because in result.stderr
    assert result.stdout == ""
