"""The only reader of the clock; everything else takes `at`."""

from datetime import UTC, datetime


def now() -> datetime:
    """Give the present instant in UTC."""
    return datetime.now(UTC)
