"""Bodies of posts: every byte of a field, whatever it holds, and limits on what strangers may make of them."""

from urllib.parse import quote_from_bytes, unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import NotReady
from app.intake.push import payloads
from app.intake.push.contract import Call
from app.intake.push.payloads import MOST_FIELDS, PIECE, document, form_of, part, text, texts
from tests.posts import multipart

URLENCODED = "application/x-www-form-urlencoded"


async def read(content_type: str, body: bytes) -> payloads.Form:
    async def given() -> bytes:
        return body

    return await form_of(Call({"content-type": content_type}, given))


@given(
    st.lists(st.sampled_from([b"%41", b"%", b"%4", b"x", b"+", b"=", b"\xff", b"%zz", b"%FF"]), max_size=40)
)
def test_escapes_are_not_cut_in_two(pieces: list[bytes]) -> None:
    written = b"".join(pieces)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(payloads, "PIECE", 5)
        assert payloads._unquoted(written) == unquote_to_bytes(written.replace(b"+", b" "))


async def test_a_large_field_comes_whole() -> None:
    value = bytes(range(256)) * (PIECE // 64)
    assert await read(URLENCODED, b"a=1&mail=" + quote_from_bytes(value).encode()) == {
        "a": b"1",
        "mail": value,
    }


@given(st.dictionaries(st.sampled_from(["email", "body-mime", "to"]), st.binary(max_size=300), min_size=1))
async def test_parts_come_whole(fields: dict[str, bytes]) -> None:
    body, headers = multipart({**fields, "text": b"\r\n--xYzZ\r\n--xYzZ--\r\n"})
    found = await read(headers["Content-Type"], body)
    assert {name: found[name] for name in fields} == fields


async def test_a_file_is_a_field_too() -> None:
    body = (
        b'--b\r\ncontent-disposition: form-data; name="email"; filename="a.eml"\r\nX: y\r\n\r\nraw\r\n--b--'
    )
    assert await read('multipart/form-data; boundary="b"', body) == {"email": b"raw"}


async def test_a_form_of_nothing_but_fields_is_not_read_on() -> None:
    part = b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n'
    assert await read("multipart/form-data; boundary=b", part * MOST_FIELDS + b"--b--\r\n") == {"a": b"x"}
    with pytest.raises(NotReady):
        await read("multipart/form-data; boundary=b", part * (MOST_FIELDS + 1) + b"--b--\r\n")
    assert (
        len(await read(URLENCODED, b"&".join(b"%d=" % number for number in range(5000)))) == MOST_FIELDS + 1
    )


def test_what_is_of_another_kind_is_as_if_it_were_not_there() -> None:
    assert document(b"[1]") is None
    odd = {"text": 1, "part": [], "texts": "abc"}
    assert (text(odd, "text"), part(odd, "part"), texts(odd, "texts")) == ("", {}, ())
    assert texts({"to": ["a", 1, None, "b"]}, "to") == ("a", "b")
