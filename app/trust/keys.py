"""The key ladder: the master key wraps organisations' keys, and these wrap the secrets of cases.

The generation in an organisation's wrap is that of the organisation's key itself; the generation in a
case's wrap says which organisation key opens it. Rows are `organisation|<uuid>` and
`<organisation>|<case>`, so a wrap opens only where it belongs. Destroying a case's wrap makes all that was
sealed under it unreadable, except where a backup still holds the wrap: rotate the organisation's key,
destroy the old one and let old backups expire.
"""

import secrets
from dataclasses import dataclass
from uuid import UUID

from app.trust.master import MasterKey, read_or_create
from app.trust.wraps import (
    KEY_SIZE,
    SealBroken,
    WrappingKey,
    derived_key,
    unwrap,
    wrap,
    wrap_closed_by,
    wrap_generation,
)

__all__ = [
    "MasterKey",
    "OrganisationKey",
    "SealBroken",
    "derived_key",
    "new_wrapped_case_secret",
    "new_wrapped_organisation_key",
    "read_or_create",
    "rewrap_case_secret",
    "rewrap_organisation_key",
    "unwrap_case_secret",
    "unwrap_lookup_key",
    "unwrap_organisation_key",
    "wrap_closed_by",
    "wrap_generation",
    "wrap_lookup_key",
]


@dataclass(frozen=True)
class OrganisationKey(WrappingKey):
    """The key of one organisation; its generation grows with each rotation."""

    organisation_id: UUID
    generation: int


def new_wrapped_organisation_key(master: MasterKey, organisation_id: UUID, generation: int = 1) -> bytes:
    """Give the wrap of a fresh organisation key; pass the next generation to rotate it."""
    return wrap(master, secrets.token_bytes(KEY_SIZE), _organisation_row(organisation_id), generation)


def unwrap_organisation_key(master: MasterKey, organisation_id: UUID, wrapped: bytes) -> OrganisationKey:
    """Give the organisation's key; SealBroken when the master key, the row or a byte is another."""
    secret = unwrap(master, wrapped, _organisation_row(organisation_id))
    return OrganisationKey(secret, organisation_id, wrap_generation(wrapped))


def rewrap_organisation_key(old: MasterKey, new: MasterKey, organisation_id: UUID, wrapped: bytes) -> bytes:
    """Give the same organisation key under another master key: all below it stays as it is."""
    key = unwrap_organisation_key(old, organisation_id, wrapped)
    return wrap(new, key.secret, _organisation_row(organisation_id), key.generation)


def new_wrapped_case_secret(organisation: OrganisationKey, case_id: UUID) -> bytes:
    """Give the wrap of a fresh case secret."""
    secret = secrets.token_bytes(KEY_SIZE)
    return wrap(organisation, secret, _case_row(organisation, case_id), organisation.generation)


def unwrap_case_secret(organisation: OrganisationKey, case_id: UUID, wrapped: bytes) -> bytes:
    """Give the 32 bytes of the case; SealBroken when the organisation, the case or a byte is another."""
    return unwrap(organisation, wrapped, _case_row(organisation, case_id))


def rewrap_case_secret(old: OrganisationKey, new: OrganisationKey, case_id: UUID, wrapped: bytes) -> bytes:
    """Give the same case secret under the organisation's next key: columns and blobs stay as they are."""
    if old.organisation_id != new.organisation_id:
        raise SealBroken("A case's secret stays within its organisation.")
    secret = unwrap_case_secret(old, case_id, wrapped)
    return wrap(new, secret, _case_row(new, case_id), new.generation)


def wrap_lookup_key(organisation: OrganisationKey, purpose: str, key: bytes) -> bytes:
    """Give the wrap of a key that outlives the organisation's: people and answers are found by it."""
    return wrap(organisation, key, _lookup_row(organisation, purpose), organisation.generation)


def unwrap_lookup_key(organisation: OrganisationKey, purpose: str, wrapped: bytes) -> bytes:
    """Give such a key; SealBroken when the organisation, its key, the purpose or a byte is another."""
    return unwrap(organisation, wrapped, _lookup_row(organisation, purpose))


def _lookup_row(organisation: OrganisationKey, purpose: str) -> str:
    return f"{organisation.organisation_id}|{purpose}"


def _organisation_row(organisation_id: UUID) -> str:
    return f"organisation|{organisation_id}"


def _case_row(organisation: OrganisationKey, case_id: UUID) -> str:
    return f"{organisation.organisation_id}|{case_id}"
