"""`utdrag deadline`: counts one deadline and says why, without database or clock."""

import json
from datetime import datetime
from typing import Annotated

import typer

from app.errors import InvalidInput
from app.law.deadlines import Deadline, deadline
from app.vocabulary import Country, Language


def deadline_command(
    *,
    country: Annotated[Country, typer.Option(help="Where the controller is established.")],
    received: Annotated[
        str, typer.Option(help="When the request arrived, with offset: 2026-01-31T10:00:00+01:00.")
    ],
    extended: Annotated[bool, typer.Option("--extended", help="Three months instead of one.")] = False,
    suspended_days: Annotated[
        int, typer.Option(help="Whole days the person kept us waiting for an answer.")
    ] = 0,
    promise_days: Annotated[
        int | None, typer.Option(help="The organisation's own promise, in days from receipt.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """Say when a request must be answered, and why."""
    try:
        due = deadline(
            country=country,
            received=_instant(received),
            extended=extended,
            suspended_days=suspended_days,
            promise_days=promise_days,
        )
    except InvalidInput as error:
        typer.echo(f"utdrag deadline: {error.detail}", err=True)
        raise typer.Exit(2) from error
    typer.echo(json.dumps(_shown(due), ensure_ascii=False, indent=2) if as_json else _written(due))


def _instant(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise InvalidInput(
            f"--received: “{text}” is no date and time; write 2026-01-31T10:00:00+01:00"
        ) from error


def _shown(due: Deadline) -> dict[str, str | list[str] | None]:
    return {
        "nominal": due.nominal.isoformat(),
        "legal_due": due.legal_due.isoformat(),
        "promise_due": due.promise_due.isoformat() if due.promise_due else None,
        "effective_due": due.effective_due.isoformat(),
        "due_instant": due.due_instant.isoformat(),
        "steps": list(due.sentences(Language.EN)),
    }


def _written(due: Deadline) -> str:
    lines = [f"Answer by {due.effective_due} (over at {due.due_instant.isoformat()})", ""]
    lines += [f"{number}. {told}" for number, told in enumerate(due.sentences(Language.EN), start=1)]
    return "\n".join(lines)
