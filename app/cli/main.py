"""`utdrag`: every command, found by its name; an error is one sentence, not a traceback."""

import sys
from importlib import import_module
from typing import Any, Final, NoReturn, cast

import typer
from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError
from typer.core import TyperCommand, TyperGroup

from app import logs
from app.errors import DsarError
from app.settings import PREFIX

_COMMANDS: Final = {
    "serve": "serve:serve_command",
    "worker": "beside:worker_command",
    "listen": "beside:listen_command",
    "migrate": "migrate:migrate_command",
    "demo": "serve:demo_command",
    "deadline": "deadline:deadline_command",
    "doctor": "doctor:doctor_command",
    "draw": "draw:draw_command",
    "backup": "backup:backup_command",
    "restore": "backup:restore_command",
    "retention": "case:retention_command",
    "mail": "mail:mail_app",
    "organisation": "organisation:organisation_app",
    "token": "token:token_app",
    "case": "case:case_app",
    "key": "key:key_app",
    "audit": "audit:audit_app",
}


class _Commands(TyperGroup):
    """Commands that are loaded when they are asked for: a date is told without loading the web."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - typer gives it
        """Give the names of all."""
        return list(_COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> TyperCommand | TyperGroup | None:  # noqa: ARG002
        """Give one, or None when there is none of the name."""
        if cmd_name not in _COMMANDS:
            return None
        module, _, word = _COMMANDS[cmd_name].partition(":")
        found = getattr(import_module(f"app.cli.{module}"), word)
        if isinstance(found, typer.Typer):
            command: TyperCommand | TyperGroup = typer.main.get_group(found)
        else:
            alone = typer.Typer(add_completion=False)
            alone.command()(found)
            command = cast("TyperCommand", typer.main.get_command(alone))
        command.name = cmd_name
        return command


app = typer.Typer(
    cls=_Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Requests about personal data, answered in time.",
)


@app.callback()
def _program() -> None:
    """Requests about personal data, answered in time."""


def main() -> None:
    """Run a command."""
    logs.configure()  # again with the level that is set, once the settings are read
    logs.catch_the_rest()
    try:
        app()
    except DsarError as error:
        _end(error.detail)
    except ValidationError as error:
        _end("; ".join(f"{_named(fault['loc'])}: {fault['msg']}" for fault in error.errors()) + ".")
    except (SQLAlchemyError, OSError) as error:
        _end(f"The database or a file cannot be reached ({type(error).__name__}). `utdrag doctor` says more.")


def _named(place: tuple[int | str, ...]) -> str:
    """Give a setting as the environment names it."""
    name = ".".join(map(str, place)).upper()
    return name if name.startswith(PREFIX) else PREFIX + name.removeprefix(PREFIX)


def _end(sentence: str) -> NoReturn:
    typer.echo(f"utdrag: {sentence}", err=True)
    sys.exit(2)
