"""Settings: where they come from, that secrets stay secret, and that each is explained."""

import base64
from pathlib import Path

import pytest
from pydantic import ValidationError

from app.errors import NotReady
from app.secrets import secret
from app.settings import Settings

KEY = base64.b64encode(bytes(range(32))).decode()


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PORT", "SMTP_PORT", *(f"UTDRAG_{field.upper()}" for field in Settings.model_fields)):
        monkeypatch.delenv(name, raising=False)


def test_defaults_run_the_demo_on_loopback() -> None:
    settings = Settings()
    assert settings.database_url is None
    assert (settings.host, settings.port, settings.smtp_port) == ("127.0.0.1", 8700, 8725)
    assert settings.public_url == "http://127.0.0.1:8700"
    assert settings.key_file == Path(".utdrag/master.key").absolute()
    assert settings.blob_store == (Path(".utdrag") / "blobs").absolute().as_uri()


def test_every_setting_is_read_from_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UTDRAG_HOME", "/srv/utdrag")
    monkeypatch.setenv("UTDRAG_LOG_LEVEL", "debug")
    monkeypatch.setenv("UTDRAG_DATABASE_URL", "postgresql://a:b@db.example/utdrag")
    settings = Settings()
    assert settings.home == Path("/srv/utdrag")
    assert settings.log_level == "debug"
    assert settings.key_file == Path("/srv/utdrag/master.key")
    assert settings.database_url is not None
    assert settings.database_url.get_secret_value() == "postgresql://a:b@db.example/utdrag"


@pytest.mark.parametrize(("name", "field"), [("PORT", "port"), ("SMTP_PORT", "smtp_port")])
def test_plain_ports_are_honoured_and_ours_win(
    name: str, field: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "9001")
    assert getattr(Settings(), field) == 9001
    monkeypatch.setenv(f"UTDRAG_{name}", "9002")
    assert getattr(Settings(), field) == 9002


def test_an_empty_variable_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UTDRAG_DATABASE_URL", "")
    monkeypatch.setenv("PORT", "")
    settings = Settings()
    assert settings.database_url is None
    assert settings.port == 8700


def test_a_dotenv_file_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("UTDRAG_PORT=9999\n")
    monkeypatch.chdir(tmp_path)
    assert Settings().port == 8700


def test_nothing_can_be_changed_later() -> None:
    with pytest.raises(ValidationError):
        Settings().port = 1  # type: ignore[misc]  # that it is refused is the point


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("master_key", "not base64 hunter2"),
        ("master_key", base64.b64encode(b"hunter2").decode()),
        ("database_url", "mysql://root:hunter2@db.example/x"),
        ("smtp_url", "http://user:hunter2@mail.example"),
        ("database_url", "file:/nowhere/hunter2-is-not-here"),
    ],
)
def test_a_wrong_secret_is_refused_without_being_quoted(
    field: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"UTDRAG_{field.upper()}", value)
    with pytest.raises(ValidationError) as caught:
        Settings()
    assert field in str(caught.value)
    if not value.startswith("file:"):
        assert "hunter2" not in str(caught.value)
        assert base64.b64encode(b"hunter2").decode() not in str(caught.value)


def test_secrets_are_not_printed(tmp_path: Path) -> None:
    settings = Settings.model_validate(
        {
            "master_key": KEY,
            "smtp_url": "smtp://u:hunter2@mail.example",
            "database_url": "postgresql://a:hunter2@db/x",
        }
    )
    for shown in (repr(settings), str(settings), settings.model_dump_json()):
        assert "hunter2" not in shown
        assert KEY not in shown
    assert settings.master_key_bytes() == bytes(range(32))


def test_a_secret_may_be_a_file_or_a_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "database_url"
    path.write_text("postgresql://a:b@db.example/utdrag\n")
    monkeypatch.setenv("UTDRAG_DATABASE_URL", f"file:{path}")
    monkeypatch.setenv("UTDRAG_MASTER_KEY", "env:ELSEWHERE")
    monkeypatch.setenv("ELSEWHERE", KEY)
    settings = Settings()
    assert settings.database_url is not None
    assert settings.database_url.get_secret_value() == "postgresql://a:b@db.example/utdrag"
    assert settings.master_key_bytes() == bytes(range(32))


def test_secret_gives_the_value_without_its_line_break(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("A_TOKEN", "  abc \n")
    assert secret("env:A_TOKEN") == "  abc "
    (tmp_path / "token").write_text("abc\r\n")
    assert secret(f"file:{tmp_path}/token") == "abc"


@pytest.mark.parametrize(
    "reference", ["", "abc", "env:", "file:", "env:NOT_SET", "file:/nowhere", "vault:x", "env:BLANK"]
)
def test_secret_says_what_is_missing(reference: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOT_SET", raising=False)
    monkeypatch.setenv("BLANK", " \n")
    with pytest.raises(NotReady):
        secret(reference)


def test_a_wrong_reference_is_not_quoted() -> None:
    with pytest.raises(NotReady) as caught:
        secret("hunter2")  # somebody put the secret itself where its reference belongs
    assert "hunter2" not in str(caught.value)


def test_retries_wait_in_order() -> None:
    with pytest.raises(ValidationError, match="retry_first_seconds"):
        Settings(retry_first_seconds=10, retry_longest_seconds=5)


def test_a_wildcard_host_is_not_an_address() -> None:
    assert Settings(host="0.0.0.0", port=80).public_url == "http://127.0.0.1:80"
    assert Settings(base_url="https://dsr.example/").public_url == "https://dsr.example"


@pytest.mark.parametrize(("name", "field"), Settings.model_fields.items())
def test_every_setting_says_what_it_does(name: str, field: object) -> None:
    description = getattr(field, "description", None)
    assert description, f"{name} has no description"
    assert description.endswith(".")
