"""What is fuzzed, and what must hold whatever the bytes are."""

from collections.abc import Callable, Coroutine, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import cast
from uuid import UUID

from starlette.exceptions import HTTPException
from starlette.requests import Request

from app.intake.asking import who_asks
from app.intake.classify import classify
from app.intake.decode import decode
from app.intake.door import content_key, traced
from app.intake.mail import DEFECTS, Mail
from app.intake.read import from_json, read_as_json
from app.intake.written import Written
from app.pages.answers import answers_of, errors_in
from app.pages.stamps import is_human
from app.profiles import Profile
from app.trust.addresses import (
    message_id,
    plus_address,
    read_message_ids,
    read_plus_addresses,
    read_verp,
    verp,
)
from app.vocabulary import Channel, Right
from app.workflows.people import Applicant
from tests.clockwork import profile
from tests.postbag import bag

Fields = list[tuple[str, str]]
Target = Callable[[bytes], None]
GIVEN_UP = "could not be read; it is shown as it came"
KEY = bytes(range(32))
CASE, LETTER = UUID(int=7), UUID(int=8)
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
FIRM = Profile.model_validate(profile())


def decoder(raw: bytes) -> None:
    """Something readable comes out, and all of it can be stored; nothing was given up on the way."""
    for mail in _all(decode(raw)):
        assert not any(GIVEN_UP in sentence for sentence in mail.defects), mail.defects
        assert len(mail.defects) <= DEFECTS
        for text in _texts(mail):
            assert "\0" not in text
            text.encode()
        assert not any(mark in mail.subject + mail.sender.address + mail.sender.name for mark in "\r\n")
        assert len({file.name.casefold() for file in mail.attachments}) == len(mail.attachments)
        assert all(file.size == len(file.content) for file in mail.attachments)
        assert not any("/" in file.name or "\\" in file.name for file in mail.attachments)


def classifier(raw: bytes) -> None:
    """Any text gets a verdict with its reasons."""
    head, _, text = raw.decode("utf-8", "replace").replace("\0", "\ufffd").partition("\n")
    mail = _written(head, text)
    verdict = classify(mail)
    assert verdict.because
    assert all(0 < right.confidence < 1 and right.because for right in verdict.rights)
    assert len({right.right for right in verdict.rights}) == len(verdict.rights)


def router(raw: bytes) -> None:
    """What is read travels between processes, and nobody without our key names a case of ours.

    The trace that servers leave does not change what a mail is.
    """
    said = read_as_json(raw)
    read = from_json(said)
    assert read == from_json(said)
    assert who_asks(read, FIRM, AT).received_at <= AT
    if not raw[:1].isspace() and raw.partition(b":")[0].isalnum():
        assert content_key(traced(raw, "a@b.example", "c@d.example")) == content_key(raw)
    text = raw.decode("utf-8", "replace")
    ours = [plus_address(KEY, "dsr@firm.example", CASE), verp(KEY, "dsr@firm.example", LETTER)]
    assert [found.id for found in read_plus_addresses(KEY, ours[0]) if found.certain] == [CASE]
    assert read_verp(KEY, ours[1]) == LETTER
    assert read_message_ids(KEY, message_id(KEY, CASE, LETTER, "firm.example"))
    assert not any(found.certain for found in read_plus_addresses(KEY, text))
    assert read_verp(KEY, text) is None
    assert not read_message_ids(KEY, text)


def form(raw: bytes) -> None:
    """Any body of a form is refused as a whole, or gives answers that are wrong by name or can be kept."""
    try:
        fields = _done(_fields(raw))
    except HTTPException:
        return
    answers = answers_of(fields, (Right.ACCESS, Right.RECTIFICATION, Right.ERASURE))
    is_human(dict(fields).get("stamp", ""), KEY, "nordstaff", AT)
    if errors_in(answers):
        return
    applicant = Applicant(answers.name, answers.email, answers.phone)
    Written("form", "key", Channel.FORM, applicant, answers.more, AT, answers.rights).raw()
    for text in (answers.name, answers.email, answers.phone, answers.more):
        assert "\0" not in text
    classify(_written("", answers.more))


TARGETS: dict[str, Target] = {"decoder": decoder, "classifier": classifier, "router": router, "form": form}


def seeds(name: str) -> Iterator[bytes]:
    """Some input of the right shape for a target to begin with."""
    for posted in list(bag())[::9]:
        if name in ("decoder", "router"):
            yield posted.raw
        elif name == "classifier":
            yield f"{posted.subject}\n{chr(10).join(posted.words)}".encode()
        else:
            who = f"name={posted.subject}&email={posted.sender}&phone=070-1740605"
            yield f"kinds=access&kinds=other&{who}".encode()
            yield b"stamp=1.ab&no_email=1&phone=%2B46+70&more=" + posted.raw[:200]


def _done(coroutine: Coroutine[None, None, Fields]) -> Fields:
    """Run what waits for nothing, without a loop for each try."""
    try:
        coroutine.send(None)
    except StopIteration as end:
        return cast("Fields", end.value)
    raise AssertionError("It waits.")


async def _fields(raw: bytes) -> Fields:
    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": raw, "more_body": False}

    kind = b"multipart/form-data; boundary=x" if raw[:3] == b"--x" else b"application/x-www-form-urlencoded"
    request = Request(
        {"type": "http", "app": None, "method": "POST", "headers": [(b"content-type", kind)]}, receive
    )
    sent = (await request.form(max_fields=50, max_files=0)).multi_items()
    return [(name, value) for name, value in sent if isinstance(value, str)]


def _all(mail: Mail) -> Iterator[Mail]:
    yield mail
    for inner in mail.forwarded:
        yield from _all(inner)


def _texts(mail: Mail) -> Iterator[str]:
    yield from (
        mail.subject,
        mail.text,
        mail.html or "",
        mail.message_id,
        *mail.in_reply_to,
        *mail.references,
    )
    yield from (text for who in (mail.sender, *mail.to, *mail.cc) for text in (who.name, who.address))
    yield from (text for file in mail.attachments for text in (file.name, file.type, file.declared_type))
    yield from mail.defects


def _written(subject: str, text: str) -> Mail:
    return replace(decode(b""), subject=subject, text=text)
