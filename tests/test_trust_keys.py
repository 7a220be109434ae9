"""The key ladder: keys open only their own rows, rotate without touching what is below, and say what is wrong."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import NotReady
from app.trust import master as master_module
from app.trust.keys import (
    MasterKey,
    OrganisationKey,
    SealBroken,
    new_wrapped_case_secret,
    new_wrapped_organisation_key,
    read_or_create,
    rewrap_case_secret,
    rewrap_organisation_key,
    unwrap_case_secret,
    unwrap_organisation_key,
    wrap_generation,
)
from app.trust.wraps import derived_key

MASTER = MasterKey(bytes(range(32)))
ORGANISATION = UUID(int=1)
CASE = UUID(int=2)


def an_organisation_key(generation: int = 1) -> OrganisationKey:
    wrapped = new_wrapped_organisation_key(MASTER, ORGANISATION, generation)
    return unwrap_organisation_key(MASTER, ORGANISATION, wrapped)


@settings(deadline=None)
@given(st.binary(min_size=32, max_size=32), st.uuids(), st.uuids(), st.integers(1, 255))
def test_what_is_wrapped_opens_again(secret: bytes, organisation: UUID, case: UUID, generation: int) -> None:
    master = MasterKey(secret)
    wrapped_key = new_wrapped_organisation_key(master, organisation, generation)
    key = unwrap_organisation_key(master, organisation, wrapped_key)
    wrapped = new_wrapped_case_secret(key, case)
    assert key == unwrap_organisation_key(master, organisation, wrapped_key)
    assert key.generation == wrap_generation(wrapped) == generation
    assert unwrap_case_secret(key, case, wrapped) == unwrap_case_secret(key, case, wrapped)
    assert len(unwrap_case_secret(key, case, wrapped)) == 32
    assert secret not in wrapped_key
    assert unwrap_case_secret(key, case, wrapped) not in wrapped


def test_two_cases_never_share_a_secret() -> None:
    key = an_organisation_key()
    secrets = {unwrap_case_secret(key, CASE, new_wrapped_case_secret(key, CASE)) for _ in range(100)}
    assert len(secrets) == 100


def test_every_changed_byte_of_a_wrap_is_refused() -> None:
    key = an_organisation_key()
    wraps = new_wrapped_organisation_key(MASTER, ORGANISATION), new_wrapped_case_secret(key, CASE)
    for place in range(len(wraps[0])):
        for bit in range(8):
            changed = [w[:place] + bytes([w[place] ^ 1 << bit]) + w[place + 1 :] for w in wraps]
            with pytest.raises(SealBroken):
                unwrap_organisation_key(MASTER, ORGANISATION, changed[0])
            with pytest.raises(SealBroken):
                unwrap_case_secret(key, CASE, changed[1])


@pytest.mark.parametrize("length", [0, 1, 2, 18, 65, 67])
def test_a_cut_or_longer_wrap_is_refused(length: int) -> None:
    wrapped = (new_wrapped_case_secret(an_organisation_key(), CASE) + b"\0")[:length]
    with pytest.raises(SealBroken, match="it was cut"):
        unwrap_case_secret(an_organisation_key(), CASE, wrapped)


def test_a_wrap_of_another_row_is_refused() -> None:
    key = an_organisation_key()
    with pytest.raises(SealBroken, match="belongs to another row"):
        unwrap_case_secret(key, UUID(int=3), new_wrapped_case_secret(key, CASE))
    with pytest.raises(SealBroken, match="belongs to another row"):
        unwrap_organisation_key(MASTER, UUID(int=3), new_wrapped_organisation_key(MASTER, ORGANISATION))


def test_an_organisations_wrap_is_no_cases_wrap() -> None:
    same_bytes = OrganisationKey(MASTER.secret, ORGANISATION, 1)
    with pytest.raises(SealBroken):
        unwrap_organisation_key(MASTER, CASE, new_wrapped_case_secret(same_bytes, CASE))


def test_another_organisation_with_the_same_key_bytes_opens_nothing() -> None:
    mine, theirs = (OrganisationKey(bytes(32), UUID(int=n), 1) for n in (1, 9))
    with pytest.raises(SealBroken):
        unwrap_case_secret(theirs, CASE, new_wrapped_case_secret(mine, CASE))


def test_a_wrong_master_key_says_which_one_is_needed() -> None:
    other = MasterKey(bytes(32))
    wrapped = new_wrapped_organisation_key(MASTER, ORGANISATION)
    with pytest.raises(SealBroken) as caught:
        unwrap_organisation_key(other, ORGANISATION, wrapped)
    assert MASTER.key_id.hex() in caught.value.detail
    assert other.key_id.hex() in caught.value.detail
    assert "bring back the key" in caught.value.detail
    assert (caught.value.status, caught.value.code) == (500, "seal_broken")


def test_the_key_id_tells_nothing_of_the_key_and_a_repr_neither() -> None:
    assert MASTER.key_id not in MASTER.secret
    assert MASTER.secret.hex() not in repr(MASTER)
    assert "secret" not in repr(MASTER)
    assert "secret" not in repr(an_organisation_key())


def test_rotating_the_master_key_leaves_all_below_as_it_is() -> None:
    new = MasterKey(bytes(32))
    wrapped = new_wrapped_organisation_key(MASTER, ORGANISATION, 7)
    again = rewrap_organisation_key(MASTER, new, ORGANISATION, wrapped)
    key = unwrap_organisation_key(MASTER, ORGANISATION, wrapped)
    assert unwrap_organisation_key(new, ORGANISATION, again) == key
    with pytest.raises(SealBroken):
        unwrap_organisation_key(MASTER, ORGANISATION, again)


def test_rotating_the_organisations_key_keeps_the_cases_secret() -> None:
    old, new = an_organisation_key(1), an_organisation_key(2)
    wrapped = new_wrapped_case_secret(old, CASE)
    again = rewrap_case_secret(old, new, CASE, wrapped)
    assert unwrap_case_secret(new, CASE, again) == unwrap_case_secret(old, CASE, wrapped)
    assert (wrap_generation(wrapped), wrap_generation(again)) == (1, 2)
    with pytest.raises(SealBroken):
        unwrap_case_secret(old, CASE, again)


def test_a_cases_secret_does_not_move_to_another_organisation() -> None:
    old = an_organisation_key()
    theirs = OrganisationKey(bytes(32), UUID(int=9), 2)
    with pytest.raises(SealBroken, match="stays within its organisation"):
        rewrap_case_secret(old, theirs, CASE, new_wrapped_case_secret(old, CASE))


@pytest.mark.parametrize("generation", [0, 256, -1])
def test_generations_fit_their_byte(generation: int) -> None:
    with pytest.raises(ValueError, match="between 1 and 255"):
        new_wrapped_organisation_key(MASTER, ORGANISATION, generation)


def test_purposes_and_salts_give_unrelated_keys() -> None:
    keys = {derived_key(bytes(32), purpose, salt) for purpose in (b"a", b"b") for salt in (b"", b"s")}
    assert len(keys) == 4


def test_derivation_is_rfc_5869() -> None:
    """RFC 5869, test case 1 (its first 32 bytes)."""
    key = derived_key(bytes([0x0B] * 22), bytes(range(0xF0, 0xFA)), bytes(range(13)))
    assert key.hex() == "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"


def test_a_made_key_is_private_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "master.key"
    made = read_or_create(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_or_create(path) == made == MasterKey.from_text(path.read_text())
    assert [file.name for file in path.parent.iterdir()] == ["master.key"]


def test_processes_that_start_together_get_one_key(tmp_path: Path) -> None:
    for n in range(20):
        path = tmp_path / f"{n}.key"
        with ThreadPoolExecutor(8) as pool:
            keys = set(pool.map(read_or_create, [path] * 8))
        assert len(keys) == 1


def test_a_key_that_came_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "master.key"
    first = read_or_create(path)
    master_module._create(path, MasterKey(bytes(32)))
    assert MasterKey.from_file(path) == first


@pytest.mark.parametrize("mode", [0o604, 0o644, 0o602, 0o601, 0o666])
def test_a_key_open_to_every_user_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "master.key"
    read_or_create(path)
    path.chmod(mode)
    with pytest.raises(NotReady, match=r"open to every user of this machine \(mode 0\d+\); run `chmod 600"):
        read_or_create(path)


def test_a_key_readable_by_its_group_is_accepted(tmp_path: Path) -> None:
    path = tmp_path / "master.key"
    made = read_or_create(path)
    path.chmod(0o440)
    assert MasterKey.from_file(path) == made


@pytest.mark.parametrize(
    "content", [b"", b"short", b"A" * 43 + b"!", b"\xff\xfe", bytes(32), b"QUJD", b"=" * 44, b"A" * 64]
)
def test_a_file_that_is_no_key_says_so_without_quoting_it(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "master.key"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(NotReady, match=r"32 bytes as base64|cannot be read: it is not text") as caught:
        MasterKey.from_file(path)
    assert not content or content.decode("latin-1") not in caught.value.detail


def test_a_missing_file_and_an_impossible_folder_say_so(tmp_path: Path) -> None:
    with pytest.raises(NotReady, match="cannot be read: No such file or directory"):
        MasterKey.from_file(tmp_path / "none")
    (tmp_path / "file").write_text("")
    with pytest.raises(NotReady, match="cannot be made"):
        read_or_create(tmp_path / "file" / "master.key")


@settings(deadline=None)
@given(st.binary(min_size=32, max_size=32))
def test_the_text_of_a_key_reads_back_in_either_alphabet(secret: bytes) -> None:
    key = MasterKey(secret)
    url_safe = key.text().replace("+", "-").replace("/", "_")
    assert MasterKey.from_text(f" {key.text()}\r\n") == MasterKey.from_text(url_safe) == key


@pytest.mark.parametrize("size", [0, 16, 31, 33])
def test_a_key_of_another_size_is_refused(size: int) -> None:
    with pytest.raises(NotReady, match=f"this one has {size}"):
        MasterKey(os.urandom(size))


def test_ids_are_written_as_documented() -> None:
    organisation, case = uuid4(), uuid4()
    key = OrganisationKey(bytes(32), organisation, 3)
    wrapped = new_wrapped_case_secret(key, case)
    row = f"{organisation}|{case}|3".encode()
    assert key.cipher.decrypt(wrapped[6:18], wrapped[18:], row) == unwrap_case_secret(key, case, wrapped)
    top = new_wrapped_organisation_key(MASTER, organisation, 3)
    assert len(MASTER.cipher.decrypt(top[6:18], top[18:], f"organisation|{organisation}|3".encode())) == 32
