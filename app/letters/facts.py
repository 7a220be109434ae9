"""The plain values a letter is written from."""

from dataclasses import dataclass
from datetime import date

from app.vocabulary import ExtensionReason, Outcome, RefusalGround, Right, Role, Verb


@dataclass(frozen=True, kw_only=True)
class LetterFacts:
    """Everything a letter may say; each template takes what it needs and refuses to be written without it.

    Dates are local dates of the controller. Texts (`message`, `reasons`, `question`, `facts`, `sources`,
    `court`, `missing`, `categories`, `system_name`) are given in the reader's language and shown literally.
    No identity number, address or finding ever belongs here.
    """

    organisation_name: str
    reference: str
    contact_email: str | None = None
    contact_phone: str | None = None
    person_name: str | None = None

    received_on: date | None = None
    due_on: date | None = None
    extended_from: date | None = None  # the due date before the extension
    expires_on: date | None = None  # the last day a download works
    overdue: bool = False  # the due date has passed
    clock_pauses: bool = True  # False when the question came too late to stop the clock

    rights: tuple[Right, ...] = ()
    link: str | None = None  # http(s); the only address that becomes the button
    code: str | None = None  # six digits

    message: str | None = None  # what a handler wrote, in their own words
    question: str | None = None
    reasons: str | None = None
    extension_reason: ExtensionReason | None = None

    ground: RefusalGround | None = None
    sources: tuple[str, ...] = ()  # the provisions behind the ground: app.law.grounds.sources
    facts: str | None = None
    partial: bool = False  # only a part is refused

    authority: str | None = None
    authority_url: str | None = None
    court: str | None = None  # in the sentence's form: "tingsrätten", "the district court"

    outcome: Outcome | None = None
    forwarded_to: str | None = None  # the controller a request was passed on to
    earlier_reference: str | None = None  # the case a duplicate repeats

    role: Role | None = None  # what a colleague is invited to be
    invited_by: str | None = None  # the colleague who did, if an answer reaches them
    system_name: str | None = None
    verb: Verb | None = None
    categories: tuple[str, ...] = ()  # kinds of data, never the data: "e-postadress"
    missing: tuple[str, ...] = ()
