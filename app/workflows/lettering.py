"""What each letter says about its case, taken from the rows as they stand."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from app.law import grounds
from app.law.authorities import AUTHORITIES
from app.letters import LetterFacts, letter_language
from app.models.case import Pause
from app.office import CaseFile
from app.queries import answers, cases
from app.vocabulary import Letter, Outcome, PauseKind, Right
from app.workflows.timing import counted_unextended, legal_pauses

_QUESTIONS = {Letter.IDENTITY_REQUEST: PauseKind.IDENTITY, Letter.CLARIFICATION: PauseKind.CLARIFICATION}


def plain_facts(file: CaseFile) -> LetterFacts:
    """Give what every letter of a case may say."""
    case, profile = file.case, file.profile
    public = AUTHORITIES[profile.country]
    return LetterFacts(
        organisation_name=profile.name,
        reference=case.reference,
        contact_email=profile.contact.email,
        contact_phone=profile.contact.phone or None,
        person_name=file.person_name or None,
        received_on=profile.working_calendar.local_day(case.received_at),
        due_on=case.effective_due,
        rights=tuple(Right(right) for right in case.rights),
        authority=public.name.say(letter_language(case.language)),
        authority_url=public.website,
        court=public.court.say(letter_language(case.language)),
    )


async def facts_of_letter(session: AsyncSession, file: CaseFile, letter: Letter, at: datetime) -> LetterFacts:
    """Give what a letter to the person says."""
    facts = plain_facts(file)
    match letter:
        case Letter.IDENTITY_REQUEST | Letter.CLARIFICATION:
            return _asking(file, facts, await cases.pauses_of(session, file.case.id), _QUESTIONS[letter])
        case Letter.EXTENSION:
            return _extending(file, facts, await cases.pauses_of(session, file.case.id), at)
        case Letter.REFUSAL:
            return _refusing(file, facts)
        case Letter.ANSWER_READY | Letter.FRESH_EXTRACT:
            made = await answers.extracts_of(session, file.case.id)
            expires = made[-1].expires_at if made else at
            return replace(facts, expires_on=file.profile.working_calendar.local_day(expires))
        case Letter.CLOSED:
            return await _closing(session, file, facts)
        case _:
            return facts


def _asking(file: CaseFile, facts: LetterFacts, pauses: Sequence[Pause], kind: PauseKind) -> LetterFacts:
    pause = next(pause for pause in reversed(pauses) if pause.kind is kind)
    counted = next(iter(legal_pauses(file.case, [pause], file.profile)))
    return replace(
        facts,
        question=file.seal.open("pauses", "question", pause.id, pause.question),
        reasons=file.seal.open("pauses", "doubt", pause.id, pause.doubt) if pause.doubt else None,
        clock_pauses=counted.credited,
    )


def _extending(file: CaseFile, facts: LetterFacts, pauses: Sequence[Pause], at: datetime) -> LetterFacts:
    case = file.case
    before = counted_unextended(case, pauses, file.profile, case.extended_at or at)
    explained = case.extension_explanation
    return replace(
        facts,
        due_on=case.legal_due,
        extended_from=before.effective_due,
        extension_reason=case.extension_reason,
        reasons=file.seal.open("cases", "extension_explanation", case.id, explained) if explained else None,
    )


def _refusing(file: CaseFile, facts: LetterFacts) -> LetterFacts:
    ground, language = file.case.refusal_ground, letter_language(file.case.language)
    cited = grounds.sources(ground, file.profile.country, language) if ground else ()
    return replace(facts, ground=ground, sources=cited, facts=file.answer)


async def _closing(session: AsyncSession, file: CaseFile, facts: LetterFacts) -> LetterFacts:
    case = file.case
    told = replace(facts, outcome=case.outcome)
    if case.outcome is Outcome.DUPLICATE and case.parent_id:
        return replace(told, earlier_reference=(await cases.get_case(session, case.parent_id)).reference)
    if case.outcome is Outcome.FORWARDED:
        return replace(told, forwarded_to=await cases.forwarded_to(session, case.id))
    return told
