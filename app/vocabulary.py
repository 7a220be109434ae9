"""The words of the house: the same in code, database, API, pages and letters."""

from enum import IntEnum, StrEnum


class Right(StrEnum):
    """What a person may ask for (GDPR chapter III, and what Nordic practice adds)."""

    ACCESS = "access"
    RECTIFICATION = "rectification"
    ERASURE = "erasure"
    RESTRICTION = "restriction"
    PORTABILITY = "portability"
    OBJECTION = "objection"
    MARKETING_OBJECTION = "marketing_objection"
    CONSENT_WITHDRAWAL = "consent_withdrawal"
    COMPLAINT = "complaint"
    AUTOMATED_DECISION_REVIEW = "automated_decision_review"
    INFORMATION_REQUEST = "information_request"
    APPLICANT_LIST_EXEMPTION = "applicant_list_exemption"


class State(StrEnum):
    """Where a case stands."""

    RECEIVED = "received"
    TRIAGE = "triage"
    VERIFYING = "verifying"
    CLARIFYING = "clarifying"
    COLLECTING = "collecting"
    DECIDING = "deciding"
    ACTING = "acting"
    REVIEWING = "reviewing"
    ANSWERED = "answered"
    CLOSED = "closed"


class Outcome(StrEnum):
    """How a closed case ended."""

    FULFILLED = "fulfilled"
    PARTLY_FULFILLED = "partly_fulfilled"
    REFUSED = "refused"
    NOTHING_HELD = "nothing_held"
    IDENTITY_NOT_CONFIRMED = "identity_not_confirmed"
    WITHDRAWN = "withdrawn"
    DUPLICATE = "duplicate"
    NOT_A_REQUEST = "not_a_request"
    FORWARDED = "forwarded"


class Event(StrEnum):
    """What can happen to a case."""

    BEGIN = "begin"
    ACCEPT = "accept"
    DISMISS = "dismiss"
    MARK_DUPLICATE = "mark_duplicate"
    FORWARD = "forward"
    REQUEST_IDENTITY = "request_identity"
    CONFIRM_IDENTITY = "confirm_identity"
    CLOSE_UNIDENTIFIED = "close_unidentified"
    ASK_CLARIFICATION = "ask_clarification"
    CLARIFIED = "clarified"
    COLLECTED = "collected"
    DECIDE = "decide"
    ACTED = "acted"
    COLLECT_AGAIN = "collect_again"
    APPROVE = "approve"
    REFUSE = "refuse"
    EXTEND = "extend"
    WITHDRAW = "withdraw"
    CONTINUE = "continue"
    CLOSE = "close"
    ASSIGN = "assign"
    NOTE = "note"
    CLAIM_CORRECTION = "claim_correction"
    DECIDE_CORRECTION = "decide_correction"
    DECIDE_ITEMS = "decide_items"
    REVIEW_ITEMS = "review_items"
    SETTLE_TASK = "settle_task"
    RETRY_TASK = "retry_task"
    SEND_LINK = "send_link"
    REVOKE_EXTRACT = "revoke_extract"
    REISSUE_EXTRACT = "reissue_extract"
    RESEND_ANSWER = "resend_answer"
    HAND_OVER = "hand_over"
    WRITE = "write"
    RECALL_LETTER = "recall_letter"
    REMIND_OWNER = "remind_owner"


class Tone(StrEnum):
    """How much an action weighs: the one a case waits for, most, or what cannot be made good."""

    PRIMARY = "primary"
    PLAIN = "plain"
    DANGER = "danger"


class Happening(StrEnum):
    """What the history also tells, though it moves no case."""

    OPENED = "opened"
    MESSAGE_RECEIVED = "message_received"
    FILES_ADDED = "files_added"
    CONTACT_LOCATED = "contact_located"
    CODE_SENT = "code_sent"
    CODE_REFUSED = "code_refused"
    LINK_OPENED = "link_opened"
    TASK_SETTLED = "task_settled"
    TASK_FAILED = "task_failed"
    EXTRACT_MADE = "extract_made"
    EXTRACT_DOWNLOADED = "extract_downloaded"
    EXTRACT_VIEWED = "extract_viewed"
    LINK_ASKED = "link_asked"
    LETTER_SENT = "letter_sent"
    LETTER_FAILED = "letter_failed"
    LETTER_DELAYED = "letter_delayed"
    LETTER_BOUNCED = "letter_bounced"
    ESCALATED = "escalated"
    TASK_LETTER_BOUNCED = "task_letter_bounced"
    IDENTITY_FILES_DELETED = "identity_files_deleted"
    COPIES_PURGED = "copies_purged"
    CASE_FORGOTTEN = "case_forgotten"
    CASE_HELD = "case_held"
    CASE_RELEASED = "case_released"


class Erased(StrEnum):
    """What of our own was erased, as the list of it says."""

    CASE = "case"
    COPIES = "copies"
    PACKAGE = "package"


