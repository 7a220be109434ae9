"""The document every readable format shows: one answer as headings, sentences and tables."""

from dataclasses import dataclass

from app.extracts.content import Block, Content, Item, Section, Table
from app.extracts.language import day, instant, spoken, words_of
from app.extracts.paths import document_path
from app.extracts.survey import Survey, Surveyed
from app.extracts.values import shown
from app.extracts.words import Words


@dataclass(frozen=True)
class Row:
    """One field of an item; `ground` says why parts of it are blacked out."""

    label: str
    value: str
    blacked_out: bool
    ground: str


@dataclass(frozen=True)
class Entry:
    """One item as it is shown: its number in the system, a heading, what it is, its document and fields."""

    number: int
    heading: str
    facts: tuple[tuple[str, str], ...]
    file: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Part:
    """One system as it is shown, but for its items."""

    heading: str
    outcome: str
    items: int
    withheld: Table | None


@dataclass(frozen=True)
class Document:
    """Everything that is shown but the items."""

    language: str
    title: str
    about: str
    organisation: str
    contact: tuple[str, ...]
    reference: str
    made: str
    lead: str
    facts: tuple[tuple[str, str], ...]
    summary: Table
    corrections: Table | None
    kept: Table | None
    blocks: tuple[Block, ...]
    parts: tuple[Part, ...]
    small_notes: tuple[str, ...]
    complain: tuple[str, ...]


def document_of(content: Content, survey: Survey) -> Document:
    """The document of an answer, in the person's language."""
    words = words_of(content.language)
    received = day(content.received_on, content.language)
    return Document(
        language=spoken(content.language),
        title=words.title[content.kind],
        about=words.about.format(person=content.person_name),
        organisation=content.organisation_name,
        contact=tuple(line for line in content.organisation_contact.split("\n") if line.strip()),
        reference=content.reference,
        made=instant(content.made_at, content.language, content.zone),
        lead=words.lead[content.kind].format(received=received, organisation=content.organisation_name),
        facts=_facts(content, survey, words, received),
        summary=_summary(content, survey, words),
        corrections=_corrections(content, words),
        kept=_kept(content, words),
        blocks=content.blocks,
        parts=_parts(content, survey, words),
        small_notes=(words.blacked_out_note,) if survey.redacted else (),
        complain=_complaint(content, words),
    )


def _facts(content: Content, survey: Survey, words: Words, received: str) -> tuple[tuple[str, str], ...]:
    extent = words.extent_value.format(items=survey.items, systems=len(content.sections))
    return (
        (words.person, content.person_name),
        (words.reference, content.reference),
        (words.received, received),
        (words.as_of, instant(content.data_as_of, content.language, content.zone)),
        (words.made, instant(content.made_at, content.language, content.zone)),
        (words.version, str(content.version)),
        (words.extent, extent),
    )


def _summary(content: Content, survey: Survey, words: Words) -> Table:
    rows = (
        (section.name, section.outcome, str(counts.items), str(sum(w.count for w in section.withheld)))
        for section, counts in zip(content.sections, survey.sections, strict=True)
    )
    return Table((words.system, words.outcome, words.items, words.withheld_count), tuple(rows))


def _corrections(content: Content, words: Words) -> Table | None:
    rows = tuple((f"{c.field}\n{c.system}", c.old, c.new, c.outcome) for c in content.corrections)
    return Table((words.field, words.before, words.after, words.result), rows) if rows else None


def _kept(content: Content, words: Words) -> Table | None:
    rows = tuple(
        (k.system, k.what, k.ground, k.statute,
         day(k.keep_until, content.language) if k.keep_until else words.keep_open)
        for k in content.kept
    )  # fmt: skip
    columns = (words.system, words.kept_what, words.reason, words.statute, words.keep_until)
    return Table(columns, rows) if rows else None


def _parts(content: Content, survey: Survey, words: Words) -> tuple[Part, ...]:
    parts = tuple(_part(*pair, words) for pair in zip(content.sections, survey.sections, strict=True))
    # Without anything to show the summary has said it all.
    return parts if any(part.items or part.withheld for part in parts) else ()


def _part(section: Section, counts: Surveyed, words: Words) -> Part:
    rows = tuple((w.collection, str(w.count), w.ground, w.source) for w in section.withheld)
    columns = (words.collection, words.count, words.reason, words.source)
    return Part(section.name, section.outcome, counts.items, Table(columns, rows) if rows else None)


def _complaint(content: Content, words: Words) -> tuple[str, ...]:
    return (
        words.complain_first.format(organisation=content.organisation_name),
        words.complain_authority.format(authority=content.authority.name),
        *content.authority.contacts,
        words.complain_court,
    )


def entry_of(item: Item, number: int, words: Words) -> Entry:
    """An item as it is shown."""
    facts = (
        (words.collection, item.collection),
        (words.ref, item.ref),
        (words.purpose, item.purpose),
    )
    return Entry(
        number=number,
        heading=item.label or item.ref or item.collection,
        facts=tuple((name, text) for name, text in facts if text),
        file=document_path(item.system, number, item.file.name) if item.file else "",
        rows=tuple(_row(item, name, words) for name in item.fields),
    )


def _row(item: Item, name: str, words: Words) -> Row:
    return Row(
        label=item.field_labels.get(name, name),
        value=shown(item.fields[name], words, item.field_labels, name),
        blacked_out=name in item.redacted,
        ground=item.redaction_grounds.get(name, ""),
    )
