"""The master key: the one key outside the database, from a file or a text."""

import base64
import os
import secrets
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Self

from app.errors import NotReady
from app.trust.wraps import KEY_SIZE, WrappingKey


@dataclass(frozen=True)
class MasterKey(WrappingKey):
    """32 bytes that wrap the organisations' keys."""

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Give the key from base64 text (either alphabet); NotReady when it is no key."""
        try:
            return cls(base64.b64decode(text.strip().translate(_STANDARD_ALPHABET), validate=True))
        except (ValueError, NotReady):
            raise NotReady(
                "The master key must be 32 bytes as base64 (`openssl rand -base64 32` makes one)."
            ) from None

    @classmethod
    def from_file(cls, path: Path) -> Self:
        """Give the key in a file; NotReady when it is missing, no key, or open to every user."""
        try:
            with path.open(encoding="ascii") as file:
                _refuse_if_open_to_all(path, os.fstat(file.fileno()).st_mode)
                return cls.from_text(file.read())
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "it is not text"
            raise NotReady(f"The master key file {path} cannot be read: {reason}.") from None

    def text(self) -> str:
        """Give the key as base64, the form of the file."""
        return base64.b64encode(self.secret).decode("ascii")


_STANDARD_ALPHABET = str.maketrans("-_", "+/")


def read_or_create(path: Path) -> MasterKey:
    """Give the key in the file; where there is none, make one (mode 0600, all or nothing).

    Processes that start together get the same key, and nothing is ever overwritten.
    """
    if not path.exists():
        try:
            _create(path, MasterKey(secrets.token_bytes(KEY_SIZE)))
        except OSError as error:
            raise NotReady(f"The master key file {path} cannot be made: {error.strerror}.") from None
    return MasterKey.from_file(path)


def next_to(path: Path) -> Path:
    """Give the file of the key that is to replace the one in a file, while it does."""
    return path.with_name(f"{path.name}.next")


def put_in_force(path: Path) -> Path:
    """Let the next key be the key; the former one stays beside it, named by its id. Give that file.

    Cut off anywhere and begun again it comes to the same.
    """
    former = path.with_name(f"{path.name}.former-{MasterKey.from_file(path).key_id.hex()}")
    with suppress(FileExistsError):
        os.link(path, former)
    next_to(path).replace(path)
    _sync_folder(path.parent)
    return former


def _create(path: Path, key: MasterKey) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # The temporary file has mode 0600 from its first moment; a link, unlike a rename, never overwrites.
    with NamedTemporaryFile("w", dir=path.parent, prefix=f".{path.name}.", encoding="ascii") as file:
        file.write(key.text() + "\n")
        file.flush()
        os.fsync(file.fileno())
        try:
            os.link(file.name, path)
        except FileExistsError:
            return
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    # A new name survives a power cut only when its folder is on disk too.
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _refuse_if_open_to_all(path: Path, mode: int) -> None:
    if mode & stat.S_IRWXO:
        raise NotReady(
            f"The master key file {path} is open to every user of this machine "
            f"(mode {stat.S_IMODE(mode):04o}); run `chmod 600 {path}`."
        )
