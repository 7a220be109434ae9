"""Tokens are long, recognisable and kept as hashes; codes are short and bound to their key."""

import hashlib
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.trust.tokens import (
    PREFIXES,
    TOKEN_PATTERN,
    audience_of,
    code_hash,
    code_matches,
    new_code,
    new_token,
    token_hash,
    without_tokens,
)
from app.vocabulary import Audience

KEY = bytes(range(32))


@pytest.mark.parametrize("audience", Audience)
def test_a_token_shows_its_audience_and_is_found_by_its_hash(audience: Audience) -> None:
    token = new_token(audience)
    assert token.plain.startswith(PREFIXES[audience])
    assert re.fullmatch(r"ut[staxc]_[A-Za-z0-9_-]{43}", token.plain)
    assert token.hash == token_hash(token.plain) == hashlib.sha256(token.plain.encode()).digest()
    assert audience_of(token.plain) is audience
    assert token.plain.encode() not in token.hash


def test_prefixes_are_the_agreed_ones() -> None:
    assert list(PREFIXES.values()) == ["uts_", "utt_", "uta_", "utx_", "utc_"]


def test_tokens_never_repeat() -> None:
    assert len({new_token(Audience.STATUS).plain for _ in range(10_000)}) == 10_000


@pytest.mark.parametrize(
    "text",
    [
        "",
        "uts_",
        "uts_short",
        "utz_" + "A" * 43,
        "UTS_" + "A" * 43,
        "uts_" + "A" * 42,
        "uts_" + "A" * 44,
        "uts_" + "å" * 43,
        "uts_" + "A" * 43 + "\n",
    ],
)
def test_what_has_not_the_form_of_a_token_is_told_at_once(text: str) -> None:
    assert audience_of(text) is None


@settings(deadline=None)
@given(st.text(st.characters(codec=None)))
def test_any_text_has_a_hash_and_no_audience(text: str) -> None:
    assert len(token_hash(text)) == 32
    assert audience_of(text) is None or TOKEN_PATTERN.fullmatch(text)


@settings(deadline=None)
@given(st.text(), st.sampled_from(Audience), st.text())
def test_logs_lose_every_token(before: str, audience: Audience, after: str) -> None:
    token = new_token(audience).plain
    line = f"{before} {token} {after}"
    assert token not in without_tokens(line)
    assert f"{PREFIXES[audience]}…" in without_tokens(line)


def test_a_token_in_an_address_line_is_found() -> None:
    token = new_token(Audience.STATUS).plain
    assert without_tokens(f"GET /s/{token}?lang=sv HTTP/1.1") == "GET /s/uts_…?lang=sv HTTP/1.1"


def test_codes_are_six_digits_and_spread_evenly() -> None:
    codes = [new_code() for _ in range(20_000)]
    assert all(re.fullmatch(r"[0-9]{6}", code) for code in codes)
    share = sum(code.startswith("0") for code in codes) / len(codes)
    assert 0.08 < share < 0.12
    assert len(set(codes)) > 19_000


@settings(deadline=None)
@given(st.from_regex(r"[0-9]{6}", fullmatch=True), st.from_regex(r"[0-9]{6}", fullmatch=True))
def test_only_the_code_itself_fits(code: str, other: str) -> None:
    kept = code_hash(code, KEY)
    assert code_matches(code, KEY, kept)
    assert code_matches(other, KEY, kept) == (code == other)
    assert not code_matches(code, bytes(32), kept)


@pytest.mark.parametrize(
    "typed",
    ["123456", "123 456", " 123456\n", "123-456", "１２３４５６", "12 34 56", "123\u00a0456", "123–456"],
)
def test_blanks_dashes_and_wide_digits_count_for_nothing(typed: str) -> None:
    assert code_matches(typed, KEY, code_hash("123456", KEY))


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "\ud800", "l23456"])
def test_anything_else_is_refused_quietly(typed: str) -> None:
    assert not code_matches(typed, KEY, code_hash("123456", KEY))
