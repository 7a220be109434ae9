"""What can go wrong, each with its HTTP status and a stable code; one handler renders them.

DsarError
├── InvalidInput          422
├── NotSignedIn           401
├── NotPermitted          403
├── NotFound              404
│   └── Forgotten         410
├── ActionNotPossible     409
├── ChangedMeanwhile      412
├── TooManyAttempts       429
├── TooLarge              413
├── SystemDidNotAnswer    502
└── NotReady              503
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class FieldError:
    """One wrong field: where it is (`sources.0.url`) and what to do about it."""

    path: str
    message: str


class DsarError(Exception):
    """An error that tells the caller what to do; never holds personal data."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "error"
    title: ClassVar[str] = "Something went wrong"

    def __init__(
        self, detail: str, *, reasons: Sequence[str] = (), fields: Sequence[FieldError] = ()
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.reasons = tuple(reasons)
        self.fields = tuple(fields)


class InvalidInput(DsarError):
    status, code, title = 422, "invalid_input", "The input is not valid"


class NotSignedIn(DsarError):
    status, code, title = 401, "not_signed_in", "Sign in first"


class NotPermitted(DsarError):
    status, code, title = 403, "not_permitted", "You may not do this"


class NotFound(DsarError):
    status, code, title = 404, "not_found", "There is no such thing here"


class Forgotten(NotFound):
    status, code, title = 410, "forgotten", "This was erased"


class ActionNotPossible(DsarError):
    status, code, title = 409, "action_not_possible", "This cannot be done now"


class ChangedMeanwhile(DsarError):
    status, code, title = 412, "changed_meanwhile", "Somebody was faster"


class TooLarge(DsarError):
    status, code, title = 413, "too_large", "Too large"


class TooManyAttempts(DsarError):
    status, code, title = 429, "too_many_attempts", "Too many attempts"


class SystemDidNotAnswer(DsarError):
    """A system of record failed; `permanent` says that trying again is of no use."""

    status, code, title = 502, "system_did_not_answer", "A system did not answer"

    def __init__(self, detail: str, *, permanent: bool = False, retry_after: float | None = None) -> None:
        super().__init__(detail)
        self.permanent = permanent
        self.retry_after = retry_after


class NotReady(DsarError):
    status, code, title = 503, "not_ready", "Not ready"
