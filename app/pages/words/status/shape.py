"""What the page of one case says to its person."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.pages.words.shapes import Count
from app.vocabulary import CorrectionDecision, ExtractKind, Outcome, State


@dataclass(frozen=True, kw_only=True)
class Words:
    """The words of the status page; braces are filled in by name."""

    title: str
    at: str  # {organisation}
    reference: str
    asked: str
    received: str
    done: Mapping[str, str]  # what has just been done, by name
    troubles: Mapping[str, str]  # what could not be done, by name
    now: Mapping[State, str]
    outcomes: Mapping[Outcome, str]
    due: str
    days_left: Count
    due_today: str
    due_bar: str
    late: str
    late_lead: str  # {day}
    why: str
    extended: str
    progress: str
    stages: Mapping[str, str]
    stage_state: Mapping[str, str]  # done, now, waiting
    stage_on: Mapping[str, str]  # done, now: {day}
    need: str
    question: str
    answer_question: str
    identity: str
    identity_lead: str  # {hint}
    identity_other: str
    identity_by_hand: str
    send_code: str
    send_again: str
    have_code: str
    code: str
    code_hint: str
    confirm: str
    unlock: str
    unlock_lead: str  # {hint}
    unlock_by_hand: str
    locked: str
    answer: str
    from_handler: str
    refusal: str
    extract: Mapping[ExtractKind, str]
    made: str  # {version} {day}
    until: str  # {day}
    gone: str
    download: str  # {size}
    downloaded: Count
    keep_safe: str
    read: str
    read_lead: str
    read_systems: str
    read_about: str
    withheld: str  # {count} {collection}
    back: str
    back_systems: str
    back_records: str
    records: Count
    records_page: str  # {number} {pages}
    record_file: str  # {name}
    pages: str
    earlier: str
    later: str
    wrong_lead: str
    is_wrong: str  # {label}
    wrong_next: str
    wrong_title: str
    wrong_means: str
    should_be: str  # {label}
    wrong_send: str
    claimed: str
    claimed_lead: str
    claimed_case: str
    claimed_open: str
    corrections: str
    before: str
    after: str
    decisions: Mapping[CorrectionDecision, str]
    undecided: str
    verified: str
    reason: str
    messages: str
    messages_none: str
    titles: Mapping[str, str]  # of a letter or a channel
    by: Mapping[str, str]  # in: the person wrote; out: we wrote
    write: str
    write_hint: str
    attach: str
    attach_hint: str  # {most} {size}
    attached: str
    file_gone: str
    send: str
    rights: str
    rights_lead: str
    rights_list: tuple[str, ...]
    rights_how: str
    complain: str
    complain_lead: str
    complain_authority: str  # {authority}
    complain_court: str  # {court}
    withdraw: str
    withdraw_lead: str
    withdraw_open: str
    withdraw_sure: str
    withdraw_means: str
    withdraw_yes: str
    withdraw_no: str
