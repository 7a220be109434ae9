"""`utdrag mail explain`: how a mail would be read and sorted, without database or network."""

import asyncio
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from app.cli.mail_files import files_of, messages_of
from app.errors import DsarError
from app.intake.explain import Explanation, explain, given_up
from app.intake.questions import What, asked
from app.intake.read import Read, from_json
from app.intake.readers import Readers

mail_app = typer.Typer(help="Look at mail without taking it in.", no_args_is_help=True)
SHOWN = 400  # characters of text in the readable form


@mail_app.callback()
def mail() -> None:
    """Look at mail without taking it in."""


@mail_app.command("explain")
def explain_command(
    source: Annotated[
        str, typer.Argument(metavar="FILE|DIR|-", help="A mail, an mbox, a folder of mails, a Maildir, or -.")
    ],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON line a message.")] = False,
) -> None:
    """Say what each mail holds, which rights it asks for and why; ends with 1 when a file cannot be read."""
    mails, readers = _Mails(), Readers()
    with asyncio.Runner() as runner:
        for name, raw in mails.of(source):
            found = explain(runner.run(_read(readers, raw)), name)
            shown = json.dumps(found, ensure_ascii=False) if as_json else _readable(found)
            typer.echo(
                shown.encode("utf-8", "replace")
            )  # whatever the terminal speaks, and however files are named
        readers.end()
    if mails.unread:
        raise typer.Exit(1)


class _Mails:
    """The mails of a source, in order; what is no mail, or cannot be read, is said on standard error."""

    unread = 0

    def of(self, source: str) -> Iterator[tuple[str, bytes]]:
        if source == "-":
            yield from messages_of(sys.stdin.buffer, "-")
            return
        for file in files_of(Path(source)):
            if file.reason:
                _say(f"{file.name} was passed over: {file.reason}")
                continue
            try:
                with file.path.open("rb") as opened:
                    yield from messages_of(opened, file.name)
            except OSError as error:
                self.unread += 1
                _say(f"{file.name}: {error.strerror}")


def _say(sentence: str) -> None:
    typer.echo(f"utdrag mail explain: {sentence}".encode("utf-8", "replace"), err=True)


async def _read(readers: Readers, raw: bytes) -> Read:
    """Give a mail as it is read when it comes in, in the same confinement; one that met a limit says so."""
    try:
        return from_json(await readers.read(asked(What.READ, raw)))
    except DsarError as error:
        return given_up(raw, error.detail)


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
    return "\n".join([*(_plain(line) for line in lines), ""])


def _plain(line: str) -> str:
    """The line without what a terminal would obey."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in line.replace("\t", " "))
