"""Idempotency-Key: the same request sent again is answered as the first time, and done once."""

import hashlib
from collections.abc import Awaitable, Callable
from typing import Annotated, Protocol
from uuid import UUID

from fastapi import Header, Response
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.errors import InvalidInput
from app.models.credential import IdempotencyKey
from app.office import Office
from app.queries import cases, credentials
from app.routers.caller import Caller
from app.trust.sealing import Seal

AKey = Annotated[
    str | None,
    Header(alias="Idempotency-Key", max_length=200, description="Send the same key to try again safely."),
]


_ID = 16
"""Bytes of the case's id, which stands before the sealed answer."""


class OfCase(Protocol):
    """An answer about a case, by its id."""

    @property
    def id(self) -> UUID:
        """Give the id of the case."""
        ...

    def model_dump_json(self) -> str:
        """Give the answer as it is sent."""
        ...


async def once(
    office: Office,
    session: AsyncSession,
    caller: Caller,
    key: str | None,
    asked: str,
    answer: Callable[[], Awaitable[tuple[int, OfCase]]],
) -> Response:
    """Give the answer of a request as a response; else as `kept`."""
    status, content = await kept(office, session, caller, key, asked, answer)
    return Response(content, status, media_type="application/json")


async def kept(
    office: Office,
    session: AsyncSession,
    caller: Caller,
    key: str | None,
    asked: str,
    answer: Callable[[], Awaitable[tuple[int, OfCase]]],
) -> tuple[int, bytes]:
    """Give the status and the JSON of an answer, from memory if it was made before under this key.

    `asked` is the request as text. What is remembered is sealed with its case, so it goes when the case's
    key goes. Raises InvalidInput when the key was used for another request, Forgotten for a case that
    was erased since.
    """
    if key is None:
        status, shape = await answer()
        return status, shape.model_dump_json().encode()
    fingerprint = hashlib.sha256(asked.encode()).digest()
    row_id = int.from_bytes(hashlib.sha256(f"{caller.label}\0{key}".encode()).digest()[:8])
    before = await credentials.remembered(session, key, caller.label)
    if before is not None:
        if before.fingerprint != fingerprint:
            raise InvalidInput("This Idempotency-Key was used for another request.")
        case_id, sealed = UUID(bytes=before.answer[:_ID]), before.answer[_ID:]
        seal = await _seal_of(office, session, case_id)
        return before.status, seal.open_bytes("idempotency_keys", "answer", row_id, sealed)
    status, shape = await answer()
    content = shape.model_dump_json().encode()
    seal = await _seal_of(office, session, shape.id)
    session.add(
        IdempotencyKey(
            organisation_id=caller.organisation_id,
            key=key,
            caller=caller.label,
            fingerprint=fingerprint,
            status=status,
            answer=shape.id.bytes + seal.close_bytes("idempotency_keys", "answer", row_id, content),
            at=clock.now(),
        )
    )
    return status, content


async def _seal_of(office: Office, session: AsyncSession, case_id: UUID) -> Seal:
    return (await office.file(session, await cases.get_case(session, case_id))).seal
