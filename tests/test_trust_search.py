"""Sealed names, addresses and numbers are found again by what a handler types, and only with the key."""

import time
import unicodedata
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.trust.keys import OrganisationKey
from app.trust.search import (
    LONGEST_WORD,
    MOST_WORDS,
    TOKEN_SIZE,
    email_token,
    identity_tokens,
    index_key,
    name_tokens,
    normalised,
    phone_token,
    query_tokens,
)

KEY = bytes(range(32))
TEXT = st.text(st.characters(codec=None), max_size=60)


def found(name: str, query: str) -> bool:
    held = name_tokens(KEY, name)
    return fits(held, query)


def fits(held: frozenset[bytes], query: str, country: str = "SE") -> bool:
    groups = query_tokens(KEY, query, country)
    return bool(groups) and all(held & group for group in groups)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Åsa Öström", "asa ostrom"),
        ("Bjørn Sæther", "bjorn saether"),
        ("JÄÄSKELÄINEN", "jaaskelainen"),
        ("A\u030asa", "asa"),
        ("O'Brien, O’Brien", "obrien obrien"),
        ("  Anna-Lena\tvan der Berg. ", "anna lena van der berg"),
        ("Ｆｕｌｌ", "full"),
        ("Þór Guðmundsson", "thor gudmundsson"),
        ("ÆØÅ", "aeoa"),
        ("Ǿ ǽ", "o ae"),
        ("İpek Weiß", "ipek weiss"),
        ("", ""),
        ("--", ""),
        ("Nguyễn", "nguyen"),
        ("Łukasz Đorđe", "lukasz dorde"),
    ],
)
def test_what_search_sees(text: str, plain: str) -> None:
    assert normalised(text) == plain


@settings(deadline=None)
@given(TEXT)
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalised(normalised(text)) == normalised(text)


@settings(deadline=None)
@given(TEXT)
def test_every_unicode_form_is_the_same_text(text: str) -> None:
    forms = {normalised(unicodedata.normalize(form, text)) for form in ("NFC", "NFD", "NFKC", "NFKD")}
    assert forms == {normalised(text)}


@settings(deadline=None)
@given(st.text("abcåäöæøéABCÅÄÖ -'", max_size=40))
def test_case_never_matters(text: str) -> None:
    assert normalised(text.upper()) == normalised(text.lower()) == normalised(text)


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("Anna-Lena Öström", "ostrom"),
        ("Anna-Lena Öström", "len öst"),
        ("Anna-Lena Öström", "ÖSTRÖM, Anna"),
        ("Bo Ek", "bo"),
        ("Ågård", "Aagaard"),
        ("Aagaard", "ågård"),
        ("Jørgensen", "Joergensen"),
        ("Joergensen", "jørg"),
        ("Sæther", "Säther"),
        ("Mueller", "Müller"),
        ("O'Brien", "obrien"),
        ("Kristoffersdottirsonbergström", "Kristoffersdottirsonbergström"),
        ("Kristoffersdottirsonbergström", "kristoffersdottirsonbergst"),
    ],
)
def test_a_handler_finds(name: str, query: str) -> None:
    assert found(name, query)


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("Anna Öström", "an"),
        ("Anna Öström", "strom"),
        ("Anna Öström", "anna berg"),
        ("Anna", "annan"),
        ("Anna", ""),
        ("Anna", " ,. "),
        ("Bo Ek", "bor"),
    ],
)
def test_a_handler_does_not_find(name: str, query: str) -> None:
    assert not found(name, query)


@settings(deadline=None)
@given(st.lists(st.text("bcdfhstöÖü", min_size=3, max_size=12), min_size=1, max_size=5), st.data())
def test_every_beginning_of_every_word_finds_the_name(words: list[str], data: st.DataObject) -> None:
    word = data.draw(st.sampled_from(words))
    length = data.draw(st.integers(3, len(word)))
    assert found(" ".join(words), word[:length])
    assert found(" ".join(words), " ".join(reversed(words)))


