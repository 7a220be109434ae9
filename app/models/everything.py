"""Every table, imported in one place so that migrations see them all."""

from app.models import (
    answer,
    audit,
    case,
    credential,
    forgotten,
    heartbeat,
    message,
    note,
    organisation,
    task,
)

__all__ = [
    "answer",
    "audit",
    "case",
    "credential",
    "forgotten",
    "heartbeat",
    "message",
    "note",
    "organisation",
    "task",
]
