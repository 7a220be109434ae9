"""A command that cannot do what it was asked says in one sentence why, and leaves nothing behind."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture
def taken() -> Iterator[int]:
    """A port somebody else listens on."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield int(other.getsockname()[1])


def refused(home: Path, *words: str, **environment: str) -> str:
    """Give the sentence with which a command was refused."""
    done = subprocess.run(
        [sys.executable, "-c", "from app.cli.main import main; main()", *words],
        cwd=ROOT,
        env={"UTDRAG_HOME": str(home), "PATH": "/usr/bin:/bin", **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert (done.returncode, done.stdout) == (2, ""), done.stdout + done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr.strip()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PORT", "abc", "UTDRAG_PORT: Input should be a valid integer"),
        ("UTDRAG_LOG_LEVEL", "loud", "UTDRAG_LOG_LEVEL: Input should be 'debug'"),
        (
            "UTDRAG_BASE_URL",
            "privacy.example",
            "UTDRAG_BASE_URL: Value error, the address people reach us at",
        ),
        ("UTDRAG_MASTER_KEY", "c2hvcnQ=", "UTDRAG_MASTER_KEY: Value error, the master key is 32 bytes"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, name: str, value: str, said: str) -> None:
    assert said in refused(tmp_path / "none", "demo", **{name: value})
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("words", [("audit", "verify"), ("token", "list", "--organisation", "nordstaff")])
def test_a_folder_where_nothing_was_set_up_is_left_alone(tmp_path: Path, words: tuple[str, ...]) -> None:
    said = refused(tmp_path / "none", *words)
    assert f"Nothing has been set up in {tmp_path / 'none'}." in said
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("name", ["PORT", "SMTP_PORT"])
def test_a_taken_port_is_told_before_anything_is_prepared(tmp_path: Path, taken: int, name: str) -> None:
    ports = {"PORT": "0", "SMTP_PORT": "0", name: str(taken)}
    said = refused(tmp_path / "none", "demo", **ports)
    assert said == f"utdrag: Port {taken} is taken (Address already in use). Set {name} to another one."
    assert not (tmp_path / "none").exists()
