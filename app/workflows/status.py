"""What the person sees on the status page: what happened, what happens next, and when at the latest."""

from collections.abc import Sequence
from datetime import date, datetime

from app.law import grounds
from app.law.authorities import AUTHORITIES
from app.law.steps import Step, sentence
from app.office import CaseFile, Office
from app.queries.standing import Claimed, Package, Received, Sealed, Standing, standing_of
from app.vocabulary import ActorKind, Event, Letter, LetterState, Right, State
from app.workflows.fetching import downloadable
from app.workflows.gather import is_held
from app.workflows.lifecycle import TABLE
from app.workflows.machine import not_here
from app.workflows.portal import UNLOCKED, masked
from app.workflows.portrait import (
    CorrectionView,
    ExtractView,
    FileView,
    MessageView,
    OrganisationView,
    StatusView,
)
from app.workflows.stages import stages
from app.workflows.visits import Visit

# Codes and links are no part of the correspondence, and escalations are not the person's.
_SHOWN_LETTERS = frozenset(Letter) - {
    Letter.ONE_TIME_CODE,
    Letter.NEW_LINK,
    Letter.TASK,
    Letter.REMINDER,
    Letter.ESCALATION,
    Letter.INVITATION,
    Letter.RECIPIENT_NOTICE,
}


async def status(office: Office, who: Visit, at: datetime) -> StatusView:
    """Give what a visit may see of its case; reading changes nothing."""
    async with office.db.transaction(who.organisation_id) as session:
        file = await office.read_file(session, who.case_id)
        return _view(file, await standing_of(session, who.case_id), who, at)


def _view(file: CaseFile, standing: Standing, who: Visit, at: datetime) -> StatusView:
    case, profile, unlocked = file.case, file.profile, who.level >= UNLOCKED
    local, public, language = profile.working_calendar.local_day, AUTHORITIES[profile.country], case.language
    held = _opened(file, "contacts", standing.held[:1]) if case.state is State.VERIFYING else ""
    proven = _opened(file, "verified_attributes", standing.proven[-1:])
    explained = case.extension_explanation
    return StatusView(
        organisation=OrganisationView(
            profile.name, profile.contact, profile.working_calendar.zone, profile.slug
        ),
        reference=case.reference,
        language=language,
        state=case.state,
        outcome=case.outcome,
        rights=tuple(Right(right) for right in case.rights),
        received_on=local(case.received_at),
        legal_due=case.legal_due,
        promise_due=case.promise_due,
        effective_due=case.effective_due,
        extended=case.extended_at is not None,
        extension_explanation=file.seal.open("cases", "extension_explanation", case.id, explained)
        if explained and case.extended_at
        else "",
        deadline_sentences=tuple(sentence(Step.from_json(step), language) for step in case.deadline_steps),
        stages=stages(file, standing.reached),
        question=_opened(file, "pauses", standing.questions[-1:], "question"),
        can_confirm=bool(held),
        code_hint=masked(held or proven),
        identified=case.identity_level >= case.required_level,
        extracts=tuple(_extract_view(file, package, at) for package in standing.packages),
        can_unlock=bool(proven),
        unlocked=unlocked,
        corrections=_corrections(file, standing.claimed, unlocked=unlocked),
        answer=file.answer if unlocked and case.refusal_ground is None else "",
        refusal=_refusal(file),
        authority_name=public.name.say(language),
        authority_url=public.website,
        court=public.court.say(language),
        can_withdraw=not_here(TABLE, Event.WITHDRAW, case.state, ActorKind.SUBJECT) is None,
        messages=_messages(file, standing, unlocked=unlocked),
        until=min(
            [
                profile.working_calendar.end_of(local(at)),
                *(package.expires_at for package in standing.packages if package.expires_at > at),
            ]
        ),
    )


def _opened(file: CaseFile, table: str, found: Sequence[Sealed], column: str = "value") -> str:
    """Give the text of a row, if there is one."""
    return "".join(file.seal.open(table, column, row.id, row.value) for row in found)


def _extract_view(file: CaseFile, package: Package, at: datetime) -> ExtractView:
    local = file.profile.working_calendar.local_day
    return ExtractView(
        package.id,
        package.version,
        package.kind,
        local(package.made_at),
        date.fromordinal(local(package.expires_at).toordinal() - 1),
        downloadable(package, at),
        package.size,
        package.downloads,
    )


def _corrections(file: CaseFile, rows: Sequence[Claimed], *, unlocked: bool) -> tuple[CorrectionView, ...]:
    seal = file.seal
    return tuple(
        CorrectionView(
            file.profile.system_name(row.system),
            row.field,
            row.decision,
            seal.open("corrections", "reason", row.id, row.reason) if row.reason and unlocked else "",
            row.verified,
            str(seal.open_json("corrections", "old", row.id, row.old) or "") if unlocked else None,
            seal.open("corrections", "claimed", row.id, row.claimed) if unlocked else None,
        )
        for row in rows
    )


def _refusal(file: CaseFile) -> tuple[str, ...]:
    ground, language = file.case.refusal_ground, file.case.language
    if ground is None:
        return ()
    sources = grounds.sources(ground, file.profile.country, language)
    return grounds.GROUNDS[ground].sentence.say(language), "; ".join(sources), file.answer


def _messages(file: CaseFile, standing: Standing, *, unlocked: bool) -> tuple[MessageView, ...]:
    own = {note.at: note for note in standing.notes}
    written = [
        MessageView(
            letter.written_at,
            "out",
            letter.letter,
            _opened(file, "notes", [own[letter.written_at]], "text")
            if unlocked and letter.written_at in own
            else "",
        )
        for letter in standing.written
        if letter.letter in _SHOWN_LETTERS
        and letter.state is not LetterState.RECALLED
        and not is_held(letter)
    ]
    received = [_received(file, message, unlocked=unlocked) for message in standing.received]
    return tuple(sorted([*written, *received], key=lambda view: view.at))


def _received(file: CaseFile, message: Received, *, unlocked: bool) -> MessageView:
    """Give a message; what was written on a page of ours is shown with its files."""
    seal, text, files = file.seal, "", tuple[FileView, ...]()
    if unlocked and message.raw is not None:
        text = seal.open_bytes("messages", "raw", message.id, message.raw).decode()
    elif unlocked and message.details is not None:
        kept = seal.open_json("messages", "details", message.id, message.details)
        text = kept["said"]["text"] if kept["said"] else ""
        files = tuple(
            FileView(number, one["name"], one["size"], gone=kept["forgotten"] and one["paper"])
            for number, one in enumerate(kept["files"])
        )
    return MessageView(message.received_at, "in", message.channel, text, message.id, files)
