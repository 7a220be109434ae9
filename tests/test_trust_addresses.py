"""Signed addresses bring answers home, survive people and gateways, and cannot be made up."""

import re
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import InvalidInput
from app.trust import crockford
from app.trust.addresses import (
    MOST_GUESSES,
    Addressed,
    Letter,
    address_key,
    message_id,
    plus_address,
    read_message_id,
    read_message_ids,
    read_plus_addresses,
    read_verp,
    verp,
)
from app.trust.keys import OrganisationKey
from tests.pace import at_most

KEY, OTHER = bytes(range(32)), bytes(32)
CASE = UUID("01890000-1111-7222-8333-444455556666")
LETTER = UUID("01890000-aaaa-7bbb-8ccc-dddddddddddd")
MAILBOX = "gdpr@firm.example"


@settings(deadline=None)
@given(st.binary())
def test_base32_comes_back(data: bytes) -> None:
    text = crockford.encoded(data)
    assert crockford.decoded(text) == crockford.decoded(text.upper()) == data
    assert not set(text) & set("ilou")


@settings(deadline=None)
@given(st.text(max_size=30))
def test_any_text_is_bytes_in_one_way_or_none(text: str) -> None:
    data = crockford.decoded(text)
    assert data is None or crockford.encoded(data) == crockford.canonical(text)


@settings(deadline=None)
@given(st.uuids())
def test_a_plus_address_names_its_case(case: UUID) -> None:
    address = plus_address(KEY, MAILBOX, case)
    assert re.fullmatch(r"gdpr\+c-[0-9a-hjkmnp-tv-z]{40}@firm\.example", address)
    assert len(address.partition("@")[0]) <= 64
    for text in (address, address.upper(), f'"Firm" <{address}>', f"a@b.example, {address}; c@d.example"):
        assert read_plus_addresses(KEY, text) == [Addressed(case, certain=True)]
    assert read_plus_addresses(OTHER, address) == []


def test_look_alikes_have_one_reading() -> None:
    case = next(
        c for c in (uuid4() for _ in range(10_000)) if {"0", "1"} <= set(plus_address(KEY, MAILBOX, c)[7:47])
    )
    head, token, tail = (address := plus_address(KEY, MAILBOX, case))[:7], address[7:47], address[47:]
    for one in "lLiI1":
        for zero in "oO0":
            written = head + token.replace("1", one).replace("0", zero) + tail
            assert read_plus_addresses(KEY, written) == [Addressed(case, certain=True)]


@settings(deadline=None)
@given(st.uuids(), st.integers(0, 39), st.sampled_from(crockford.ALPHABET + "u"))
def test_one_wrong_letter_is_a_suggestion_only(case: UUID, place: int, letter: str) -> None:
    token = plus_address(KEY, MAILBOX, case)[7:47]
    written = token[:place] + letter + token[place + 1 :]
    assert read_plus_addresses(KEY, f"gdpr+c-{written}@firm.example") == [
        Addressed(case, certain=written == token)
    ]


@settings(deadline=None)
@given(st.uuids(), st.integers(0, 39), st.sampled_from(crockford.ALPHABET))
def test_a_missing_added_or_swapped_letter_too(case: UUID, place: int, letter: str) -> None:
    token = plus_address(KEY, MAILBOX, case)[7:47]
    swapped = token[:place] + token[place + 1 : place + 2] + token[place : place + 1] + token[place + 2 :]
    for written in (token[:place] + token[place + 1 :], token[:place] + letter + token[place:], swapped):
        found = read_plus_addresses(KEY, f"gdpr+c-{written}@firm.example")
        assert found == [Addressed(case, certain=written == token)]


@settings(deadline=None)
@given(st.uuids(), st.lists(st.integers(0, 39), min_size=2, max_size=2, unique=True))
def test_two_wrong_letters_are_nobodys(case: UUID, places: list[int]) -> None:
    letters = list(plus_address(KEY, MAILBOX, case)[7:47])
    for place in places:
        letters[place] = crockford.ALPHABET[crockford.ALPHABET.index(letters[place]) ^ 1]
    swapped = abs(places[0] - places[1]) == 1 and sorted(letters) == sorted(
        plus_address(KEY, MAILBOX, case)[7:47]
    )
    if not swapped:
        assert read_plus_addresses(KEY, f"gdpr+c-{''.join(letters)}@firm.example") == []


