"""A signed-in connection to a mail server, and what goes wrong with it in words without the server's own."""

import imaplib
import re
import ssl
from collections.abc import Generator
from contextlib import contextmanager

from imap_tools.errors import ImapToolsError
from imap_tools.mailbox import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted

from app.errors import SystemDidNotAnswer
from app.profiles import Mailbox

ANSWER_SECONDS = 30.0
"""How long the server may take for a piece of an answer."""
_STARTTLS_PORT = 143
_PASSING = re.compile(r"\[(?:UNAVAILABLE|INUSE|LIMIT|SERVERBUG)\]")


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
    if not box.tls:
        return MailBoxUnencrypted(box.host, box.port, timeout=ANSWER_SECONDS)
    # without a context of our own the certificate would not be looked at
    kind = MailBoxStartTls if box.port == _STARTTLS_PORT else MailBox
    return kind(box.host, box.port, timeout=ANSWER_SECONDS, ssl_context=ssl.create_default_context())


def sign_in(connection: BaseMailBox, user: str, password: str) -> None:
    """Sign in; raises SystemDidNotAnswer, permanent when it is the user or password that is refused."""
    login = connection.login if (user + password).isascii() else connection.login_utf8
    try:
        login(user, password, initial_folder=None)
    except imaplib.IMAP4.abort:
        raise
    except (imaplib.IMAP4.error, ImapToolsError) as error:
        if _PASSING.search(str(error)):
            raise SystemDidNotAnswer("The mail server lets nobody in at the moment.") from None
        refused = "The mail server refuses the user name or password."
        raise SystemDidNotAnswer(refused, permanent=True) from None
