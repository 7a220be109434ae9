"""The conditions of the table, each with the sentence that refuses when it does not hold."""

from app.vocabulary import Letter, Work
from app.workflows.facts import Facts
from app.workflows.machine import Guard


def _guard(name: str, refusal: str) -> Guard:
    """A guard on one fact; a leading "not " asks that it does not hold."""
    fact = name.removeprefix("not ").replace(" ", "_")
    wanted = not name.startswith("not ")
    return Guard(name, lambda facts: bool(getattr(facts, fact)) is wanted, refusal)


IDENTIFIED = _guard("identified", "The person's identity is not confirmed at the level this request needs.")
UNIDENTIFIED = _guard("not identified", "The person's identity is confirmed already.")
IDENTITY_ASKED = _guard(
    "identity asked", "The person has not been told what we need in order to know who they are."
)
ALL_ANSWERED = _guard("not tasks open", "Some systems have not answered.")
ALL_DECIDED = _guard("not undecided", "Something found or claimed has no decision yet.")
ALL_REVIEWED = _guard("not unreviewed", "Some items have not been reviewed.")
BLOCKS_COMPLETE = _guard(
    "not blocks missing", "The organisation's register lacks something Article 15 asks for."
)
ANSWER_SENT = _guard("answer sent", "The answer has not been sent.")
ANSWER_UNSENT = _guard("not answer sent", "The answer has left already.")
ANSWER_ARRIVED = _guard(
    "not answer bounced", "The answer came back; send it again, to an address that takes it."
)
ANSWER_BOUNCED = _guard("answer bounced", "No answer of this case has come back.")
RECIPIENTS_TOLD = _guard(
    "not notice owed", "A notice to a recipient came back; tell them in another way and settle the task."
)
NOTICE_BOUNCED = _guard("notice bounced", "No notice to a recipient has come back.")
FRESH_EXTRACT_SENT = _guard(
    "not fresh extract owed", "A corrected value has not been shown to the person in a fresh extract."
)
SEARCHED = _guard("searched", "Nothing is searched for to answer this request.")
EXTRACT_MADE = _guard("extract made", "No extract was made that could be made again.")
NOT_EXTENDED = _guard("not extended", "The time has been extended once already; it cannot be again.")
NOT_OVERDUE = _guard("not overdue", "The first due date has passed; an extension must be told before it.")
EXTENDABLE = _guard("extendable", "A request of this kind cannot be extended.")


def step_is(work: Work) -> Guard:
    """The plan stands at this kind of work."""
    return Guard(
        f"the step is {work}", lambda facts: facts.work is work, f"The plan has no {work.value} here."
    )


def next_is(work: Work) -> Guard:
    """The plan goes on with this kind of work."""
    return Guard(
        f"next is {work}", lambda facts: facts.next_work is work, f"The plan has no {work.value} next."
    )


def answered_by(letter: Letter) -> Guard:
    """The latest answer was written as this letter."""
    return Guard(
        f"the answer is {letter}",
        lambda facts: facts.answer_letter is letter,
        "No answer has been written yet.",
    )


def _ended(facts: Facts) -> bool:
    return facts.next_work is None


NOTHING_LEFT = Guard("nothing left", _ended, "Another right of this case has not been answered.")
