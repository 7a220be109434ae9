"""What the person sees on the status page: what happened, what happens next, and when at the latest."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from app.law import grounds
from app.law.authorities import AUTHORITIES
from app.law.steps import Step, sentence
from app.models.answer import Extract
from app.models.case import Pause
from app.office import CaseFile, Office
from app.queries import answers, cases, history, messages, notes, tasks
from app.vocabulary import (
    ActorKind,
    CodePurpose,
    Event,
    Letter,
    LetterState,
    Right,
)
from app.workflows import corrections
from app.workflows.fetching import downloadable
from app.workflows.gather import is_held
from app.workflows.lifecycle import TABLE
from app.workflows.machine import not_here
from app.workflows.portal import UNLOCKED, address_for, masked
from app.workflows.portrait import CorrectionView, ExtractView, MessageView, OrganisationView, StatusView
from app.workflows.stages import stages
from app.workflows.visits import Visit

# One-time codes are no part of the correspondence, and escalations are not the person's.
_SHOWN_LETTERS = frozenset(Letter) - {
    Letter.ONE_TIME_CODE,
    Letter.TASK,
    Letter.REMINDER,
    Letter.ESCALATION,
    Letter.RECIPIENT_NOTICE,
}


async def status(office: Office, who: Visit, at: datetime) -> StatusView:
    """Give what a visit may see of its case; reading changes nothing."""
    async with office.db.transaction(who.organisation_id) as session:
        case = await cases.get_case(session, who.case_id)
        file = await office.file(session, case)
        return await _view(session, file, who, at)


async def _view(session: AsyncSession, file: CaseFile, who: Visit, at: datetime) -> StatusView:
    case, profile, unlocked = file.case, file.profile, who.level >= UNLOCKED
    local, public, language = profile.working_calendar.local_day, AUTHORITIES[profile.country], case.language
    held = await address_for(session, file, CodePurpose.IDENTITY)
    explained = case.extension_explanation
    made = await answers.extracts_of(session, case.id)
    proven = await address_for(session, file, CodePurpose.DOWNLOAD)
    return StatusView(
        organisation=OrganisationView(profile.name, profile.contact, profile.working_calendar.zone),
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
        stages=stages(file, await history.events_of(session, case.id)),
        question=_question(file, await cases.pauses_of(session, case.id)),
        can_confirm=bool(held),
        code_hint=masked(held or proven),
        identified=case.identity_level >= case.required_level,
        extracts=tuple(_extract_view(file, extract, at) for extract in made),
        can_unlock=bool(proven),
        unlocked=unlocked,
        corrections=await _corrections(session, file, unlocked=unlocked),
        answer=file.answer if unlocked and case.refusal_ground is None else "",
        refusal=_refusal(file),
        authority_name=public.name.say(language),
        authority_url=public.website,
        court=public.court.say(language),
        can_withdraw=not_here(TABLE, Event.WITHDRAW, case.state, ActorKind.SUBJECT) is None,
        messages=await _messages(session, file, unlocked=unlocked),
        until=min(
            [
                profile.working_calendar.end_of(local(at)),
                *(extract.expires_at for extract in made if extract.expires_at > at),
            ]
        ),
    )


def _question(file: CaseFile, pauses: Sequence[Pause]) -> str:
    asked = [pause for pause in pauses if pause.answered_at is None]
    return file.seal.open("pauses", "question", asked[-1].id, asked[-1].question) if asked else ""


def _extract_view(file: CaseFile, extract: Extract, at: datetime) -> ExtractView:
    local = file.profile.working_calendar.local_day
    return ExtractView(
        extract.id,
        extract.version,
        extract.kind,
        local(extract.made_at),
        date.fromordinal(local(extract.expires_at).toordinal() - 1),
        downloadable(extract, at),
        extract.size,
        extract.downloads,
    )


async def _corrections(
    session: AsyncSession, file: CaseFile, *, unlocked: bool
) -> tuple[CorrectionView, ...]:
    return tuple(
        CorrectionView(
            file.profile.system_name(row.system),
            row.field,
            row.decision,
            file.seal.open("corrections", "reason", row.id, row.reason) if row.reason and unlocked else "",
            row.verified,
            str(corrections.old_value(file, row) or "") if unlocked else None,
            corrections.claimed_value(file, row) if unlocked else None,
        )
        for row in await tasks.corrections_of(session, file.case.id)
    )


def _refusal(file: CaseFile) -> tuple[str, ...]:
    ground, language = file.case.refusal_ground, file.case.language
    if ground is None:
        return ()
    sources = grounds.sources(ground, file.profile.country, language)
    return grounds.GROUNDS[ground].sentence.say(language), "; ".join(sources), file.answer


async def _messages(session: AsyncSession, file: CaseFile, *, unlocked: bool) -> tuple[MessageView, ...]:
    own = {
        note.at: file.seal.open("notes", "text", note.id, note.text)
        for note in await notes.notes_of(session, file.case.id)
        if note.event is Event.WRITE
    }
    written = [
        MessageView(
            letter.written_at, "out", letter.letter, own.get(letter.written_at, "") if unlocked else ""
        )
        for letter in await answers.letters_of(session, file.case.id)
        if letter.letter in _SHOWN_LETTERS
        and letter.state is not LetterState.RECALLED
        and not is_held(letter)
    ]
    received = [
        MessageView(
            message.received_at,
            "in",
            message.channel,
            file.seal.open_bytes("messages", "raw", message.id, message.raw).decode()
            if unlocked and message.source == "status"
            else "",
        )
        for message in await messages.messages_of(session, file.case.id)
    ]
    return tuple(sorted([*written, *received], key=lambda view: view.at))
