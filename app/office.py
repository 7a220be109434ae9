"""What every part of the work has at hand: database, keys, blobs and settings, put together once."""

from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from pyrage.x25519 import Identity
from sqlmodel.ext.asyncio.session import AsyncSession

from app.db import Database
from app.models.case import Case
from app.profiles import Profile
from app.queries import cases, organisations
from app.queries.here import organisation_of
from app.queries.organisations import InForce
from app.settings import Settings
from app.trust import addresses, keys, search
from app.trust.blobs import BlobStore, Stored, blob_identity
from app.trust.keys import MasterKey, OrganisationKey
from app.trust.ledger import Ledger
from app.trust.master import next_to
from app.trust.paths import BlobPath
from app.trust.sealing import OrganisationSeal, Seal

SEARCH, ADDRESSES = "search", "addresses"


@dataclass(frozen=True)
class Desk:
    """One organisation, with its keys unwrapped: what is needed to work on its cases."""

    organisation_id: UUID
    profile: Profile
    key: OrganisationKey
    blobs: BlobStore
    former: OrganisationKey | None = None
    """The generation before, while a rotation goes on."""
    lookups: Mapping[str, bytes | None] = field(default_factory=dict[str, bytes | None])
    """Wrapped keys that outlived a rotation, by purpose."""
    names: dict[str, str] = field(default_factory=dict[str, str], repr=False, compare=False)
    """What members are called, by their labels, as far as anybody asked."""

    @cached_property
    def seal(self) -> OrganisationSeal:
        """Give the seal of what has no case yet."""
        return OrganisationSeal(self.key, self.former)

    @cached_property
    def index_key(self) -> bytes:
        """Give the key sealed people are found again by."""
        return self._lookup(SEARCH) or search.index_key(self.key)

    @cached_property
    def address_key(self) -> bytes:
        """Give the key our own addresses and Message-IDs are signed by."""
        return self._lookup(ADDRESSES) or addresses.address_key(self.key)

    def _lookup(self, purpose: str) -> bytes | None:
        wrapped = self.lookups.get(purpose)
        return keys.unwrap_lookup_key(self.key, purpose, wrapped) if wrapped else None

    def open(self, case: Case, wrapped: bytes) -> "CaseFile":
        """Give a case with its secret unwrapped."""
        return CaseFile(self, case, self._secret(case.id, wrapped))

    def seal_of(self, case_id: UUID, wrapped: bytes) -> Seal:
        """Give the seal of a case without the case."""
        return Seal(self._secret(case_id, wrapped), self.organisation_id, case_id)

    def _secret(self, case_id: UUID, wrapped: bytes) -> bytes:
        of_former = self.former and keys.wrap_closed_by(wrapped) == self.former.key_id
        key = self.former if self.former and of_former else self.key
        return keys.unwrap_case_secret(key, case_id, wrapped)


@dataclass(frozen=True)
class CaseFile:
    """A case on the desk, unsealed."""

    desk: Desk
    case: Case
    secret: bytes

    @cached_property
    def seal(self) -> Seal:
        """Give the seal of the case's columns."""
        return Seal(self.secret, self.desk.organisation_id, self.case.id)

    @cached_property
    def identity(self) -> Identity:
        """Give the age identity of the case's blobs."""
        return blob_identity(self.secret, self.desk.organisation_id, self.case.id)

    async def keep(self, blob_id: UUID, chunks: AsyncIterator[bytes]) -> Stored:
        """Store content of the case, sealed, under the id of its row."""
        return await self.desk.blobs.put(self._path(blob_id), self.identity, chunks)

    def read(self, blob_id: UUID, sha256: bytes | None) -> AsyncGenerator[bytes, None]:
        """Give content of the case in chunks; NotFound when the copy was purged."""
        return self.desk.blobs.open(self._path(blob_id), self.identity, sha256)

    async def read_whole(self, blob_id: UUID, sha256: bytes | None) -> bytes:
        """Give content of the case that is small enough to hold; NotFound when the copy was purged."""
        return await self.desk.blobs.read(self._path(blob_id), self.identity, sha256)

    async def stored(self) -> list[UUID]:
        """Give every content there is of the case, also what no row names because its writer died."""
        case = self.case
        return [path.blob_id async for path in self.desk.blobs.list(case.organisation_id, case.id)]

    async def forget(self, blob_id: UUID) -> None:
        """Remove content of the case."""
        await self.desk.blobs.delete(self._path(blob_id))

    def _path(self, blob_id: UUID) -> BlobPath:
        return BlobPath(self.desk.organisation_id, self.case.id, blob_id)

    @property
    def profile(self) -> Profile:
        """Give the organisation's profile."""
        return self.desk.profile

    @property
    def person_name(self) -> str:
        """Give the name the person gave, or nothing."""
        return self._open("person_name", self.case.person_name)

    @property
    def person_email(self) -> str:
        """Give the address the person writes from, or nothing."""
        return self._open("person_email", self.case.person_email)

    @property
    def person_phone(self) -> str:
        """Give the number the person may be called at, or nothing."""
        return self._open("person_phone", self.case.person_phone)

    @property
    def words(self) -> str:
        """Give what the person asked for, in their own words."""
        return self._open("words", self.case.words)

    @property
    def answer(self) -> str:
        """Give what the handler wrote to go with the answer."""
        return self._open("answer", self.case.answer)

    def _open(self, column: str, value: bytes | None) -> str:
        return self.seal.open("cases", column, self.case.id, value) if value else ""


