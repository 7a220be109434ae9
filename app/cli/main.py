"""`utdrag`: every command, found by its name; an error is one sentence, not a traceback."""

import sys
from typing import NoReturn

import typer
from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from app import logs
from app.cli import audit, backup, serve
from app.cli.case import case_app, retention_command
from app.cli.deadline import deadline_command
from app.cli.doctor import doctor_command
from app.cli.draw import draw_command
from app.cli.key import key_app
from app.cli.mail import mail_app
from app.cli.organisation import organisation_app
from app.cli.token import token_app
from app.errors import DsarError
from app.settings import PREFIX

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Requests about personal data, answered in time.",
)
app.command("serve")(serve.serve_command)
app.command("worker")(serve.worker_command)
app.command("listen")(serve.listen_command)
app.command("migrate")(serve.migrate_command)
app.command("demo")(serve.demo_command)
app.command("deadline")(deadline_command)
app.command("doctor")(doctor_command)
app.command("draw")(draw_command)
app.command("backup")(backup.backup_command)
app.command("restore")(backup.restore_command)
app.command("retention")(retention_command)
app.add_typer(mail_app, name="mail")
app.add_typer(organisation_app, name="organisation")
app.add_typer(token_app, name="token")
app.add_typer(case_app, name="case")
app.add_typer(key_app, name="key")
app.add_typer(audit.commands, name="audit")


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
