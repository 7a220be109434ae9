"""Seals over the history, and the proof that nothing in it was changed, cut, added or moved."""

import hashlib
import hmac
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.models.audit import AuditSeal
from app.models.organisation import Organisation
from app.office import Office
from app.queries import audit, organisations
from app.queries.audit import HeadOfCase, Placed
from app.queries.here import organisation_of
from app.trust.audit import GENESIS, AuditRow, Break, Head, instant, verify_chain, verify_heads
from app.trust.keys import MasterKey
from app.trust.seals import Leaf, SealFault, root_signature, seal_root

_SPAN = 10_000
"""The most events one seal covers, so that a long history is proven piece by piece."""
_BATCH = 200
"""How many cases are proven at once."""
_ROOT = len(GENESIS)


@dataclass(frozen=True)
class Damage:
    """One place where a history does not hold: which, and what is wrong with it, as a sentence."""

    place: str
    sentence: str
    case_id: UUID | None = None
    sequence: int | None = None
    seal: int | None = None


@dataclass(frozen=True)
class Chains:
    """What the chains of an organisation's cases came to."""

    cases: int
    events: int
    damages: tuple[Damage, ...]


@dataclass(frozen=True)
class Proof:
    """What looking at one organisation's history came to; no damages: it holds."""

    organisation: str
    cases: int
    events: int
    roots: tuple[str, ...]
    """Of its seals in order, as hexadecimal digits; one noted down elsewhere proves all before it."""
    unsealed: int
    damages: tuple[Damage, ...]


async def seal_history(office: Office, at: datetime) -> int:
    """Seal what is new in the history of every organisation, and give how many seals that took.

    Two at once do no harm: the second waits and finds nothing new.
    """
    async with office.db.transaction() as session:
        everyone = await organisations.all_organisations(session)
    made = 0
    for organisation in everyone:
        async with office.db.transaction(organisation.id) as session:
            made += await seal_here(office, session, at)
    return made


async def seal_here(office: Office, session: AsyncSession, at: datetime) -> int:
    """Seal what is new in one organisation's history, and give how many seals that took."""
    await audit.hold_still(session)
    return await _seal(await _master(office, session), session, organisation_of(session), at)


async def _master(office: Office, session: AsyncSession) -> MasterKey:
    """Give the master key the organisation is under now; it signs the organisation's seals."""
    key = await organisations.find_key(session)
    return office.master_of(key.wrapped) if key else office.master


async def seal_anew(office: Office, session: AsyncSession, at: datetime) -> None:
    """Seal the history up to here under the master key in force, though nothing may be new.

    Each root covers the one before, so this one signature proves every seal of the former key.
    """
    await seal_here(office, session, at)
    master, last = await _master(office, session), await audit.last_seal(session)
    if last is not None and not _is_signed(master, last):
        session.add(_sealed(master, organisation_of(session), last, [], at))


async def _seal(master: MasterKey, session: AsyncSession, organisation_id: UUID, at: datetime) -> int:
    last, made = await audit.last_seal(session), 0
    while placed := await audit.events_between(session, last.to_position if last else 0, limit=_SPAN):
        last = _sealed(master, organisation_id, last, placed, at)
        session.add(last)
        made += 1
    return made


def _sealed(
    master: MasterKey, organisation_id: UUID, last: AuditSeal | None, placed: list[Placed], at: datetime
) -> AuditSeal:
    seal = AuditSeal(
        organisation_id=organisation_id,
        number=last.number + 1 if last else 1,
        from_position=last.to_position + 1 if last else 1,
        to_position=placed[-1].position if placed else last.to_position if last else 0,
        events=len(placed),
        root=b"",
        previous=last.root[:_ROOT] if last else GENESIS,
        at=at,
    )
    root = seal_root(seal.previous, _leaves(seal, placed))
    seal.root = root + root_signature(master, seal.number, root)
    return seal


def _leaves(seal: AuditSeal, placed: Iterable[Placed]) -> Iterator[Leaf]:
    """Give what a seal covers: its own words as the organisation's leaf, and every event in its span."""
    words = f"{seal.from_position}\x1f{seal.to_position}\x1f{seal.events}\x1f{instant(seal.at)}"
    yield Leaf(seal.organisation_id, seal.number, hashlib.sha256(words.encode()).digest())
    for event in placed:
        yield Leaf(event.case_id, event.sequence, event.hash)