@dataclass(frozen=True)
class Office:
    """The whole house, as one process has it."""

    settings: Settings
    db: Database
    master: MasterKey
    blobs: BlobStore
    _desks: dict[UUID, tuple[InForce, Desk]] = field(default_factory=dict[UUID, tuple[InForce, Desk]])
    _others: dict[bytes, MasterKey] = field(default_factory=dict[bytes, MasterKey])

    @cached_property
    def ledger(self) -> Ledger:
        """Give the list of what was erased, as it is kept outside the database."""
        return Ledger(self.settings.forgotten_store)

    async def desk(self, session: AsyncSession) -> Desk:
        """Give the organisation the session stands in: asked for once a transaction, read when it changed."""
        at_hand: Desk | None = session.info.get("desk")
        if at_hand is None:
            session.info["desk"] = at_hand = await self._desk(session)
        return at_hand

    async def _desk(self, session: AsyncSession) -> Desk:
        organisation_id, now = organisation_of(session), await organisations.in_force(session)
        known = self.desk_at_hand(organisation_id, now)
        if known is not None:
            return known
        profile = Profile.model_validate((await organisations.newest_profile(session)).content)
        key, former = self._key(organisation_id, now.wrapped), None
        if now.former is not None:
            former = self._key(organisation_id, now.former)
        lookups = {SEARCH: now.search_key, ADDRESSES: now.address_key}
        desk = Desk(organisation_id, profile, key, self.blobs, former, lookups)
        self._desks[organisation_id] = (now, desk)
        return desk

    def desk_at_hand(self, organisation_id: UUID, now: InForce) -> Desk | None:
        """Give an organisation's desk if it was read before and what was read then is in force now."""
        known = self._desks.get(organisation_id)
        return known[1] if known is not None and known[0] == now else None

    def _key(self, organisation_id: UUID, wrapped: bytes) -> OrganisationKey:
        return keys.unwrap_organisation_key(self.master_of(wrapped), organisation_id, wrapped)

    def master_of(self, wrapped: bytes) -> MasterKey:
        """Give the master key an organisation's key was closed with: ours, or the one ours is replaced by."""
        named = keys.wrap_closed_by(wrapped)
        ours = (self.master, *self._others.values())
        known = next((key for key in ours if key.key_id == named), None)
        if known is None:
            self._others.update({key.key_id: key for key in self._found()})
            known = self._others.get(named, self.master)
        return known

    def newest_master(self) -> MasterKey:
        """Give the master key for what is new, also when it is just being replaced."""
        return next(iter(self._found()), self.master)

    def _found(self) -> Iterator[MasterKey]:
        """Give the master keys beside ours, the newest first, as they can be read now."""
        chosen = self.settings
        if (coming := chosen.next_master_key_bytes()) is not None:
            yield MasterKey(coming)
        if chosen.master_key is None:
            files = (next_to(chosen.key_file), chosen.key_file)
            yield from (MasterKey.from_file(file) for file in files if file.exists())

    async def read_file(self, session: AsyncSession, case_id: UUID) -> CaseFile:
        """Give a case to read, unsealed; as `file`, in one statement for the case and its key."""
        desk = await self.desk(session)
        return desk.open(*await cases.case_with_key(session, case_id))

    async def lock_file(self, session: AsyncSession, case_id: UUID) -> CaseFile:
        """Give a case unsealed and held until the transaction ends; as `read_file`, in one statement."""
        held = await cases.lock_with_key(session, case_id)
        return (await self.desk(session)).open(*held)

    async def file(self, session: AsyncSession, case: Case) -> CaseFile:
        """Give a case unsealed; Forgotten when its key was destroyed."""
        desk = await self.desk(session)
        return desk.open(case, (await cases.key_of(session, case.id)).wrapped)
