"""What the rules may know about a case: plain values, gathered once, under the case's lock."""

from dataclasses import dataclass

from app.vocabulary import Letter, Work


@dataclass(frozen=True)
class Facts:
    """A case as the guards see it."""

    identified: bool
    """The person is known at least as well as the plan asks for."""
    identity_asked: bool
    """The person was told what we need to know who they are."""
    contact_known: bool
    """An address of the person is held by a system or was verified."""
    work: Work | None
    """The kind of work of the current step; None when a plan has no step there."""
    next_work: Work | None
    """The kind of work of the step after it; None at the end of the plan."""
    searched: bool
    """The systems were searched for the right that the current step belongs to."""
    tasks_open: bool
    """A system of this round has not answered."""
    undecided: bool
    """A finding or a claimed correction awaits its decision."""
    unreviewed: bool
    """An item of the answer has not been looked at."""
    blocks_missing: bool
    """Something Art. 15(1) asks for is not in the organisation's register."""
    answer_sent: bool
    """The letter of the latest answer has left."""
    extract_made: bool
    """A package was made for the latest answer."""
    fresh_extract_owed: bool
    """A correction was accepted and the extract that shows it has not been sent."""
    extended: bool
    """The time was extended once."""
    overdue: bool
    """The first legal due date has passed."""
    extendable: bool
    """Every right of the case may be extended."""
    answer_letter: Letter | None = None
    """Which letter the latest answer was written as; None before there is one."""
    answer_bounced: bool = False
    """The letter of the latest answer that left has come back."""
    notice_bounced: bool = False
    """A notice to a recipient has come back."""
    notice_owed: bool = False
    """A recipient whose notice came back has not been told in another way."""
    reachable: bool = False
    """The person has an e-mail address a letter can go to."""
    letter_held: bool = False
    """A letter a handler wrote has not left yet."""
    owner_asked: bool = False
    """The owner of a system was asked for something by hand, and has not answered."""
