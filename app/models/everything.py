"""Every table, imported in one place so that migrations see them all."""

from app.models import (
    allowance,
    answer,
    audit,
    case,
    credential,
    forgotten,
    heartbeat,
    installation,
    member,
    message,
    note,
    organisation,
    session,
    task,
)

__all__ = [
    "allowance",
    "answer",
    "audit",
    "case",
    "credential",
    "forgotten",
    "heartbeat",
    "installation",
    "member",
    "message",
    "note",
    "organisation",
    "session",
    "task",
]
