"""The library's `wordpress` definition against a real WordPress."""

import asyncio
import secrets
from collections.abc import AsyncGenerator

import pytest

from app.connectors import registry
from app.connectors.contract import Change, Connector, Ident, Record
from app.errors import SystemDidNotAnswer
from app.vocabulary import Certainty, IdentKind, TaskState
from tests.counterparts.wordpress import WordPress


def connected(site: WordPress, base: str = "") -> Connector:
    params = {"base": base or site.base, "username": site.username, "password": "env:P", "heir": site.admin}
    return registry.build("rest", {"definition": "wordpress", "params": params}, lambda _: site.password)


def ident(kind: IdentKind, value: str) -> Ident:
    return Ident(kind, value, verified=True, source="test")


@pytest.fixture
async def connector(wordpress: WordPress) -> AsyncGenerator[Connector]:
    opened = connected(wordpress)
    yield opened
    await opened.aclose()


@pytest.fixture
def email() -> str:
    return f"kim.{secrets.token_hex(4)}@mail.example"


async def test_more_comments_than_a_page_holds(
    wordpress: WordPress, connector: Connector, email: str
) -> None:
    await asyncio.to_thread(
        wordpress.mariadb.run,
        "INSERT INTO wp_comments (comment_post_ID, comment_author, comment_author_email, comment_content,"
        f" comment_date, comment_date_gmt, comment_approved) SELECT 1, 'Kim', '{email}', CONCAT('no ', seq),"
        " now(), now(), IF(seq % 3, '1', 'spam') FROM seq_1_to_230",
        "wordpress",
    )
    matches = await connector.find([ident(IdentKind.EMAIL, email)])
    assert len({match.ref for match in matches}) == 230
    assert {match.data["status"] for match in matches} == {"approved", "spam"}


async def test_the_same_name_is_only_probably_the_person(
    wordpress: WordPress, connector: Connector, email: str
) -> None:
    name = f"Kim {email[4:12]}"
    await asyncio.to_thread(wordpress.add_user, email, name)
    [match] = await connector.find([ident(IdentKind.NAME, name.upper())])
    assert (match.collection, match.certainty) == ("user", Certainty.PROBABLE)


async def test_corrects_an_address_that_wordpress_then_knows(
    wordpress: WordPress, connector: Connector, email: str
) -> None:
    user = await asyncio.to_thread(wordpress.add_user, email, "Kim Alm")
    [match] = await connector.find([ident(IdentKind.EMAIL, email)])
    changes = [Change("email", email, f"new.{email}"), Change("last_name", "Alm", "Ålm")]
    assert (await connector.rectify(match, changes, "k")).state is TaskState.DONE
    now = await asyncio.to_thread(wordpress.call, "GET", f"/users/{user}?context=edit")
    assert (now["email"], now["last_name"], now["first_name"]) == (f"new.{email}", "Ålm", "Kim")


async def test_a_value_wordpress_will_not_have_is_refused_with_its_reason_as_evidence(
    wordpress: WordPress, connector: Connector, email: str
) -> None:
    await asyncio.to_thread(wordpress.add_user, email, "Kim Alm")
    [match] = await connector.find([ident(IdentKind.EMAIL, email)])
    outcome = await connector.rectify(match, [Change("email", email, "no address")], "k")
    assert (outcome.state, outcome.reason) == (TaskState.REFUSED, "The system answered 400")
    assert outcome.evidence["answer"]["code"] == "rest_invalid_param"


async def test_an_erased_author_s_texts_go_to_the_heir(
    wordpress: WordPress, connector: Connector, email: str
) -> None:
    user = await asyncio.to_thread(wordpress.add_user, email, "Kim Alm")
    post = await asyncio.to_thread(
        wordpress.call, "POST", "/posts", title="News", author=user, status="publish"
    )
    [match] = await connector.find([ident(IdentKind.EMAIL, email)])
    assert (await connector.erase(match, "delete", "k")).state is TaskState.DONE
    left = await asyncio.to_thread(wordpress.call, "GET", f"/posts/{post['id']}")
    assert left["author"] == wordpress.admin


async def test_anonymising_leaves_the_words_and_takes_the_person(
    wordpress: WordPress, connector: Connector, email: str
) -> None:
    await asyncio.to_thread(wordpress.add_comment, email, "Kim Alm", "Good article")
    [match] = await connector.find([ident(IdentKind.EMAIL, email)])
    assert (await connector.erase(match, "anonymise", "k")).state is TaskState.DONE
    assert await connector.find([ident(IdentKind.EMAIL, email)]) == []
    [left] = [item async for item in connector.export(match) if isinstance(item, Record)]
    assert left.data["content.raw"] == "Good article"
    assert not {"Kim Alm", email, match.data["author_ip"], match.data["author_user_agent"]} & set(
        map(str, left.data.values())
    )


async def test_a_stopped_server_may_come_back(wordpress: WordPress, connector: Connector) -> None:
    with wordpress.stopped():
        with pytest.raises(SystemDidNotAnswer) as caught:
            await connector.probe()
        assert not caught.value.permanent
    assert (await connector.probe()).state is TaskState.DONE


async def test_a_wrong_address_is_permanent(wordpress: WordPress) -> None:
    lost = connected(wordpress, f"{wordpress.base}/not-here")
    with pytest.raises(SystemDidNotAnswer) as caught:
        await lost.find([ident(IdentKind.EMAIL, "kim@mail.example")])
    assert caught.value.permanent
    await lost.aclose()
