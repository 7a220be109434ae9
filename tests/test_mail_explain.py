"""The command that says how a mail is read: one JSON line a message, whatever the message is."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli.mail import mail_app
from app.errors import TooLarge
from app.intake.explain import explain
from app.intake.read import read_here
from app.intake.readers import Readers
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
    assert json.loads(json.dumps(explain(read_here(raw), "x"), ensure_ascii=False).encode())["file"] == "x"


def test_attachments_are_told_without_their_content() -> None:
    raw = b"From: a@b.example\nSubject: x\nContent-Type: document/pdf; name=../../a.pdf\n\n%PDF-1.4\n"
    assert explain(read_here(raw), "x")["attachments"] == [
        {"name": "a.pdf", "type": "application/pdf", "size": 9}
    ]


def outcome(*arguments: str, stdin: bytes = b"") -> tuple[list[str], str, int]:
    """The files that were explained, what was said beside, and how it ended."""
    result = RUN.invoke(mail_app, ["explain", *arguments, "--json"], input=stdin)
    return [json.loads(line)["file"] for line in result.stdout.splitlines()], result.stderr, result.exit_code


def test_in_a_folder_only_mail_is_read_and_the_rest_is_named(tmp_path: Path) -> None:
    request = mail_bytes("Registerutdrag", "Hej")
    for name in ("a.eml", "00017.7c53336b", "12.", "b.txt", "c.msg"):
        (tmp_path / name).write_bytes(request)
    (tmp_path / "labels.json").write_text('{"a.eml": "access"}')
    (tmp_path / "labels.yaml").write_text("From: x\nSubject: y\n")
    (tmp_path / "notes.txt").write_text("Subject: of what we talked about\n")
    (tmp_path / "d.msg").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    files, said, code = outcome(str(tmp_path))
    assert sorted(files) == ["00017.7c53336b", "12.", "a.eml", "b.txt", "c.msg"]
    for name in ("labels.json", "labels.yaml", "notes.txt", "d.msg"):
        assert f"{name} was passed over: it is no mail" in said
    assert code == 0


def test_a_maildir_is_read_without_what_is_still_being_delivered(tmp_path: Path) -> None:
    for folder in ("cur", "new", "tmp"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"1772442000.{folder}.mx:2,S").write_bytes(b"odd bytes, but a mail")
    files, said, _ = outcome(str(tmp_path))
    assert files == ["cur/1772442000.cur.mx:2,S", "new/1772442000.new.mx:2,S"]
    assert "tmp/1772442000.tmp.mx:2,S was passed over: it is still being delivered" in said


def mbox(*texts: str) -> bytes:
    head = b"From kim@home.example Mon Mar  2 09:00:00 2026\n"
    return b"\n".join(head + mail_bytes("Slett meg", text) + b"\n" for text in texts)


def test_an_mbox_is_many_mails_wherever_it_comes_from(tmp_path: Path) -> None:
    box = tmp_path / "old.mbox"
    box.write_bytes(mbox("Hei\n\n>From now on: slett alt.\n\nFrom here it goes on.", "To", "Tre\n"))
    assert outcome(str(box))[0] == [f"{box}#1", f"{box}#2", f"{box}#3"]
    assert outcome("-", stdin=box.read_bytes())[0] == ["-#1", "-#2", "-#3"]
    first, second, third = lines(str(tmp_path))
    assert (first["file"], second["file"], third["file"]) == ("old.mbox#1", "old.mbox#2", "old.mbox#3")
    assert first["text"] == "Hei\n\nFrom now on: slett alt.\n\nFrom here it goes on."
    assert (second["text"], third["text"]) == ("To", "Tre")
    assert first["defects"] == []


def test_one_mail_with_a_postmark_keeps_its_name(tmp_path: Path) -> None:
    file = tmp_path / "a.eml"
    file.write_bytes(mbox("Hei"))
    [found] = lines(str(file))
    assert (found["file"], found["subject"], found["defects"]) == (str(file), "Slett meg", [])


def test_a_mail_that_met_a_limit_has_its_line_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Readers.read

    async def read(readers: Readers, raw: bytes) -> bytes:
        if b"poison" in raw:
            raise TooLarge("Reading it took more than 20 seconds and was stopped.")
        return await real(readers, raw)

    monkeypatch.setattr(Readers, "read", read)
    (tmp_path / "a.eml").write_bytes(b"Subject: poison\n\nRadera mig")
    (tmp_path / "b.eml").write_bytes(mail_bytes("Radera mig", ""))
    bad, good = lines(str(tmp_path))
    assert (bad["decision"], good["decision"]) == ("triage", "open_case")
    assert bad["text"] == "Subject: poison\n\nRadera mig"
    assert bad["defects"] == [
        "Reading it took more than 20 seconds and was stopped.",
        "It is shown as it came.",
    ]


def test_names_and_terminals_of_any_kind(tmp_path: Path) -> None:
    name = b"\xe5\xff.eml"
    (tmp_path / "x").mkdir()
    Path(bytes(tmp_path / "x").decode() + "/" + name.decode("utf-8", "surrogateescape")).write_bytes(
        b"Subject: x\n\ny"
    )
    assert outcome(str(tmp_path / "x"))[0] == ["??.eml"]
    result = RUN.invoke(
        mail_app, ["explain", "-"], input=b"Subject: a\x1b[31m\n\nHej \x1b]0;x\x07 \xe2\x80\xae"
    )
    assert "\x1b" not in result.stdout
    assert "\x07" not in result.stdout


@pytest.mark.parametrize("locale", ["C", "en_US.ISO-8859-1"])
def test_the_line_is_utf_8_whatever_the_machine_speaks(locale: str) -> None:
    raw = mail_bytes("Å – ☃", "Œuvre 請")
    run = subprocess.run(
        [sys.executable, "-c", "from app.cli.main import main; main()", "mail", "explain", "-", "--json"],
        input=raw, capture_output=True, check=True, env={"LC_ALL": locale, "PYTHONCOERCECLOCALE": "0"},
    )  # fmt: skip
    found = json.loads(run.stdout.decode())
    assert (found["subject"], found["text"]) == ("Å – ☃", "Œuvre 請")