class ForgetReason(StrEnum):
    """Why a case is forgotten."""

    RETENTION = "retention"
    ERASURE = "erasure"
    ORDER = "order"
    MISTAKE = "mistake"


class HoldReason(StrEnum):
    """Why a case is held, so that nothing of it is erased."""

    COMPLAINT = "complaint"
    COURT = "court"
    AUTHORITY = "authority"


class Work(StrEnum):
    """The kinds of work a plan is made of."""

    COLLECT = "collect"
    DECIDE = "decide"
    ACT = "act"
    PROVE = "prove"
    NOTIFY = "notify"
    REVIEW = "review"
    ANSWER = "answer"


class Verb(StrEnum):
    """What a system of record is asked to do."""

    EXPORT = "export"
    RECTIFY = "rectify"
    ERASE = "erase"
    RESTRICT = "restrict"
    SUPPRESS = "suppress"
    NOTIFY = "notify"


class TaskState(StrEnum):
    """How far one system has come with one verb; the last five are the five normal outcomes."""

    OPEN = "open"
    FAILED = "failed"
    PENDING = "pending"
    MANUAL = "manual"
    DONE = "done"
    PARTIAL = "partial"
    REFUSED = "refused"


class ExtractKind(StrEnum):
    """What a package is: an answer, a fresh answer after a correction, or a report of an erasure."""

    ACCESS = "access"
    FRESH = "fresh"
    PORTABILITY = "portability"
    ERASURE = "erasure"


class CorrectionKind(StrEnum):
    """What is wrong with a value (Art. 16): wrong, misleading, or not complete."""

    WRONG = "wrong"
    MISLEADING = "misleading"
    INCOMPLETE = "incomplete"


class CorrectionDecision(StrEnum):
    """What was decided about a claimed correction."""

    ACCEPT = "accept"
    DECLINE = "decline"


class PauseKind(StrEnum):
    """The only two questions that may stop the clock (Recitals 63 and 64)."""

    IDENTITY = "identity"
    CLARIFICATION = "clarification"


class Audience(StrEnum):
    """Who a token lets in, and where."""

    API = "api"
    STATUS = "status"
    TASK = "task"
    SESSION = "session"
    CONSOLE = "console"


class CodePurpose(StrEnum):
    """What a one-time code opens."""

    IDENTITY = "identity"
    DOWNLOAD = "download"


class Certainty(StrEnum):
    """How sure a match is; a mention is never erased or exported without a person looking."""

    EXACT = "exact"
    PROBABLE = "probable"
    MENTION = "mention"


class Review(StrEnum):
    """What a handler decided about one item of an answer."""

    INCLUDE = "include"
    WITHHOLD = "withhold"
    REDACT = "redact"


class Disposal(StrEnum):
    """What a handler decided about one finding of an erasure (Art. 17(1), 17(3))."""

    ERASE = "erase"
    RETAIN = "retain"


class IdentityLevel(IntEnum):
    """How well a person is known: 0 not, 1 a contact on file, 2 two signs, 3 substantial, 4 high."""

    NONE = 0
    CONTACT_ON_FILE = 1
    TWO_SIGNS = 2
    SUBSTANTIAL = 3
    HIGH = 4


class IdentityMethod(StrEnum):
    """How a person was identified."""

    EMAIL_CODE = "email_code"
    CALL_BACK = "call_back"
    LETTER = "letter"
    IN_PERSON = "in_person"


class IdentKind(StrEnum):
    """Kinds of identifiers systems are searched by."""

    EMAIL = "email"
    PHONE = "phone"
    NAME = "name"
    BIRTH_DATE = "birth_date"
    NATIONAL_ID = "national_id"
    ACCOUNT = "account"


class Channel(StrEnum):
    """How a request reached the controller."""

    EMAIL = "email"
    FORM = "form"
    PHONE = "phone"
    DESK = "desk"
    LETTER = "letter"
    API = "api"


class Language(StrEnum):
    """Languages people are answered in."""

    SV = "sv"
    NB = "nb"
    NN = "nn"
    DA = "da"
    FI = "fi"
    EN = "en"


class Country(StrEnum):
    """Where a controller is established; decides holidays, authority and statutes."""

    SE = "SE"
    NO = "NO"
    DK = "DK"
    FI = "FI"


class Letter(StrEnum):
    """Every letter the house can write; each has a folder in emails/."""

    ACKNOWLEDGEMENT = "acknowledgement"
    IDENTITY_REQUEST = "identity_request"
    ONE_TIME_CODE = "one_time_code"
    CLARIFICATION = "clarification"
    EXTENSION = "extension"
    ANSWER_READY = "answer_ready"
    FRESH_EXTRACT = "fresh_extract"
    REFUSAL = "refusal"
    CLOSED = "closed"
    TASK = "task"
    REMINDER = "reminder"
    ESCALATION = "escalation"
    RECIPIENT_NOTICE = "recipient_notice"
    MESSAGE = "message"
    NEW_LINK = "new_link"
    INVITATION = "invitation"


