"""`utdrag mail explain`: how a mail would be read and sorted, without database or network."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from app.intake.explain import Explanation, explain

mail_app = typer.Typer(help="Look at mail without taking it in.", no_args_is_help=True)
SHOWN = 400  # characters of text in the readable form


@mail_app.callback()
def mail() -> None:
    """Look at mail without taking it in."""


@mail_app.command("explain")
def explain_command(
    source: Annotated[str, typer.Argument(metavar="FILE|DIR|-", help="A mail, a folder of mails, or -.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON line a message.")] = False,
) -> None:
    """Say what each mail holds, which rights it asks for and why; ends with 1 when a file cannot be read."""
    unread = 0
    for name, path in _messages(source):
        try:
            raw = path.read_bytes() if path else sys.stdin.buffer.read()
        except OSError as error:
            unread += 1
            typer.echo(f"utdrag mail explain: {name}: {error.strerror}", err=True)
            continue
        found = explain(raw, name)
        typer.echo(json.dumps(found, ensure_ascii=False) if as_json else _readable(found))
    if unread:
        raise typer.Exit(1)


def _messages(source: str) -> Iterator[tuple[str, Path | None]]:
    """Each mail's name and file; a folder is walked in order, `-` is standard input."""
    if source == "-":
        yield "-", None
        return
    path = Path(source)
    if not path.is_dir():
        yield source, path
        return
    for file in sorted(path.rglob("*")):
        if file.is_file():
            yield file.relative_to(path).as_posix(), file


def _readable(found: Explanation) -> str:
    rights = [f"{right['right']} ({right['confidence']:.2f})" for right in found["rights"]]
    lines = [
        f"{found['file']}",
        f"  subject      {found['subject']}",
        f"  from         {found['from']}",
        f"  decision     {found['decision']}",
        f"  rights       {', '.join(rights) or 'none'}",
        *(f"    because    {right['because']}" for right in found["rights"]),
        f"  language     {found['language']}",
        f"  automated    {found['automated'] or 'no'}",
        *(f"  attachment   {a['name']} ({a['type']}, {a['size']} bytes)" for a in found["attachments"]),
        *(f"  defect       {defect}" for defect in found["defects"]),
        *(f"  | {line}" for line in found["text"][:SHOWN].splitlines()),
    ]
    return "\n".join([*lines, ""])