@settings(deadline=None)
@given(TEXT)
def test_tokens_are_short_few_and_need_the_key(name: str) -> None:
    tokens = name_tokens(KEY, name)
    assert all(len(token) == TOKEN_SIZE for token in tokens)
    assert len(tokens) <= MOST_WORDS * LONGEST_WORD
    assert not tokens & name_tokens(bytes(32), name)


def test_a_hostile_name_costs_little() -> None:
    assert len(name_tokens(KEY, "ab" * 1_000_000)) <= LONGEST_WORD
    assert len(name_tokens(KEY, " ".join(f"name{n}" for n in range(10_000)))) <= MOST_WORDS * LONGEST_WORD
    begun = time.process_time()
    for text in (
        "1" * 100_000 + "@" + "1 " * 100_000,
        "+(" * 100_000,
        "a@" * 100_000,
        "1 " * 100_000,
        "ﷺ" * 100_000,
    ):
        query_tokens(KEY, text, "SE")
        name_tokens(KEY, text)
        email_token(KEY, text)
        phone_token(KEY, text, "SE")
        identity_tokens(KEY, text)
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(
    "typed",
    [
        "Anna.Svensson@Example.COM",
        " <anna.svensson@example.com> ",
        "mailto:anna.svensson@example.com",
        "ANNA.SVENSSON@EXAMPLE.COM",
    ],
)
def test_an_address_is_found_however_it_is_written(typed: str) -> None:
    held = frozenset({email_token(KEY, "anna.svensson@example.com")})
    assert email_token(KEY, typed) in held
    assert fits(held, typed)


def test_an_address_is_found_whole_only_and_is_no_name() -> None:
    held = frozenset({email_token(KEY, "anna@firm.example")})
    assert not fits(held, "anna")
    assert not fits(held, "anna@firm")
    assert not fits(name_tokens(KEY, "anna firm example"), "anna@firm.example")


@pytest.mark.parametrize(
    ("country", "stored", "typed"),
    [
        ("SE", "070-174 06 05", "+46701740605"),
        ("SE", "+46 (0)70 174 06 05", "0701740605"),
        ("NO", "406 12 345", "0047 40612345"),
        ("DK", "32 12 34 56", "+45 32123456"),
        ("FI", "041 2345678", "+358 41 2345678"),
        ("SE", "+47 40612345", "0047 406 12 345"),
        ("SE", "12345", "12345"),
    ],
)
def test_a_number_is_found_however_it_is_written(country: str, stored: str, typed: str) -> None:
    held = frozenset({phone_token(KEY, stored, country)})
    assert fits(held, typed, country)
    assert fits(held | name_tokens(KEY, "Anna"), f"Anna {typed}", country)


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("19900101-0017", "900101-0017"),
        ("900101-0017", "199001010017"),
        ("900101-0017", "9001010017"),
        ("19900101-0017", "19900101 0017"),
        ("131052-308T", "131052-308t"),
        ("131052A308T", "131052a308T"),
        ("010190 12345", "01019012345"),
        ("010190-1234", "0101901234"),
    ],
)
def test_an_identity_number_is_found_however_it_is_written(stored: str, typed: str) -> None:
    assert fits(identity_tokens(KEY, stored), typed)


def test_kinds_never_meet() -> None:
    text = "0701740605"
    kinds = [
        name_tokens(KEY, text),
        {email_token(KEY, text)},
        {phone_token(KEY, text, "SE")},
        identity_tokens(KEY, text),
    ]
    assert sum(len(kind) for kind in kinds) == len(frozenset().union(*kinds))


@settings(deadline=None)
@given(TEXT, st.sampled_from(["SE", "NO", "DK", "FI", "XX", ""]))
def test_whatever_is_typed_gives_tokens_and_no_error(text: str, country: str) -> None:
    for group in query_tokens(KEY, text, country):
        assert group
        assert all(len(token) == TOKEN_SIZE for token in group)
    assert len(phone_token(KEY, text, country)) == TOKEN_SIZE
    assert identity_tokens(KEY, text)


def test_organisations_never_share_a_token() -> None:
    keys = [index_key(OrganisationKey(bytes(32), UUID(int=n), 1)) for n in (1, 2)]
    assert not name_tokens(keys[0], "Anna Svensson") & name_tokens(keys[1], "Anna Svensson")
