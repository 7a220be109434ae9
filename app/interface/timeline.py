"""What happened in a case, told to whoever handles it: messages, notes, letters and history in one list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.intake import showing
from app.intake.beside import FROM_COLLEAGUE
from app.interface.dictionary import happened, named
from app.models.answer import OutgoingLetter
from app.models.audit import AuditEvent
from app.models.message import Message
from app.models.note import Note
from app.models.timeline import TimelineItem
from app.office import CaseFile, Office
from app.queries import notes, timeline
from app.queries.timeline import Entry
from app.vocabulary import ActorKind, Event, Happening, Language, Letter
from app.workflows.members import called
from app.workflows.posted import posted

LONGEST: Final = 8000
"""Letters of a text that are shown here; the message itself has the rest."""
INSIDE: Final = frozenset({Letter.TASK, Letter.REMINDER, Letter.ESCALATION, Letter.RECIPIENT_NOTICE})
"""Letters that are not to the person."""
_TELLING: Final[Mapping[str, str]] = {
    "letter": "Letter", "rights": "Right", "ground": "RefusalGround", "method": "IdentityMethod",
    "how": "Channel", "channel": "Channel", "decision": "CorrectionDecision", "disposal": "Disposal",
    "review": "Review", "verb": "Verb", "state": "TaskState", "kind": "ExtractKind", "audience": "Role",
}  # fmt: skip
"""What of an event's data is a word of the vocabulary, and of which enum."""
_AS_IT_IS: Final = ("controller", "of")


@dataclass(frozen=True)
class _Told:
    """A case, the language it is told in, and the notes that stand beside its events."""

    office: Office
    session: AsyncSession
    file: CaseFile
    language: Language
    notes: Sequence[Note]
    names: Mapping[str, str]
    """What members are called, by their labels."""

    def named(self, label: str) -> str:
        return self.names.get(label, label)

    def beside(self, event: str, at: object) -> Note | None:
        """Give what somebody wrote to go with an event."""
        return next((note for note in self.notes if note.at == at and note.event.value == event), None)

    def text_of(self, note: Note | None) -> str:
        return self.file.seal.open("notes", "text", note.id, note.text) if note else ""

    def event(self, event: AuditEvent) -> TimelineItem:
        said = self.text_of(self.beside(event.event, event.at)) if event.event != Event.WRITE else ""
        return TimelineItem(
            at=event.at,
            kind="log",
            title=happened(event.event, self.language),
            actor=self.named(event.actor) or self.who(event.actor_kind),
            text="\n".join(part for part in (self.facts(event.data), said) if part),
            message_id=None,
            letter_id=None,
            event=event.event,
            state=event.to_state,
            internal=True,
        )

    def who(self, kind: ActorKind) -> str:
        person = self.file.person_name if kind is ActorKind.SUBJECT else ""
        return person or named("ActorKind", kind.value, self.language)

    def facts(self, data: Mapping[str, Any]) -> str:
        """Give what the history noted, in words; ids and numbers of its own are left out."""
        told: list[str] = []
        for key, value in data.items():
            if key == "system":
                told.append(self.file.profile.system_name(str(value)))
            elif key == "version":
                told.append(f"v{value}")
            elif key in _AS_IT_IS:
                told.append(str(value))
            elif enum := _TELLING.get(key):
                words = cast("list[object]", value) if isinstance(value, list) else [value]
                told.extend(named(enum, str(word), self.language) for word in words)
        return " · ".join(told)

    def note(self, note: Note) -> TimelineItem:
        return TimelineItem(
            at=note.at,
            kind="note",
            title=happened(note.event.value, self.language),
            actor=self.named(note.author),
            text=self.text_of(note),
            message_id=None,
            letter_id=None,
            event=note.event.value,
            state=None,
            internal=True,
        )

    def letter(self, row: OutgoingLetter) -> TimelineItem:
        sheet, own = posted(self.file, row), self.beside(Event.WRITE, row.written_at)
        return TimelineItem(
            at=row.written_at,
            kind="letter_out",
            title=named("Letter", row.letter.value, self.language),
            actor=self.named(own.author)
            if own and row.letter is Letter.MESSAGE
            else self.who(ActorKind.SYSTEM),
            text=sheet.text[:LONGEST],
            message_id=None,
            letter_id=row.id,
            event=None,
            state=row.state.value,
            internal=row.letter in INSIDE,
        )

    async def message(self, row: Message) -> TimelineItem:
        shown = await showing.text_of(self.office, self.session, row)
        own = row.source == FROM_COLLEAGUE
        names: Mapping[str, str] = await called(self.session, self.file.desk, [shown.sender]) if own else {}
        title = (
            happened(Happening.FILES_ADDED, self.language)
            if own
            else named("Channel", row.channel, self.language)
        )
        return TimelineItem(
            at=row.received_at,
            kind="message_in",
            title=f"{title}: {shown.subject}" if shown.subject else title,
            actor=names.get(shown.sender, shown.sender) or self.who(ActorKind.SUBJECT),
            text=shown.text[:LONGEST],
            message_id=row.id,
            letter_id=None,
            event=None,
            state=row.state.value,
            internal=own,
        )


async def told(
    office: Office, session: AsyncSession, file: CaseFile, page: Sequence[Entry], language: Language
) -> list[TimelineItem]:
    """Give what stands at places of the timeline, in their order, unsealed."""
    case_id = file.case.id
    numbers = [int(entry.key) for entry in page if entry.kind == "log"]
    events = await timeline.events(session, case_id, numbers)
    written = await notes.notes_of(session, case_id)
    labels = [*(event.actor for event in events), *(note.author for note in written)]
    names = await called(session, file.desk, labels)
    teller = _Told(office, session, file, language, written, names)
    items: dict[tuple[str, str], TimelineItem] = {}
    for event in events:
        items["log", f"{event.sequence:012}"] = teller.event(event)
    for letter in await timeline.letters(session, _ids(page, "letter_out")):
        items["letter_out", str(letter.id)] = teller.letter(letter)
    for message in await timeline.messages(session, _ids(page, "message_in")):
        items["message_in", str(message.id)] = await teller.message(message)
    for note in teller.notes:
        items["note", str(note.id)] = teller.note(note)
    return [items[entry.kind, entry.key] for entry in page]


def _ids(page: Sequence[Entry], kind: str) -> list[UUID]:
    return [UUID(entry.key) for entry in page if entry.kind == kind]
