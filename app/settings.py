"""Everything an operator can set, read once by `Settings()`."""

import base64
import binascii
from functools import cached_property
from ipaddress import ip_network
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import AliasChoices, Field, SecretStr, field_validator, model_validator
from pydantic_settings import SettingsConfigDict

from app.mail_server import MailServer
from app.secrets import Secret
from app.sign_in_settings import SignInSettings, is_own_machine

PREFIX = "UTDRAG_"
MASTER_KEY_BYTES = 32


class Settings(SignInSettings):
    """What an operator sets, each as UTDRAG_<NAME> in the environment; there is no other source."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, frozen=True, extra="forbid", populate_by_name=True,
        hide_input_in_errors=True,  # an error about a secret must not quote it
    )  # fmt: skip

    home: Path = Field(
        default=Path(".utdrag"),
        description="Folder for everything kept on disk: embedded database, key, files.",
    )
    demo: bool = Field(default=False, description="Whether this is a demonstration with invented people.")

    database_url: Secret | None = Field(
        default=None, description="URL of the PostgreSQL database (postgresql://…), or file:PATH; without it "
        "an embedded PostgreSQL is run in the home folder.",
    )  # fmt: skip
    pg_bin: Path | None = Field(
        default=None, description="Folder with the programs of the embedded PostgreSQL, 15 or newer."
    )
    pool_size: int = Field(default=10, ge=1, le=200, description="Database connections each process keeps.")
    pool_overflow: int = Field(
        default=10, ge=0, le=200, description="Database connections a process may open for a moment on top."
    )
    pool_timeout_seconds: float = Field(
        default=10.0, gt=0, description="Seconds a request waits for a database connection before it fails."
    )

    host: str = Field(default="127.0.0.1", description="Address the web server listens on.")
    port: int = Field(
        default=8700, ge=0, le=65535, validation_alias=AliasChoices("UTDRAG_PORT", "PORT"),
        description="Port the web server listens on; a plain PORT is honoured too.",
    )  # fmt: skip
    trusted_proxies: str = Field(
        default="127.0.0.1,::1",
        description="Addresses and networks of the proxies in front of us, with commas between; only what "
        "these say (X-Forwarded-For) is believed about where a request comes from.",
    )
    base_url: str = Field(
        default="",
        description="Address people reach us at, as written in letters; derived from host and port.",
    )

    master_key: Secret | None = Field(
        default=None,
        description="The master key: 32 bytes in Base64, or file:PATH to it; wins over the key file.",
    )
    master_key_file: Path = Field(
        default=Path("master.key"),
        description="File of the master key; a relative path is in the home folder.",
    )
    next_master_key: Secret | None = Field(
        default=None,
        description="The master key `utdrag key rotate-master` moves to when master_key is set; every "
        "process needs both meanwhile. A key file needs no such setting.",
    )
    blob_url: str = Field(
        default="", description="Object store (file://, s3://); default: the folder blobs in the home folder."
    )
    forgotten_url: str = Field(
        default="",
        description="Where the list of what was erased is kept besides the database (file://, s3://), so "
        "that no restored backup brings it back; the same for all processes. Default: the folder forgotten "
        "in the home folder.",
    )

    smtp_url: Secret | None = Field(
        default=None,
        description="Mail server for outgoing letters (smtp://, smtps://, smtp+starttls://), or file:PATH; "
        "without it letters stay in the outbox.",
    )
    mail_domain: str = Field(
        default="utdrag.example",
        description="Domain of our own addresses, in Message-ID and reply addresses.",
    )
    smtp_port: int = Field(
        default=8725, ge=0, le=65535, validation_alias=AliasChoices("UTDRAG_SMTP_PORT", "SMTP_PORT"),
        description="Port of the demonstration's mail listener; a plain SMTP_PORT is honoured too.",
    )  # fmt: skip
    inbox_poll_seconds: float = Field(
        default=60.0, ge=1, description="Seconds between two looks into a mailbox that does not wake us."
    )

    clamd_address: str = Field(
        default="", pattern=r"^$|^[A-Za-z0-9.-]+:\d{1,5}$",
        description="host:port of a clamd that searches mail for malware; without it none is searched.",
    )  # fmt: skip
    clamd_timeout_seconds: float = Field(
        default=120.0, gt=0, description="Seconds clamd may take for one mail before it stays unscanned."
    )

    reader_processes: int = Field(
        default=1, ge=1, le=32, description="Processes that read mail, apart from the one that serves."
    )
    worker_concurrency: int = Field(
        default=10, ge=1, le=200, description="Jobs one worker process performs at the same time."
    )
    worker_lease_seconds: float = Field(
        default=30.0,
        ge=2,
        description="Seconds without a sign of life after which another worker takes a job over.",
    )
    retry_limit: int = Field(
        default=8, ge=0, le=50, description="How often a failed job is tried again before a person is asked."
    )
    retry_first_seconds: float = Field(
        default=5.0, gt=0, description="Seconds before the first new try; each later wait is twice as long."
    )
    retry_longest_seconds: float = Field(
        default=3600.0, gt=0, description="The longest wait between two tries, in seconds."
    )

    metrics_token: Secret | None = Field(
        default=None, description="Token that opens /metrics from elsewhere than this machine, or file:PATH."
    )
    watch_port: int | None = Field(
        default=None,
        ge=1,
        le=65535,
        description="Port of /health and /metrics of `utdrag worker` and `listen`.",
    )
    tracing: bool = Field(
        default=False, description="Whether spans go to OpenTelemetry (OTEL_…); takes the extra `otel`."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="The least severe log lines that are written."
    )

    @field_validator("database_url")
    @classmethod
    def _postgresql_only(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not value.get_secret_value().startswith(("postgresql://", "postgres://")):
            raise ValueError("a PostgreSQL URL begins with postgresql://")
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, value: str) -> str:
        try:
            return ",".join(str(ip_network(part.strip())) for part in value.split(",") if part.strip())
        except ValueError:
            raise ValueError("trusted_proxies are IP addresses or networks (10.0.0.0/8)") from None

    @field_validator("base_url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        if value and not (value.startswith(("http://", "https://")) and urlsplit(value).hostname):
            raise ValueError("the address people reach us at begins with https:// or http://")
        return value

    @field_validator("smtp_url")
    @classmethod
    def _smtp_only(cls, value: SecretStr | None) -> SecretStr | None:
        schemes = ("smtp://", "smtps://", "smtp+starttls://")
        if value is not None and not value.get_secret_value().startswith(schemes):
            raise ValueError("a mail server's URL begins with smtp://, smtps:// or smtp+starttls://")
        return value

    @field_validator("master_key", "next_master_key")
    @classmethod
    def _whole_key(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and len(_decoded(value.get_secret_value())) != MASTER_KEY_BYTES:
            raise ValueError(f"the master key is {MASTER_KEY_BYTES} bytes in Base64")
        return value

    @model_validator(mode="after")
    def _sessions_are_safe(self) -> Self:
        if self.oidc_issuer and not (
            self.public_url.startswith("https://") or is_own_machine(self.public_url)
        ):
            raise ValueError("base_url must begin with https:// where people sign in")
        return self

    @model_validator(mode="after")
    def _waits_in_order(self) -> Self:
        if self.retry_first_seconds > self.retry_longest_seconds:
            raise ValueError("retry_first_seconds is longer than retry_longest_seconds")
        return self

    @cached_property
    def public_url(self) -> str:
        """Give the address written in letters, without a slash at its end."""
        host = "127.0.0.1" if self.host in {"0.0.0.0", "::"} else self.host  # noqa: S104 - it is compared
        return (self.base_url or f"http://{host}:{self.port}").rstrip("/")

    @cached_property
    def mail_server(self) -> MailServer | None:
        """Give the mail server letters go out through, or None when none is set."""
        if self.smtp_url is None:
            return None
        return MailServer.at(self.smtp_url.get_secret_value())

    @cached_property
    def key_file(self) -> Path:
        """Give the absolute path of the master key's file."""
        return (self.home / self.master_key_file).absolute()

    @cached_property
    def blob_store(self) -> str:
        """Give the URL of the object store."""
        return self.blob_url or (self.home / "blobs").absolute().as_uri()

    @cached_property
    def forgotten_store(self) -> str:
        """Give the URL of the list of what was erased."""
        return self.forgotten_url or (self.home / "forgotten").absolute().as_uri()

    @cached_property
    def database_dir(self) -> Path:
        """Give the absolute folder of the embedded PostgreSQL."""
        return (self.home / "postgres").absolute()

    def master_key_bytes(self) -> bytes | None:
        """Give the 32 bytes of the master key set in the environment, or None when its file is meant."""
        return None if self.master_key is None else _decoded(self.master_key.get_secret_value())

    def next_master_key_bytes(self) -> bytes | None:
        """Give the 32 bytes of the master key to come, or None when none is set."""
        return None if self.next_master_key is None else _decoded(self.next_master_key.get_secret_value())


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        return b""
