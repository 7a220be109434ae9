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
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter
from typing import NamedTuple
from uuid import UUID

from app.trust.audit import GENESIS
from app.trust.keys import MasterKey, derived_key


class Leaf(NamedTuple):
    """The head of one case when a seal was taken."""

    case_id: UUID
    seq: int
    hash: bytes


@dataclass(frozen=True)
class AuditSeal:
    """One seal as it is stored; numbered from 1."""

    number: int
    leaves: tuple[Leaf, ...]
    prev_root: bytes
    root: bytes
    signature: bytes


class SealFault(StrEnum):
    """What is wrong with a seal, as a sentence."""

    GAP = "A seal is missing before this one, or it stands twice or out of order."
    LINK = "This seal does not follow from the one before it."
    ROOT = "The leaves of this seal are not those it was taken over."
    SIGNATURE = "This seal was not made with the master key."
    MISSING = "An event that was sealed is missing from the log."
    CHANGED = "An event that was sealed is another one now."


@dataclass(frozen=True)
class SealBreak:
    """One place where the seals and the log disagree; `leaf` where it is about one event."""

    number: int
    fault: SealFault
    leaf: Leaf | None = None


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


def new_seal(master: MasterKey, last: AuditSeal | None, leaves: Iterable[Leaf]) -> AuditSeal:
    """Give the seal that follows the last one (None before the first), over the heads that changed."""
    number, prev_root = (last.number + 1, last.root) if last else (1, GENESIS)
    kept = tuple(sorted(leaves, key=attrgetter("case_id")))
    root = seal_root(prev_root, kept)
    return AuditSeal(number, kept, prev_root, root, root_signature(master, number, root))


def verify_seals(
    masters: Collection[MasterKey],
    seals: Iterable[AuditSeal],
    hash_of: Mapping[tuple[UUID, int], bytes],
    destroyed: Collection[UUID] = (),
) -> list[SealBreak]:
    """Give every break in the seals, ordered by number, and between them and the log; [] proves both.

    `masters` are the master key and those before it; `hash_of` gives the log's hash of an event by case and
    number; `destroyed` are the cases whose history was lawfully destroyed, which the caller proves from its
    own record.
    """
    breaks: list[SealBreak] = []
    number, root = 0, GENESIS
    for seal in seals:
        faults = [*_link_faults(number, root, seal), *_own_faults(masters, seal)]
        breaks += [SealBreak(seal.number, fault) for fault in faults]
        breaks += _leaf_breaks(seal, hash_of, destroyed)
        number, root = seal.number, seal.root
    return breaks


def _link_faults(number: int, root: bytes, seal: AuditSeal) -> Iterator[SealFault]:
    if seal.number != number + 1:
        yield SealFault.GAP
    if seal.prev_root != root:
        yield SealFault.LINK


def _own_faults(masters: Collection[MasterKey], seal: AuditSeal) -> Iterator[SealFault]:
    if seal.root != seal_root(seal.prev_root, seal.leaves):
        yield SealFault.ROOT
    signatures = (root_signature(master, seal.number, seal.root) for master in masters)
    if not any(hmac.compare_digest(signature, seal.signature) for signature in signatures):
        yield SealFault.SIGNATURE


def _leaf_breaks(
    seal: AuditSeal, hash_of: Mapping[tuple[UUID, int], bytes], destroyed: Collection[UUID]
) -> Iterator[SealBreak]:
    for leaf in seal.leaves:
        now = hash_of.get((leaf.case_id, leaf.seq))
        if now is None and leaf.case_id not in destroyed:
            yield SealBreak(seal.number, SealFault.MISSING, leaf)
        elif now is not None and now != leaf.hash:
            yield SealBreak(seal.number, SealFault.CHANGED, leaf)
