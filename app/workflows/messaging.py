"""Letters a handler writes in their own words: what is looked at before, and how one is taken back."""

from typing import Any, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.errors import ActionNotPossible, FieldError, InvalidInput
from app.extracts.suggest import has_identity_number
from app.law.words import Words
from app.letters.unfilled import unfilled
from app.models.answering import Write
from app.office import CaseFile
from app.queries import answers
from app.vocabulary import Language, LetterState
from app.workflows.gather import is_held

_UNFILLED: Final = Words(
    sv="Fyll i det som står öppet: {places}.",
    nb="Fyll ut det som står åpent: {places}.",
    nn="Fyll ut det som står ope: {places}.",
    en="Fill in what was left open: {places}.",
)
NUMBER_IN_LETTER: Final = Words(
    sv="Texten ser ut att innehålla ett personnummer. E-post är ingen säker plats för det. Ta bort det, "
    "eller bekräfta att det ska stå kvar.",
    nb="Teksten ser ut til å inneholde et fødselsnummer. E-post er ikke et trygt sted for det. Ta det "
    "bort, eller bekreft at det skal stå.",
    nn="Teksten ser ut til å innehalde eit fødselsnummer. E-post er ikkje ein trygg stad for det. Ta det "
    "bort, eller stadfest at det skal stå.",
    en="The text seems to hold an identity number. E-mail is not a safe place for one. Take it out, or "
    "confirm that it is to stay.",
)
_GONE: Final = Words(
    sv="Brevet har redan skickats. Det går inte att ångra.",
    nb="Brevet er allerede sendt. Det kan ikke angres.",
    nn="Brevet er alt sendt. Det kan ikkje angrast.",
    en="The letter has left already; it cannot be taken back.",
)

_TAKEN_BACK: Final = Words(
    sv="Brevet är redan ångrat och har inte skickats.",
    nb="Brevet er allerede angret og er ikke sendt.",
    nn="Brevet er alt angra og er ikkje sendt.",
    en="The letter was taken back already, and has not left.",
)


def check(given: Write, language: Language) -> None:
    """Let no letter leave with an open place, nor with an identity number nobody has confirmed.

    Raises InvalidInput with the sentence in a language.
    """
    if places := unfilled(given.text):
        raise _wrong("text", _UNFILLED.filled(places=", ".join(dict.fromkeys(places))).say(language))
    if not given.confirm and has_identity_number(given.text):
        raise _wrong("confirm", NUMBER_IN_LETTER.say(language))


async def to_recall(session: AsyncSession, file: CaseFile, letter_id: UUID) -> dict[str, Any]:
    """Hold a letter that is to be taken back. Raises NotFound, ActionNotPossible once it is on its way."""
    letter = await answers.lock_letter(session, letter_id, case_id=file.case.id)
    if not is_held(letter):
        why = _TAKEN_BACK if letter.state is LetterState.RECALLED else _GONE
        raise ActionNotPossible(why.say(file.profile.language))
    return {"letter": letter.letter.value, "id": str(letter.id)}


async def recall(session: AsyncSession, file: CaseFile, letter_id: UUID) -> None:
    """Take a letter back that was held so; whoever is to send it finds it recalled."""
    letter = await answers.lock_letter(session, letter_id, case_id=file.case.id)
    letter.state = LetterState.RECALLED


def _wrong(path: str, sentence: str) -> InvalidInput:
    return InvalidInput(sentence, fields=[FieldError(path, sentence)])
