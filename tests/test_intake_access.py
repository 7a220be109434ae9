"""Mailboxes opened by an access token: a real issuer gives it, and a real Dovecot asks the issuer about it."""

import asyncio
import subprocess
from collections.abc import Generator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError
from structlog.testing import capture_logs

from app import clock
from app.errors import NotReady, SystemDidNotAnswer
from app.inbox_profiles import Mailbox, OAuth
from app.intake.access import Access
from tests.counterparts.dovecot import Dovecot
from tests.counterparts.oauth import SCOPE, SECRET, Issuer, issuing
from tests.house import until
from tests.test_intake_imap import Post, connected, hasty, mailboxes, post, watching

__all__ = ["hasty", "mailboxes", "post"]  # fixtures


@dataclass
class Guarded:
    """A mailbox whose server takes access tokens, and who gives them."""

    post: Post
    issuer: Issuer
    secret: Path


@pytest.fixture
def issuer(dovecot: Dovecot, post: Post) -> Generator[Issuer]:
    with issuing(post.user, dovecot.introspection_port) as running:
        yield running


@pytest.fixture
def guarded(post: Post, issuer: Issuer, tmp_path: Path) -> Guarded:
    secret = tmp_path / "client-secret"
    secret.write_text(SECRET + "\n")
    oauth = issuer.client(f"file:{secret}")
    return Guarded(post.with_box(password="", oauth=oauth), issuer, secret)


async def test_a_mailbox_is_read_with_a_token(guarded: Guarded) -> None:
    post = guarded.post
    await post.deliver("one", "two")
    assert await post.fetch() == 2
    assert await post.subjects() == ["one", "two"]
    assert post.uids("INBOX") == []
    assert len(guarded.issuer.given) == 1


async def test_a_service_account_signs_for_the_user(guarded: Guarded, tmp_path: Path) -> None:
    key = tmp_path / "account.json"
    key.write_text(guarded.issuer.service_account())
    post = guarded.post.with_box(oauth={"service_account": f"file:{key}", "scope": SCOPE})
    await post.deliver("one")
    assert await post.fetch() == 1


