"""What is left to do before an organisation takes requests: each step judged by facts, never by a tick."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from sqlmodel.ext.asyncio.session import AsyncSession

from app.extracts import gaps
from app.models.organisation import MailCursor
from app.office import Office
from app.organisation_settings.secret_names import is_set, references
from app.profiles import Profile
from app.queries import answers, mailboxes, members, setup
from app.sign_in_settings import OWN_MACHINE
from app.vocabulary import Letter, LetterState, SetupState, SetupStep, State
from app.workflows.members import READERS
from app.workflows.trying import settings_hash

DONE, TO_DO, WRONG = SetupState
_GONE: Final = (LetterState.SENT,)
_STUCK: Final = (LetterState.FAILED, LetterState.BOUNCED)


@dataclass(frozen=True)
class Step:
    """A step: how it stands, which sentence says why, and the names it mentions."""

    step: SetupStep
    state: SetupState
    why: str
    names: str = ""


async def checklist(office: Office, session: AsyncSession) -> list[Step]:
    """Give every step, in order."""
    profile = (await office.desk(session)).profile
    return [
        _contact(profile),
        await _inbox(session, profile),
        await _mail(office, session),
        await _systems(session, profile),
        _owners(profile),
        _ladder(profile),
        _register(profile),
        await _members(session),
        _form(office, profile),
        await _test(session),
    ]


def _contact(profile: Profile) -> Step:
    ways = profile.contact
    state = DONE if ways.phone and ways.address else TO_DO
    return Step(SetupStep.CONTACT, state, "reachable" if state is DONE else "mail_only")


async def _inbox(session: AsyncSession, profile: Profile) -> Step:
    cursors = await mailboxes.cursors(session)
    watched = [inbox.address for inbox in profile.inboxes if inbox.mailbox]
    if failing := [one for one in cursors if one.failing_since and one.mailbox in watched]:
        return Step(SetupStep.INBOX, WRONG, "failing", _named(one.mailbox for one in failing))
    if unread := [address for address in watched if not _was_read(cursors, address)]:
        return Step(SetupStep.INBOX, TO_DO, "never_read", _named(unread))
    if watched or await setup.mail_came(session):
        return Step(SetupStep.INBOX, DONE, "read", _named(inbox.address for inbox in profile.inboxes))
    return Step(SetupStep.INBOX, TO_DO, "nothing_came", _named(inbox.address for inbox in profile.inboxes))


def _was_read(cursors: Iterable[MailCursor], address: str) -> bool:
    return any(one.connected_at for one in cursors if one.mailbox == address)


async def _mail(office: Office, session: AsyncSession) -> Step:
    sent, stuck = await setup.newest_letter(session, _GONE), await setup.newest_letter(session, _STUCK)
    if stuck and (sent is None or stuck.written_at > sent.written_at):
        return Step(SetupStep.MAIL, WRONG, "stuck")
    if sent:
        return Step(SetupStep.MAIL, DONE, "sent")
    return Step(SetupStep.MAIL, TO_DO, "unsent" if office.settings.mail_server else "no_server")


async def _systems(session: AsyncSession, profile: Profile) -> Step:
    if not profile.systems:
        return Step(SetupStep.SYSTEMS, TO_DO, "none")
    missing = [
        system.name
        for system in profile.systems
        if not all(is_set(name) for _, name in references(dict(system.settings)))
    ]
    if missing:
        return Step(SetupStep.SYSTEMS, WRONG, "secrets_missing", _named(missing))
    trials = {(one.system, one.settings): one.state for one in await setup.trials(session)}
    found = {
        system.name: DONE if system.kind == "manual" else trials.get((system.slug, settings_hash(system)))
        for system in profile.systems
    }
    if silent := [name for name, state in found.items() if state is WRONG]:
        return Step(SetupStep.SYSTEMS, WRONG, "silent", _named(silent))
    if untried := [name for name, state in found.items() if state is None]:
        return Step(SetupStep.SYSTEMS, TO_DO, "untried", _named(untried))
    return Step(SetupStep.SYSTEMS, DONE, "answer")


def _owners(profile: Profile) -> Step:
    alone = [system.name for system in profile.systems if not system.owner]
    if alone or not profile.systems:
        return Step(SetupStep.OWNERS, TO_DO, "alone" if alone else "none", _named(alone))
    return Step(SetupStep.OWNERS, DONE, "owned")


def _ladder(profile: Profile) -> Step:
    there = {person.role for person in profile.people}
    if not profile.rungs:
        return Step(SetupStep.LADDER, TO_DO, "nobody_told")
    if {rung.role for rung in profile.rungs} - there:
        return Step(SetupStep.LADDER, TO_DO, "others_told")
    return Step(SetupStep.LADDER, DONE, "told")


def _register(profile: Profile) -> Step:
    missing = gaps.missing(profile.register, [system.slug for system in profile.systems])
    if missing or not profile.systems:
        return Step(SetupStep.REGISTER, TO_DO, "gaps" if missing else "none", str(len(missing)))
    return Step(SetupStep.REGISTER, DONE, "complete")


async def _members(session: AsyncSession) -> Step:
    active = [one for one in await members.all_members(session) if one.deactivated_at is None]
    if any(one.role in READERS and one.last_seen_at for one in active):
        return Step(SetupStep.MEMBERS, DONE, "signed_in")
    invited = any(one.role in READERS for one in active)
    return Step(SetupStep.MEMBERS, TO_DO, "invited" if invited else "nobody")


def _form(office: Office, profile: Profile) -> Step:
    address = f"{office.settings.public_url}/r/{profile.slug}"
    own = urlsplit(address).hostname in OWN_MACHINE
    return Step(SetupStep.FORM, TO_DO if own else DONE, "own_machine" if own else "reachable", address)


async def _test(session: AsyncSession) -> Step:
    case = await setup.newest_trial(session)
    if case is None:
        return Step(SetupStep.TEST, TO_DO, "untried")
    if case.state is State.CLOSED:
        return Step(SetupStep.TEST, DONE, "went_through", case.reference)
    written = await answers.letters_of(session, case.id)
    acknowledged = [one.state for one in written if one.letter is Letter.ACKNOWLEDGEMENT]
    if any(state in _STUCK for state in acknowledged):
        return Step(SetupStep.TEST, WRONG, "letter_stuck", case.reference)
    if acknowledged and LetterState.SENT not in acknowledged:
        return Step(SetupStep.TEST, TO_DO, "letter_waits", case.reference)
    return Step(SetupStep.TEST, DONE, "under_way", case.reference)


def _named(names: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(names))
