"""Whom the server runs as: PostgreSQL refuses root, so root hands it to `nobody`."""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Self, TypedDict


class Identity(TypedDict, total=False):
    """The arguments of `subprocess` that say whom a program runs as; empty for ourselves."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    """The user and group the server runs as; None is whoever we are."""

    user: int | None = None
    group: int | None = None

    @classmethod
    def for_server(cls) -> Self:
        """Give `nobody` when we are root, else ourselves."""
        if os.geteuid() != 0:
            return cls()
        entry = pwd.getpwnam("nobody")
        return cls(entry.pw_uid, entry.pw_gid)

    @property
    def identity(self) -> Identity:
        """The arguments of `subprocess` that start a program as this account."""
        if self.user is None or self.group is None:
            return {}
        return {"user": self.user, "group": self.group, "extra_groups": []}

    def own(self, path: Path) -> None:
        """Hand a file or folder to this account."""
        if self.user is not None and self.group is not None:
            os.chown(path, self.user, self.group)

    def reaches(self, path: Path) -> bool:
        """Whether this account can enter (or read and run) what lies at a path.

        Looks at the rights of "others" on the whole way, which is what counts for `nobody`.
        """
        if self.user is None:
            return True
        way = [path.resolve(), *path.resolve().parents]
        return all(step.stat().st_mode & stat.S_IXOTH for step in way)
