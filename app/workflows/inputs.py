"""What people say with an action, written down before the rules judge the case with it."""

from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from app.errors import FieldError, InvalidInput
from app.law import extension
from app.law.grounds import available, fits
from app.models import actions as a
from app.models import decisions as d
from app.models.action import Action
from app.models.answering import HandOver, RecallLetter, ResendAnswer, RevokeExtract, Write
from app.models.columns import new_id
from app.models.note import Note
from app.office import CaseFile
from app.queries import answers, cases, credentials
from app.vocabulary import Audience, Event, PauseKind, RefusalGround
from app.workflows import corrections, hands, items, messaging, people, questions
from app.workflows.gather import rights_left
from app.workflows.history import Actor


async def record_input(  # noqa: C901, PLR0911, PLR0912, PLR0915 - one arm for each action, none nested
    session: AsyncSession, file: CaseFile, event: Event, given: Action | None, actor: Actor, at: datetime
) -> dict[str, Any]:
    """Write what was given, and give what the history may say of it (no personal data).

    Raises InvalidInput or NotFound when it makes no sense; the caller then rolls back.
    """
    match given:
        case a.Accept():
            await people.accept(session, file, given)
            return {"rights": list(file.case.rights)}
        case a.ConfirmIdentity():
            await people.confirm(session, file, given, at)
            await questions.answered(session, file, PauseKind.IDENTITY, at)
            return {
                "method": given.method.value,
                "proven": [proven.kind.value for proven in given.attributes],
            }
        case a.RequestIdentity(doubt=doubt, question=question):
            questions.ask(session, file, PauseKind.IDENTITY, question, doubt, at)
            return {}
        case a.AskClarification(question=question, reason=reason):
            questions.ask(session, file, PauseKind.CLARIFICATION, question, reason, at)
            return {}
        case a.Extend():
            return _extend(file, given, at)
        case a.Refuse():
            return _refuse(file, given)
        case a.Approve(message=message):
            file.case.answer = file.seal.close("cases", "answer", file.case.id, message)
            return {}
        case d.ClaimCorrection():
            return await corrections.claim(session, file, given, at)
        case d.DecideCorrection():
            return await corrections.decide(session, file, given, at)
        case d.DecideItems():
            return await items.dispose(session, file, given)
        case d.ReviewItems():
            return await items.review(session, file, given)
        case a.SettleTask():
            return await hands.settle_by_hand(session, file, given, actor, at)
        case a.RetryTask(task_id=task_id):
            return await hands.ask_again(session, file, task_id, at)
        case a.RemindOwner(task_id=task_id):
            return await hands.remind(session, file, task_id, at)
        case Write(text=text):
            messaging.check(given, file.profile.language)
            add_note(session, file, event, text, actor, at)
            return {}
        case RecallLetter(letter_id=letter_id):
            return await messaging.to_recall(session, file, letter_id)
        case a.MarkDuplicate(reference=reference):
            return await _duplicate(session, file, reference)
        case a.Assign(to=to):
            file.case.assignee = to
            return {}
        case RevokeExtract(extract_id=extract_id, reason=reason):
            extract = await answers.get_extract(session, file.case.id, extract_id)
            extract.revoked_at = at
            add_note(session, file, event, reason, actor, at)
            return {"extract": str(extract_id)}
        case HandOver(how=how, reason=reason):
            add_note(session, file, event, reason, actor, at)
            return {"how": how.value}
        case ResendAnswer(reason=reason):
            add_note(session, file, event, reason, actor, at)
            return await _elsewhere(session, file, given, at)
        case a.Forward(controller=controller, reason=reason):
            add_note(session, file, event, reason, actor, at)
            return {"controller": controller}
        case a.Reasoned(reason=reason):
            if event is Event.CLARIFIED:
                await questions.answered(session, file, PauseKind.CLARIFICATION, at)
            if event is Event.CLOSE_UNIDENTIFIED:
                file.case.refusal_ground = RefusalGround.CANNOT_IDENTIFY
                file.case.answer = file.seal.close("cases", "answer", file.case.id, reason)
            add_note(session, file, event, reason, actor, at)
            return {}
        case a.TakeNote(text=text):
            add_note(session, file, event, text, actor, at)
            return {}
        case _:
            if event is Event.SEND_LINK:
                # The new link is the only one: the old one may be in the wrong hands.
                await credentials.revoke(session, file.case.id, (Audience.STATUS, Audience.SESSION), at)
            return {}


def add_note(
    session: AsyncSession, file: CaseFile, event: Event, text: str, actor: Actor, at: datetime
) -> None:
    """Keep a sealed text beside the event it explains."""
    note_id = new_id(at)
    session.add(
        Note(
            id=note_id,
            organisation_id=file.case.organisation_id,
            case_id=file.case.id,
            event=event,
            author=actor.label or actor.kind.value,
            text=file.seal.close("notes", "text", note_id, text),
            at=at,
        )
    )


def _extend(file: CaseFile, given: a.Extend, at: datetime) -> dict[str, Any]:
    case = file.case
    why_not = extension.refusals(
        reason=given.reason,
        explanation=given.explanation,
        already_extended=False,  # that and the due date are the table's to judge
        first_due_instant=datetime.max.replace(tzinfo=at.tzinfo),
        at=at,
    )
    if why_not:
        fields = [FieldError("explanation", sentence) for sentence in why_not]
        raise InvalidInput(" ".join(why_not), fields=fields)
    case.extension_reason = given.reason
    case.extension_explanation = file.seal.close("cases", "extension_explanation", case.id, given.explanation)
    return {"reason": given.reason.value}


def _refuse(file: CaseFile, given: a.Refuse) -> dict[str, Any]:
    if given.ground not in available(file.profile.country):
        sentence = "the law of this country has no such ground"
        raise InvalidInput(sentence, fields=[FieldError("ground", sentence)])
    wrong = [right.value for right in rights_left(file.case) if not fits(given.ground, right)]
    if wrong:
        sentence = f"this is no ground in law to refuse {', '.join(wrong)}"
        raise InvalidInput(sentence, fields=[FieldError("ground", sentence)])
    file.case.refusal_ground = given.ground
    file.case.answer = file.seal.close("cases", "answer", file.case.id, given.facts)
    return {"ground": given.ground.value}


async def _elsewhere(
    session: AsyncSession, file: CaseFile, given: ResendAnswer, at: datetime
) -> dict[str, Any]:
    """Write to another address from now on; links and codes of the old one are of no use any more."""
    if given.email is None or given.method is None:
        return {"elsewhere": False}
    await people.move(session, file, given.email, given.method, given.reason, at)
    await credentials.revoke(session, file.case.id, (Audience.STATUS, Audience.SESSION), at)
    return {"elsewhere": True, "method": given.method.value}


async def _duplicate(session: AsyncSession, file: CaseFile, reference: str) -> dict[str, Any]:
    other = await cases.case_by_reference(session, reference)
    if other is None or other.id == file.case.id:
        sentence = "there is no other case with this reference"
        raise InvalidInput(sentence, fields=[FieldError("reference", sentence)])
    file.case.parent_id = other.id
    return {"of": reference}
