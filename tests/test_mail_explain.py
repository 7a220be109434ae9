"""The command that says how a mail is read: one JSON line a message, whatever the message is."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli.mail import mail_app
from app.intake.explain import explain
from tests.letters import mail_bytes

KEYS = [
    "file",
    "subject",
    "from",
    "language",
    "text",
    "attachments",
    "defects",
    "automated",
    "rights",
    "decision",
]
RUN = CliRunner()


def lines(*arguments: str, stdin: bytes = b"") -> list[dict[str, object]]:
    result = RUN.invoke(mail_app, ["explain", *arguments, "--json"], input=stdin)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_file_gives_one_line_with_exactly_these_keys(tmp_path: Path) -> None:
    file = tmp_path / "a.eml"
    file.write_bytes(mail_bytes("Begäran om registerutdrag", "Hej,\njag vill ha ut mina uppgifter.\n"))
    [found] = lines(str(file))
    assert list(found) == KEYS
    assert found["file"] == str(file)
    assert found["subject"] == "Begäran om registerutdrag"
    assert found["from"] == "kim@home.example"
    assert (found["language"], found["decision"], found["automated"]) == ("sv", "open_case", None)
    assert found["text"] == "Hej,\njag vill ha ut mina uppgifter."
    assert isinstance(found["rights"], list)
    assert {tuple(right) for right in found["rights"]} == {("right", "confidence", "because")}


def test_a_folder_is_walked_in_order_and_one_bad_file_blocks_nothing(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "2.eml").write_bytes(mail_bytes("Slett meg", ""))
    (tmp_path / "a.eml").write_bytes(b"\x00\xff" * 400)
    (tmp_path / "c.eml").write_bytes(mail_bytes("Lunch", "Fredag?"))
    (tmp_path / "d.eml").symlink_to(tmp_path / "nowhere")
    found = lines(str(tmp_path))
    assert [line["file"] for line in found] == ["a.eml", "b/2.eml", "c.eml"]
    assert [line["decision"] for line in found] == ["not_a_request", "open_case", "not_a_request"]
    assert found[0]["defects"]


def test_a_missing_file_is_an_error_in_words(tmp_path: Path) -> None:
    result = RUN.invoke(mail_app, ["explain", str(tmp_path / "none.eml"), "--json"])
    assert result.exit_code == 1
    assert "No such file" in result.stderr
    assert result.stdout == ""


def test_standard_input_is_read_as_bytes() -> None:
    raw = b"From: a@b.example\nSubject: R\xe4ttning av information\n\n"
    [found] = lines("-", stdin=raw)
    assert found["file"] == "-"
    assert found["subject"] == "Rättning av information"


def test_without_json_a_person_can_read_it() -> None:
    result = RUN.invoke(mail_app, ["explain", "-"], input=mail_bytes("Sletting", "Slett alt om meg."))
    assert result.exit_code == 0
    assert "decision     open_case" in result.stdout
    assert "asks for erasure" in result.stdout
    assert "| Slett alt om meg." in result.stdout


@pytest.mark.parametrize(
    "raw", [b"", b"\r\n\r\n", b"From: a@b.example", b"\xff\xfe\x00", b"Subject: \xf0\x9f\x98"]
)
def test_anything_can_be_told_as_json(raw: bytes) -> None:
    assert json.loads(json.dumps(explain(raw, "x"), ensure_ascii=False).encode())["file"] == "x"


def test_attachments_are_told_without_their_content() -> None:
    raw = b"From: a@b.example\nSubject: x\nContent-Type: document/pdf; name=../../a.pdf\n\n%PDF-1.4\n"
    assert explain(raw, "x")["attachments"] == [{"name": "a.pdf", "type": "application/pdf", "size": 9}]
