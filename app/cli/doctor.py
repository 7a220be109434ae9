"""`utdrag doctor`: looks at everything the house needs, and says what to do about what is missing."""

import asyncio
import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import timedelta
from typing import Annotated

import aiosmtplib
import typer

from app import clock
from app.cli.offices import office
from app.cli.organisation_checks import everyone
from app.cli.verdicts import EXPECTED, PATIENCE_SECONDS, Check, Verdict, good, judged, reason, tried, within
from app.db import revisions
from app.office import Office
from app.queries import figures, installation
from app.readiness import kept

OLDEST_VERSION = 150_000


def doctor_command(
    *, as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False
) -> None:
    """Look at everything the house needs; exit code 1 when something fails."""
    checks = asyncio.run(_examined())
    typer.echo(json.dumps([asdict(check) for check in checks], indent=2) if as_json else _written(checks))
    if any(check.verdict is Verdict.FAIL for check in checks):
        raise typer.Exit(1)


def _written(checks: Iterable[Check]) -> str:
    lines: list[str] = []
    for check in checks:
        lines.append(f"{check.verdict:<5} {check.name}: {check.told}")
        lines += [f"      → {check.advice}"] if check.advice else []
    return "\n".join(lines)


async def _examined() -> list[Check]:
    try:
        async with office() as house:
            return await examine(house)
    except EXPECTED as error:
        return [Check("settings", Verdict.FAIL, reason(error), "Put right what the sentence names.")]


async def examine(house: Office) -> list[Check]:
    """Look at everything, most basic first; what cannot be looked at without the database is left out."""
    checks = [await tried("blobs", _blobs(house), "Look at UTDRAG_BLOB_URL and who may write there.")]
    checks.append(await tried("mail server", _mail(house), "Look at UTDRAG_SMTP_URL and at the server."))
    advice = "Is PostgreSQL running, is UTDRAG_DATABASE_URL right, and did `utdrag migrate` run?"
    try:
        found = await _database(house)
        checks = [*found, *checks]
        if all(check.verdict is not Verdict.FAIL for check in found):
            checks.append(await tried("jobs", _jobs(house), advice))
            checks += [check async for check in everyone(house)]
    except EXPECTED as error:
        checks.insert(0, Check("database", Verdict.FAIL, reason(error), advice))
    return checks


async def _database(house: Office) -> list[Check]:
    async with house.db.transaction() as session:
        server, stands = await installation.server(session), await installation.revision(session)
        broken = await installation.breaches(session)
    apart = abs(server.now - clock.now())
    version = f"PostgreSQL {server.version // 10_000}.{server.version % 10_000}"
    return [
        judged("database", good(server.version >= OLDEST_VERSION), version, "Use PostgreSQL 15 or newer."),
        _schema(stands),
        _role(server, embedded=house.settings.database_url is None),
        judged(
            "walls", good(not broken),
            f"Not in force: {', '.join(broken)}." if broken else "Every table of an organisation is walled.",
            "Stop serving, find out who took them down, and restore the schema.",
        ),
        judged(
            "clock", within(apart, timedelta(seconds=2), timedelta(seconds=30)),
            f"{apart.total_seconds():.1f} s apart from the database's.", "Let both machines keep time (NTP).",
        ),
    ]  # fmt: skip


def _schema(stands: str | None) -> Check:
    head = revisions()[0]
    told = f"The schema stands at {stands or 'nothing'}; this version needs {head}."
    return judged("schema", good(stands == head), told, "Run `utdrag migrate` with this version's program.")


def _role(server: installation.Server, *, embedded: bool) -> Check:
    if server.unwalled:
        told = f"We work as {server.role}, whom no wall holds."
        return Check("role", Verdict.FAIL, told, "Let the role be utdrag_app.")
    if server.login_unwalled and not embedded:
        told = f"We work as {server.role}, but log in as {server.login}, whom no wall holds."
        return Check("role", Verdict.WARN, told, "Log in as an ordinary role that is a member of utdrag_app.")
    return Check("role", Verdict.OK, f"We work as {server.role}, whom the walls hold.")


async def _blobs(house: Office) -> Check:
    well = await kept(house.blobs)
    told = "A file was written, read and removed." if well else "A file came back as another."
    return judged("blobs", good(well), told, "The store changes what it keeps: use another.")


async def _mail(house: Office) -> Check:
    known = house.settings.mail_server
    if known is None:
        verdict = Verdict.OK if house.settings.demo else Verdict.WARN
        return judged(
            "mail server", verdict, "None is set: letters stay in the outbox.", "Set UTDRAG_SMTP_URL."
        )
    async with aiosmtplib.SMTP(
        hostname=known.host,
        port=known.port,
        username=known.username,
        password=known.password,
        use_tls=known.tls,
        start_tls=known.start_tls,
        timeout=PATIENCE_SECONDS,
    ) as server:
        await server.noop()
    return Check("mail server", Verdict.OK, f"{known.host} answers and lets us in.")


async def _jobs(house: Office) -> Check:
    async with house.db.transaction() as session:
        waited = timedelta(seconds=await figures.oldest_job_seconds(session))
        kinds = await figures.jobs_by_kind(session)
    queued = sum(count for (_, status), count in kinds.items() if status == "queued")
    given_up = sum(count for (_, status), count in kinds.items() if status in ("failed", "exception"))
    verdict = within(waited, timedelta(seconds=figures.STALE_SECONDS), timedelta(hours=1))
    if given_up and verdict is Verdict.OK:
        verdict = Verdict.WARN
    told = f"{queued} wait, the oldest due one for {waited.total_seconds():.0f} s; {given_up} were given up."
    return judged("jobs", verdict, told, "Is a worker running (`utdrag worker`)? Its log says what fails.")
