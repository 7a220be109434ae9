"""A real mailbox: Dovecot with IMAP and LMTP on free loopback ports, as root or as anybody."""

import asyncio
import grp
import os
import pwd
import shutil
import smtplib
import subprocess
import tempfile
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

import pytest

from app.embedded.server import free_port

USER, PASSWORD = "inbox", "only-for-tests"
CONF = """\
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_failure_delay = 0
auth_mechanisms = plain login xoauth2 oauthbearer
default_internal_user = {internal}
default_internal_group = {internal_group}
default_login_user = {login}
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:%h/Maildir
recipient_delimiter = +
namespace inbox {{
  inbox = yes
  mailbox Quarantine {{
    auto = create
  }}
  mailbox Processed {{
    auto = create
  }}
  mailbox Junk {{
    auto = create
  }}
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {folder}/oauth2.conf.ext
}}
passdb {{
  driver = passwd-file
  args = username_format=%n {folder}/users
}}
userdb {{
  driver = passwd-file
  args = username_format=%n {folder}/users
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service lmtp {{
  chroot =
  inet_listener lmtp {{
    port = {lmtp}
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


INTROSPECTION = """\
introspection_mode = post
introspection_url = http://127.0.0.1:{port}/introspect
username_attribute = username
username_format = %n
active_attribute = active
active_value = true
"""


@dataclass
class Dovecot:
    """A running mail server; every address's local part before a plus names the mailbox."""

    folder: Path
    imap_port: int
    lmtp_port: int
    introspection_port: int
    """Where it asks whose an access token is; nobody is there unless a test puts an issuer there."""
    process: subprocess.Popen[bytes]
    host: str = "127.0.0.1"
    user: str = USER
    password: str = PASSWORD

    def add_user(self, name: str) -> None:
        """Give another empty mailbox, with the same password."""
        uid, gid = _mail_owner()
        with (self.folder / "users").open("a", encoding="ascii") as users:
            users.write(f"{name}:{{PLAIN}}{self.password}:{uid}:{gid}::{self.folder}/mail/{name}::\n")

    def deliver(self, raw: bytes, *, to: str = f"{USER}@post.example", sender: str = "") -> None:
        """Hand one mail over by LMTP, as the organisation's mail server would."""
        with smtplib.LMTP(self.host, self.lmtp_port) as lmtp:
            lmtp.sendmail(sender, [to], raw)

    def stop(self) -> None:
        """Stop it and wait until it is gone."""
        self.process.terminate()
        self.process.wait(10)

    async def delivered(self, raw: bytes, *, to: str = f"{USER}@post.example", sender: str = "") -> None:
        """As `deliver`, without holding up the loop."""
        await asyncio.to_thread(self.deliver, raw, to=to, sender=sender)


def start(folder: Path) -> Dovecot:
    """Run a Dovecot that keeps everything in `folder`; give it when it answers."""
    account = pwd.getpwuid(os.getuid())
    internal, login = ("dovecot", "dovenull") if account.pw_uid == 0 else (account.pw_name, account.pw_name)
    imap, lmtp, introspection = free_port(), free_port(), free_port()
    (folder / "oauth2.conf.ext").write_text(INTROSPECTION.format(port=introspection))
    for name in ("run", "mail"):
        (folder / name).mkdir()
    os.chown(folder / "mail", *_mail_owner())
    conf = folder / "dovecot.conf"
    conf.write_text(
        CONF.format(
            folder=folder, imap=imap, lmtp=lmtp, internal=internal, login=login,
            internal_group=grp.getgrgid(pwd.getpwnam(internal).pw_gid).gr_name,
        )
    )  # fmt: skip
    program = shutil.which("dovecot", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
    if program is None:
        pytest.skip("Dovecot is not installed")
    dovecot = Dovecot(folder, imap, lmtp, introspection, subprocess.Popen([program, "-F", "-c", str(conf)]))
    dovecot.add_user(USER)
    _wait(dovecot)
    return dovecot


def _wait(dovecot: Dovecot, seconds: float = 15.0) -> None:
    end = monotonic() + seconds
    while monotonic() < end and dovecot.process.poll() is None:
        try:
            smtplib.LMTP(dovecot.host, dovecot.lmtp_port).close()
        except (OSError, smtplib.SMTPException):
            sleep(0.05)
        else:
            return
    dovecot.process.kill()
    log = dovecot.folder / "dovecot.log"
    raise RuntimeError(f"Dovecot did not start: {log.read_text()[-800:] if log.exists() else 'no log'}")


def _mail_owner() -> tuple[int, int]:
    if os.getuid() == 0:
        nobody = pwd.getpwnam("nobody")
        return nobody.pw_uid, nobody.pw_gid
    return os.getuid(), os.getgid()


@pytest.fixture(scope="session")
def dovecot() -> Generator[Dovecot]:
    """One Dovecot for the whole run; skipped, which CI calls a failure, when it is not installed."""
    with tempfile.TemporaryDirectory(prefix="dovecot-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o711)
        running = start(folder)
        yield running
        running.stop()
