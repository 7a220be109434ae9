"""A mail server for outgoing letters, as its URL names it."""

from dataclasses import dataclass, field
from typing import Self
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True)
class MailServer:
    """Where letters are handed over, and how."""

    host: str
    port: int
    username: str | None
    password: str | None = field(repr=False)
    tls: bool
    start_tls: bool

    @classmethod
    def at(cls, address: str) -> Self:
        """Give the server at smtp://, smtps:// or smtp+starttls://."""
        url = urlsplit(address)
        usual = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}[url.scheme]
        return cls(
            host=url.hostname or "localhost",
            port=url.port or usual,
            username=unquote(url.username) if url.username else None,
            password=unquote(url.password) if url.password else None,
            tls=url.scheme == "smtps",
            start_tls=url.scheme == "smtp+starttls",
        )
