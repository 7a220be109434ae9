"""What `utdrag doctor` looks at for each organisation: its key, mailboxes, systems of record and seals."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

from app import clock
from app.cli.verdicts import EXPECTED, Check, Verdict, judged, reason, tried, within
from app.models.organisation import Organisation
from app.office import Desk, Office
from app.profiles import SystemProfile
from app.queries import audit, mailboxes, organisations
from app.vocabulary import TaskState
from app.workflows.systems import reach


async def everyone(house: Office) -> AsyncIterator[Check]:
    """Give the checks of every organisation, by slug."""
    async with house.db.transaction() as session:
        known = await organisations.all_organisations(session)
    if not known:
        yield Check("organisations", Verdict.WARN, "There are none.", "Run `utdrag organisation apply FILE`.")
    for organisation in known:
        try:
            async with house.db.transaction(organisation.id) as session:
                desk = await house.desk(session)
        except EXPECTED as error:
            advice = "Bring back the master key its key was closed with, or apply its profile again."
            yield Check(f"key of {organisation.slug}", Verdict.FAIL, reason(error), advice)
            continue
        yield Check(f"key of {organisation.slug}", Verdict.OK, "The master key opens it.")
        async for check in _organisation(house, organisation, desk):
            yield check


async def _organisation(house: Office, organisation: Organisation, desk: Desk) -> AsyncIterator[Check]:
    slug = organisation.slug
    async for check in _mailboxes(house, desk):
        yield check
    for system in desk.profile.systems:
        name = f"system {system.slug} of {slug}"
        advice = "Look at its settings in the organisation's file, at its secrets, and at the system itself."
        yield await tried(name, _system(name, system), advice)
    yield await tried(f"seals of {slug}", _seals(house, organisation), "Run `utdrag audit verify`.")


async def _mailboxes(house: Office, desk: Desk) -> AsyncIterator[Check]:
    async with house.db.transaction(desk.organisation_id) as session:
        cursors = await mailboxes.cursors(session)
    at, patience = clock.now(), timedelta(seconds=max(900, 5 * house.settings.inbox_poll_seconds))
    for inbox in (inbox for inbox in desk.profile.inboxes if inbox.mailbox):
        name, mine = f"mailbox {inbox.address}", [one for one in cursors if one.mailbox == inbox.address]
        advice = "Is a worker running? Look at the mailbox's host, user and password."
        seen = max((one.connected_at for one in mine if one.connected_at), default=None)
        if failing := [one for one in mine if one.failing_since]:
            told = f"It fails since {failing[0].failing_since:%Y-%m-%d %H:%M} UTC: {failing[0].failure}"
            yield Check(name, Verdict.FAIL, told, advice)
        elif seen is None:
            yield Check(name, Verdict.WARN, "It was never read.", advice)
        elif missing := sum(one.missing for one in mine):
            told = f"At the last comparison {missing} mails of the server were not stored; now they are."
            yield Check(name, Verdict.WARN, told, "Find out in the log of that day why they were not.")
        else:
            told = f"It was last read {seen:%Y-%m-%d %H:%M} UTC."
            yield judged(name, within(at - seen, patience, timedelta(days=1)), told, advice)


async def _system(name: str, system: SystemProfile) -> Check:
    async with reach(system) as connector:
        outcome = await connector.probe()
    well = outcome.state in (TaskState.DONE, TaskState.MANUAL)
    told = outcome.reason or ("It answers." if well else f"It answered: {outcome.state}.")
    advice = "Let the system's owner look at our account and at what the organisation's file says of it."
    return judged(name, Verdict.OK if well else Verdict.WARN, told, advice)


async def _seals(house: Office, organisation: Organisation) -> Check:
    async with house.db.transaction(organisation.id) as session:
        last = await audit.last_seal(session)
        new = await audit.unsealed(session, last.to_position if last else 0)
    sealed = f"The last is of {last.at:%Y-%m-%d %H:%M} UTC" if last else "There are none"
    told = f"{sealed}; {new.events} events wait for one."
    waited = _waited(new.since)
    verdict = within(waited, timedelta(minutes=15), timedelta(days=1))
    return judged(
        f"seals of {organisation.slug}", verdict, told, "Is a worker running? It seals every few minutes."
    )


def _waited(since: datetime | None) -> timedelta:
    return clock.now() - since if since else timedelta(0)