async def test_a_token_is_used_again_and_renewed_before_it_ends(
    issuer: Issuer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    access = an_access(issuer, tmp_path)
    first = await access.word()
    assert [await access.word() for _ in range(3)] == [first] * 3
    later = clock.now() + timedelta(minutes=54)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert await access.word() == first
    later += timedelta(minutes=1, seconds=1)
    second = await access.word()
    assert second != first
    assert issuer.given == [first, second]


@pytest.mark.parametrize(("life", "good_for"), [(3600, 3300), (400, 200), (60, 30)])
async def test_a_short_lived_token_is_renewed_at_half_its_life(
    issuer: Issuer, tmp_path: Path, life: int, good_for: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    began: datetime = clock.now()
    monkeypatch.setattr(clock, "now", lambda: began)
    issuer.life = life
    access = an_access(issuer, tmp_path)
    await access.word()
    assert access._token is not None
    assert access._token.renew_at == began + timedelta(seconds=good_for)


async def test_many_who_ask_at_once_share_one_token(issuer: Issuer, tmp_path: Path) -> None:
    access = an_access(issuer, tmp_path)
    words = await asyncio.gather(*(access.word() for _ in range(10)))
    assert set(words) == set(issuer.given)
    assert len(issuer.given) == 1


async def test_a_token_the_server_no_longer_takes_is_replaced_at_once(guarded: Guarded, hasty: None) -> None:
    post = guarded.post.polling(0.5)
    async with watching(post):
        await connected(post)
        guarded.issuer.revoke()
        await asyncio.to_thread(kick, post)
        await post.deliver("after it was revoked")
        await post.has(1)
        await connected(post)
    assert len(guarded.issuer.given) == 2


def kick(post: Post) -> None:
    """Let the server end every connection of the mailbox, as it does when a token is over."""
    conf = post.dovecot.folder / "dovecot.conf"
    subprocess.run(["doveadm", "-c", str(conf), "kick", post.user], check=True, capture_output=True)


async def test_a_token_that_is_refused_even_when_new_is_told_to_a_person(
    guarded: Guarded, monkeypatch: pytest.MonkeyPatch
) -> None:
    guarded.issuer.user = "somebody-else"
    with pytest.raises(SystemDidNotAnswer) as refused:
        await guarded.post.fetch()
    assert refused.value.permanent
    assert (await guarded.post.cursor()).failure == "The mail server refuses the access token."
    assert len(guarded.issuer.given) == 2


@pytest.mark.parametrize(
    ("answer", "sentence", "permanent"),
    [
        ((401, b'{"error": "invalid_client"}'), "invalid_client", True),
        ((400, b'{"error": "unauthorized_client", "error_description": "anna@post.example"}'),
         "unauthorized_client", True),
        ((400, b'{"error": "temporarily_unavailable"}'), "temporarily_unavailable", False),
        ((400, b'{"error": "Anna Berg <anna@post.example>"}'), "400", True),
        ((503, b"<html>busy</html>"), "503", False),
        ((200, b"[]"), "200", False),
        ((200, b'{"access_token": ""}'), "200", False),
    ],
)  # fmt: skip
async def test_what_the_issuer_says_instead(
    guarded: Guarded, answer: tuple[int, bytes], sentence: str, permanent: bool
) -> None:
    guarded.issuer.answer = answer
    with pytest.raises(SystemDidNotAnswer) as refused:
        await guarded.post.fetch()
    assert refused.value.permanent is permanent
    assert (await guarded.post.cursor()).failure == f"The token endpoint gives no token ({sentence})."


async def test_a_wrong_client_secret_is_shown_until_it_is_right(guarded: Guarded, hasty: None) -> None:
    guarded.secret.write_text("wrong")
    await guarded.post.deliver("one")
    with capture_logs() as lines:
        async with watching(guarded.post):
            await until(lambda: shown(guarded.post))
            guarded.secret.write_text(SECRET)
            await guarded.post.has(1)
    assert SECRET not in str(lines)
    assert not any(token in str(lines) for token in guarded.issuer.given)


async def shown(post: Post) -> bool:
    try:
        return "invalid_client" in (await post.cursor()).failure
    except Exception:  # noqa: BLE001 - not there yet
        return False


async def test_an_issuer_that_is_away_is_waited_for(tmp_path: Path, post: Post) -> None:
    with issuing(post.user) as issuer:
        access = an_access(issuer, tmp_path)
    with pytest.raises(SystemDidNotAnswer, match="does not answer") as away:
        await access.word()
    assert not away.value.permanent


@pytest.mark.parametrize("content", ["", "{}", "no json", '{"client_email": "a", "token_uri": "b"}'])
async def test_a_key_file_that_is_none_is_told(tmp_path: Path, content: str) -> None:
    key = tmp_path / "account.json"
    key.write_text(content or "\n")
    access = Access("a@b.example", OAuth(scope=SCOPE, service_account=f"file:{key}"))
    with pytest.raises(NotReady, match=r"account\.json"):
        await access.word()


async def test_a_signature_is_not_sent_unencrypted(issuer: Issuer, tmp_path: Path) -> None:
    key = tmp_path / "account.json"
    key.write_text(issuer.service_account().replace("http://127.0.0.1", "http://mail.example"))
    with pytest.raises(NotReady):
        await Access("a@b.example", OAuth(scope=SCOPE, service_account=f"file:{key}")).word()


def an_access(issuer: Issuer, folder: Path) -> Access:
    secret = folder / "a-secret"
    secret.write_text(SECRET)
    return Access(issuer.user, OAuth.model_validate(issuer.client(f"file:{secret}")))


BOX = {"host": "imap.example", "user": "a@b.example"}
CLIENT = {
    "token_url": "https://login.example/token",
    "client_id": "x",
    "client_secret": "env:X",
    "scope": "s",
}


@pytest.mark.parametrize(
    "wrong",
    [
        BOX,
        {**BOX, "password": "env:X", "oauth": CLIENT},
        {**BOX, "oauth": {"scope": "s"}},
        {**BOX, "oauth": {**CLIENT, "client_secret": "the secret itself"}},
        {**BOX, "oauth": {**CLIENT, "token_url": "http://login.example/token"}},
        {**BOX, "oauth": {**CLIENT, "token_url": "http://127.0.0.1.login.example/token"}},
        {**BOX, "oauth": {**CLIENT, "service_account": "env:Y"}},
        {**BOX, "oauth": {**CLIENT, "scope": ""}},
    ],
)
def test_a_profile_names_one_way_in_and_no_secret(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Mailbox.model_validate(wrong)


def test_nothing_secret_is_shown_of_the_way_in(issuer: Issuer, tmp_path: Path) -> None:
    access = an_access(issuer, tmp_path)
    assert "secret" not in repr(access)