class View(StrEnum):
    """A part of the work list with a tab of its own."""

    MINE = "mine"
    UNASSIGNED = "unassigned"
    SOON = "soon"
    LATE = "late"
    WAITING = "waiting"
    TRIAGE = "triage"
    SUSPECT = "suspect"
    QUARANTINE = "quarantine"
    OPEN = "open"
    CLOSED = "closed"


class StepState(StrEnum):
    """Where a step of a case stands."""

    DONE = "done"
    NOW = "now"
    WAITING = "waiting"


class Doing(StrEnum):
    """What somebody does at a case."""

    LOOKING = "looking"
    REPLYING = "replying"
    LEFT = "left"


class Pressure(StrEnum):
    """How much the due date of a case presses."""

    LATE = "late"
    RED = "red"
    AMBER = "amber"
    CALM = "calm"
    WAITING = "waiting"
    DONE = "done"


class Role(StrEnum):
    """What a caller may be; an administrator sets up who and what, and reads no case."""

    INBOX = "inbox"
    HANDLER = "handler"
    LEAD = "lead"
    DPO = "dpo"
    ADMINISTRATOR = "administrator"


class ActorKind(StrEnum):
    """Who did something, as the history tells it."""

    SYSTEM = "system"
    SUBJECT = "subject"
    OWNER = "owner"
    INBOX = "inbox"
    HANDLER = "handler"
    LEAD = "lead"
    DPO = "dpo"
    ADMINISTRATOR = "administrator"


class MessageState(StrEnum):
    """The one visible place every message is in."""

    STORED = "stored"
    CASE = "case"
    TRIAGE = "triage"
    AUTOMATED = "automated"
    QUARANTINE = "quarantine"
    DISMISSED = "dismissed"


class Scan(StrEnum):
    """What a search for malware found in a message; `unscanned` is never as good as `clean`."""

    CLEAN = "clean"
    FOUND = "found"
    UNSCANNED = "unscanned"


class LetterState(StrEnum):
    """How far an outgoing letter has come."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    BOUNCED = "bounced"
    RECALLED = "recalled"


class ExtensionReason(StrEnum):
    """Why two months more may be taken (Art. 12(3)); workload or holidays are not among them."""

    COMPLEXITY = "complexity"
    NUMBER_OF_REQUESTS = "number_of_requests"
    COMPLEXITY_AND_NUMBER = "complexity_and_number"


class RefusalGround(StrEnum):
    """Why a request may be refused, wholly or in part."""

    MANIFESTLY_UNFOUNDED = "manifestly_unfounded"
    EXCESSIVE = "excessive"
    CANNOT_IDENTIFY = "cannot_identify"
    RIGHTS_OF_OTHERS = "rights_of_others"
    LEGAL_OBLIGATION = "legal_obligation"
    LEGAL_CLAIMS = "legal_claims"
    SECRECY = "secrecy"
    DRAFT_OR_NOTE = "draft_or_note"
    ACCURATE = "accurate"
    NOT_APPLICABLE = "not_applicable"


class Section(StrEnum):
    """The parts of an organisation's profile that are set one by one."""

    ORGANISATION = "organisation"
    PUBLIC_FORM = "public_form"
    INBOXES = "inboxes"
    PEOPLE = "people"
    LADDER = "ladder"
    IDENTITY = "identity"
    SYSTEMS = "systems"
    RECIPIENTS = "recipients"
    REGISTER = "register"
    CALENDAR = "calendar"
    MAIL_AND_FILES = "mail_and_files"
    LETTERS = "letters"
    SIGN_IN = "sign_in"


class RungTime(StrEnum):
    """When somebody is told of a due date."""

    BEFORE = "before"
    DUE = "due"
    LATE = "late"


class SystemKind(StrEnum):
    """How a system of record is reached."""

    MANUAL = "manual"
    SQL = "sql"
    REST = "rest"
    OWN = "own"
    """By a definition of the operator's own."""


class PushProvider(StrEnum):
    """Who posts mail to us."""

    MAILGUN = "mailgun"
    POSTMARK = "postmark"
    SENDGRID = "sendgrid"
    SES = "ses"


class SetupStep(StrEnum):
    """What an organisation needs before it takes requests, in order."""

    CONTACT = "contact"
    INBOX = "inbox"
    MAIL = "mail"
    SYSTEMS = "systems"
    OWNERS = "owners"
    LADDER = "ladder"
    REGISTER = "register"
    MEMBERS = "members"
    FORM = "form"
    TEST = "test"


class SetupState(StrEnum):
    """How a step of setting up stands."""

    DONE = "done"
    TO_DO = "to_do"
    WRONG = "wrong"