def test_two_cases_are_both_named_and_one_named_twice_once() -> None:
    first, second = plus_address(KEY, MAILBOX, CASE), plus_address(KEY, MAILBOX, LETTER)
    assert [found.id for found in read_plus_addresses(KEY, f"{first}, {second}, {first}")] == [CASE, LETTER]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "gdpr@firm.example",
        "gdpr+c-@x",
        "gdpr+c-" + "0" * 40 + "@x",
        "gdpr+c-" + "z" * 41 + "@x",
        "gdpr+x-" + "0" * 40,
        "+c-" + "å" * 40,
        "\x00+c-",
    ],
)
def test_what_we_did_not_sign_names_nothing(text: str) -> None:
    assert read_plus_addresses(KEY, text) == []
    assert read_verp(KEY, text) is None
    assert read_message_id(KEY, text) is None


def test_a_flood_of_forged_addresses_costs_little() -> None:
    flood = ", ".join(f"gdpr+c-{n:040}@firm.example" for n in range(2_000))
    genuine = plus_address(KEY, MAILBOX, CASE)
    with at_most(1):
        assert read_plus_addresses(KEY, f"{flood}, {genuine}") == [Addressed(CASE, certain=True)]
    assert MOST_GUESSES == 8


def test_a_long_mailbox_is_refused_before_any_letter_goes_out() -> None:
    assert plus_address(KEY, "a" * 21 + "@firm.example", CASE)
    with pytest.raises(InvalidInput, match="at most 21 letters"):
        plus_address(KEY, "a" * 22 + "@firm.example", CASE)
    with pytest.raises(InvalidInput):
        plus_address(KEY, "firm.example", CASE)


@settings(deadline=None)
@given(st.uuids(), st.uuids())
def test_a_message_id_names_case_and_letter(case: UUID, letter: UUID) -> None:
    written = message_id(KEY, case, letter, "firm.example")
    assert re.fullmatch(r"<ut\.[0-9a-z]{26}\.[0-9a-z]{26}\.[0-9a-z]{15}@firm\.example>", written)
    assert read_message_id(KEY, written) == (case, letter)
    assert read_message_id(KEY, written.upper()) == (case, letter)
    assert read_message_id(OTHER, written) is None


def test_references_name_all_our_letters_in_order() -> None:
    ours = [message_id(KEY, CASE, UUID(int=n), "firm.example") for n in (5, 3, 5)]
    header = f"<x@y.example>\r\n {ours[0]} <z@w.example>\t{ours[1]} {ours[2]}"
    assert read_message_ids(KEY, header) == [Letter(CASE, UUID(int=5)), Letter(CASE, UUID(int=3))]
    assert read_message_id(KEY, header) == Letter(CASE, UUID(int=5))


def test_every_changed_letter_of_a_message_id_is_refused() -> None:
    written = message_id(KEY, CASE, LETTER, "firm.example")
    for place in range(4, written.index("@")):
        for letter in crockford.ALPHABET:
            changed = written[:place] + letter + written[place + 1 :]
            assert read_message_id(KEY, changed) in ((CASE, LETTER) if changed == written else None, None)
            assert (read_message_id(KEY, changed) is not None) == (changed == written)


def test_case_and_letter_cannot_change_places() -> None:
    _, case, letter, rest = message_id(KEY, CASE, LETTER, "firm.example").split(".", 3)
    assert read_message_id(KEY, f"<ut.{letter}.{case}.{rest}") is None


@settings(deadline=None)
@given(st.uuids())
def test_a_bounce_names_its_letter(letter: UUID) -> None:
    address = verp(KEY, "bounces@firm.example", letter)
    assert read_verp(KEY, address) == read_verp(KEY, f"<{address.upper()}>") == letter
    assert read_verp(OTHER, address) is None
    assert read_plus_addresses(KEY, address) == []
    assert read_plus_addresses(KEY, address.replace("+b-", "+c-")) == []


def test_a_damaged_bounce_address_is_not_guessed_at() -> None:
    address = verp(KEY, "bounces@firm.example", LETTER)
    wrong = address.replace(address[12], "0" if address[12] != "0" else "1", 1)
    assert wrong != address
    assert read_verp(KEY, wrong) is None


@settings(deadline=None)
@given(st.text(st.characters(codec=None)))
def test_whatever_is_read_raises_nothing(text: str) -> None:
    assert read_plus_addresses(KEY, text) == []
    assert read_message_ids(KEY, text) == []


def test_hostile_subjects_are_read_in_a_moment() -> None:
    for subject in (
        "[" * 200_000,
        "[" + "a-" * 200_000,
        "[ " * 100_000,
        "[a" + "-aaaa" * 100_000,
        "+c-" * 200_000,
    ):
        with at_most(1):
            assert read_plus_addresses(KEY, subject) == []


def test_organisations_sign_with_keys_of_their_own() -> None:
    mine, theirs = (address_key(OrganisationKey(bytes(32), UUID(int=n), 1)) for n in (1, 2))
    assert read_plus_addresses(theirs, plus_address(mine, MAILBOX, CASE)) == []
