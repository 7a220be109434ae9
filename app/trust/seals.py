"""Seals over the audit log: a chain of roots that shows when a whole case or its last events were cut away.

A seal is taken every few minutes over the heads that changed since the one before; its leaves (case,
number, hash) are kept beside it and hold no personal data. Its root is

    sha256(previous root || of each leaf, by case: case_id (16 bytes) || seq (8, big-endian) || hash (32))

and its signature an HMAC-SHA256 under the master key, so that who can write to the database alone cannot
make one. The root in SQL: `sha256(prev_root || string_agg(uuid_send(case_id) || int8send(seq) || hash, ''
ORDER BY case_id))`.
"""

import hashlib
import hmac
from collections.abc import Iterable
from enum import StrEnum
from operator import attrgetter
from typing import NamedTuple
from uuid import UUID

from app.trust.keys import MasterKey, derived_key


class Leaf(NamedTuple):
    """The head of one case when a seal was taken."""

    case_id: UUID
    seq: int
    hash: bytes


class SealFault(StrEnum):
    """What is wrong with a seal, as a sentence."""

    GAP = "A seal is missing before this one, or it stands twice or out of order."
    LINK = "This seal does not follow from the one before it."
    ROOT = "The leaves of this seal are not those it was taken over."
    SIGNATURE = "This seal was not made with the master key."


def seal_root(prev_root: bytes, leaves: Iterable[Leaf]) -> bytes:
    """Give the 32 bytes over all leaves, in the order of their cases, and the root before."""
    ordered = sorted(leaves, key=attrgetter("case_id"))
    body = b"".join(leaf.case_id.bytes + leaf.seq.to_bytes(8, "big") + leaf.hash for leaf in ordered)
    return hashlib.sha256(prev_root + body).digest()


def root_signature(master: MasterKey, number: int, root: bytes) -> bytes:
    """Give the 32 bytes that prove a root was made by the holder of the master key."""
    return hmac.digest(
        derived_key(master.secret, b"utdrag audit seal v1"), number.to_bytes(8, "big") + root, "sha256"
    )
