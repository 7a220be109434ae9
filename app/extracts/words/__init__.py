"""The fixed words of an extract: one set a language, every language the same set."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.extracts.content import Kind


@dataclass(frozen=True, kw_only=True)
class Words:
    """The words of the documents; braces are filled in by name."""

    title: Mapping[Kind, str]
    lead: Mapping[Kind, str]  # {organisation} {received} {as_of}
    about: str  # {person}
    person: str
    reference: str
    received: str
    as_of: str
    made: str
    version: str
    extent: str
    extent_value: str  # {items} {systems}
    contact: str
    summary: str
    system: str
    outcome: str
    items: str
    withheld_count: str
    contents: str
    information: str
    data: str
    nothing: str
    number: str
    field: str
    value: str
    collection: str
    ref: str
    purpose: str
    file: str
    blacked_out: str
    blacked_out_why: str
    blacked_out_note: str
    withheld: str
    withheld_note: str
    count: str
    reason: str
    source: str
    corrections: str
    before: str
    after: str
    result: str
    kept: str
    kept_what: str
    statute: str
    keep_until: str
    keep_open: str
    complain: str
    complain_first: str  # {organisation}
    complain_authority: str  # {authority}
    complain_court: str
    page: str
    of: str
    shortened: str  # {shown} {items}
    first: str  # {shown} {items}
    cut: str  # {count}
    inside: str
    spelled: str
    unsure: str
    instant: str  # {day} {hour}
    yes: str
    no: str
    empty: str
    readme: str  # the name of the file that explains the package
    readme_intro: str  # {person} {organisation} {reference}
    readme_contents: str
    readme_files: Mapping[str, str]  # pdf, html, json, csv, files
    readme_keep: str


@dataclass(frozen=True, kw_only=True)
class Sentences:
    """The sentences of the information that goes with the data (Art. 15)."""

    article: Mapping[str, str]  # by block
    heading: Mapping[str, str]  # by block
    intro: Mapping[str, str]  # by block
    system: str
    purposes: str
    categories: str
    recipient: str
    country: str
    reason: str
    period: str
    origin: str
    logic: str
    consequences: str
    safeguard: str
    place: str
    no_recipients: str
    rights: tuple[str, ...]
    complaint: str  # {authority}
    court: str
    automated_none: str