async def prove_history(office: Office, organisation: Organisation) -> Proof:
    """Look at every event and seal of an organisation as they stand at one moment."""
    async with office.db.transaction(organisation.id) as session:
        await audit.stand_still(session)
        chains = await _prove_chains(session)
        kept = await audit.seals(session)
        damages = [damage for seal in kept for damage in await _prove_span(session, seal)]
        damages += _signatures(await _master(office, session), kept)
        unsealed = await audit.unsealed(session, kept[-1].to_position if kept else 0)
    return Proof(
        organisation.slug,
        chains.cases,
        chains.events,
        tuple(seal.root[:_ROOT].hex() for seal in kept),
        unsealed.events,
        (*chains.damages, *_links(kept), *damages),
    )


async def _prove_chains(session: AsyncSession) -> Chains:
    strays = await audit.strays(session)
    breaks = verify_heads(_ends(strays), {})
    damages = [_of_case(found, f"case {found.case_id}") for found in breaks]
    cases, events, after = 0, len(strays), None
    while heads := await audit.heads_after(session, after, _BATCH):
        rows = await audit.rows_of(session, [head.case_id for head in heads])
        damages += _damages_of(heads, rows)
        cases, events, after = cases + len(heads), events + len(rows), heads[-1].case_id
    return Chains(cases, events, tuple(damages))


def _damages_of(heads: list[HeadOfCase], rows: list[AuditRow]) -> list[Damage]:
    names = {head.case_id: head.reference for head in heads}
    breaks = verify_chain(rows) + verify_heads(_ends(rows), {head.case_id: head.head for head in heads})
    return [_of_case(found, f"case {names[found.case_id]}") for found in breaks]


def _of_case(found: Break, name: str) -> Damage:
    return Damage(f"{name}, event {found.seq}", found.fault.value, found.case_id, found.seq)


def _ends(rows: Iterable[AuditRow]) -> dict[UUID, Head]:
    return {row.case_id: Head(row.seq, row.hash) for row in rows}


def _links(kept: Iterable[AuditSeal]) -> Iterator[Damage]:
    number, root = 0, GENESIS
    for seal in kept:
        if seal.number != number + 1:
            yield _of_seal(seal, SealFault.GAP)
        if seal.previous != root:
            yield _of_seal(seal, SealFault.LINK)
        number, root = seal.number, seal.root[:_ROOT]


def _signatures(master: MasterKey, kept: Sequence[AuditSeal]) -> Iterator[Damage]:
    """Give the seals nobody with the master key vouches for.

    Those before the first that is signed were made under a former master key: its root covers them.
    """
    signed = [_is_signed(master, seal) for seal in kept]
    first = signed.index(True) if True in signed else 0
    for seal, holds in list(zip(kept, signed, strict=True))[first:]:
        if not holds:
            yield _of_seal(seal, SealFault.SIGNATURE)


def _is_signed(master: MasterKey, seal: AuditSeal) -> bool:
    root, signature = seal.root[:_ROOT], seal.root[_ROOT:]
    return hmac.compare_digest(signature, root_signature(master, seal.number, root))


async def _prove_span(session: AsyncSession, seal: AuditSeal) -> list[Damage]:
    placed = await audit.events_between(session, seal.from_position - 1, until=seal.to_position)
    return [_of_seal(seal, sentence) for sentence in _faults(seal, placed)]


def _faults(seal: AuditSeal, placed: list[Placed]) -> Iterator[str]:
    root = seal.root[:_ROOT]
    if len(placed) != seal.events:
        yield (
            f"It was taken over {seal.events} events, but {len(placed)} are there now: "
            "events, or a whole case, were removed or slipped in."
        )
    elif root != seal_root(seal.previous, _leaves(seal, placed)):
        yield SealFault.ROOT


def _of_seal(seal: AuditSeal, sentence: str) -> Damage:
    return Damage(f"seal {seal.number} of {seal.at.date()}", str(sentence), seal=seal.number)
