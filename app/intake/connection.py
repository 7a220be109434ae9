"""A signed-in connection to a mail server, and what goes wrong with it in words without the server's own."""

import imaplib
import re
import ssl
from collections.abc import Generator
from contextlib import contextmanager

from imap_tools.errors import ImapToolsError
from imap_tools.mailbox import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted

from app.errors import SystemDidNotAnswer
from app.inbox_profiles import Mailbox

ANSWER_SECONDS = 30.0
"""How long the server may take for a piece of an answer."""
GREETING_SECONDS = 8.0
"""How long it may take to be there at all: nobody can break that off, and the house ends as quickly."""
_STARTTLS_PORT = 143
_PASSING = re.compile(r"\[(?:UNAVAILABLE|INUSE|LIMIT|SERVERBUG)\]")


class SignInRefused(SystemDidNotAnswer):
    """The server does not take the password or the token."""


@contextmanager
def answers() -> Generator[None]:
    """Turn a lost connection into SystemDidNotAnswer; a command that was only refused is left as it is."""
    try:
        yield
    except ssl.SSLCertVerificationError:
        raise SystemDidNotAnswer("The mail server's certificate is not trusted.", permanent=True) from None
    except (imaplib.IMAP4.abort, OSError, EOFError) as error:
        raise SystemDidNotAnswer(f"The mail server does not answer ({type(error).__name__}).") from None


def connected(box: Mailbox) -> BaseMailBox:
    """Give a new connection; over TLS the server must prove who it is (STARTTLS on port 143)."""
    connection = _greeted(box)
    connection.client.sock.settimeout(ANSWER_SECONDS)
    return connection


def _greeted(box: Mailbox) -> BaseMailBox:
    if not box.tls:
        return MailBoxUnencrypted(box.host, box.port, timeout=GREETING_SECONDS)
    # without a context of our own the certificate would not be looked at
    kind = MailBoxStartTls if box.port == _STARTTLS_PORT else MailBox
    return kind(box.host, box.port, timeout=GREETING_SECONDS, ssl_context=ssl.create_default_context())


def sign_in(connection: BaseMailBox, box: Mailbox, word: str) -> None:
    """Sign in with the password or token; raises SignInRefused, or SystemDidNotAnswer for the moment."""
    try:
        if box.oauth is not None:
            _by_token(connection, box.user, word)
        elif (box.user + word).isascii():
            connection.login(box.user, word, initial_folder=None)
        else:
            connection.login_utf8(box.user, word, initial_folder=None)
    except imaplib.IMAP4.abort:
        raise
    except (imaplib.IMAP4.error, ImapToolsError) as error:
        if _PASSING.search(str(error)):
            raise SystemDidNotAnswer("The mail server lets nobody in at the moment.") from None
        what = "access token" if box.oauth else "user name or password"
        raise SignInRefused(f"The mail server refuses the {what}.", permanent=True) from None


def _by_token(connection: BaseMailBox, user: str, token: str) -> None:
    """XOAUTH2: a refusal comes as a challenge, which must be answered with nothing."""
    said = iter([f"user={user}\1auth=Bearer {token}\1\1".encode()])
    connection.client.authenticate("XOAUTH2", lambda _: next(said, b""))
