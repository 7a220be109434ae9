"""What a provider's reader is given, and what it gives: one mail, and what its envelope said."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True)
class Call:
    """A provider's request. The names of `headers` are found in small letters."""

    headers: Mapping[str, str]
    body: Callable[[], Awaitable[bytes]]
    """Reads the body when first asked for it, so that strangers are refused before they send it."""


@dataclass(frozen=True)
class Pushed:
    """A mail as a provider hands it over."""

    raw: bytes
    key: str = ""
    """What the provider calls it; the same in every new try. Empty when it has no name of its own."""
    sender: str | None = None
    """The envelope's sender, empty for a bounce; None when the provider does not tell."""
    recipients: tuple[str, ...] = ()
    received_at: datetime | None = None
    """When the provider received it, where it says so itself; never the mail's own Date."""


def instant(seconds: str) -> datetime | None:
    """Give the UTC time of seconds since 1970, or None for what is no such number."""
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        return None
