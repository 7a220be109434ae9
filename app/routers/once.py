"""Idempotency-Key: the same request sent again is answered as the first time, and done once."""

import hashlib
from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Header, Response
from pydantic import BaseModel
from sqlmodel.ext.asyncio.session import AsyncSession

from app import clock
from app.errors import InvalidInput
from app.models.credential import IdempotencyKey
from app.office import Office
from app.queries import credentials
from app.routers.caller import Caller

AKey = Annotated[
    str | None,
    Header(alias="Idempotency-Key", max_length=200, description="Send the same key to try again safely."),
]


async def once(
    office: Office,
    session: AsyncSession,
    caller: Caller,
    key: str | None,
    asked: str,
    answer: Callable[[], Awaitable[tuple[int, BaseModel]]],
) -> Response:
    """Give the answer of a request, from memory if it was made before under this key.

    `asked` is the request as text. Raises InvalidInput when the key was used for another request.
    """
    if key is None:
        status, shape = await answer()
        return _json(status, shape.model_dump_json().encode())
    fingerprint = hashlib.sha256(asked.encode()).digest()
    seal = (await office.desk(session)).seal
    row_id = int.from_bytes(hashlib.sha256(f"{caller.label}\0{key}".encode()).digest()[:8])
    before = await credentials.remembered(session, key, caller.label)
    if before is not None:
        if before.fingerprint != fingerprint:
            raise InvalidInput("This Idempotency-Key was used for another request.")
        return _json(before.status, seal.open_bytes("idempotency_keys", "answer", row_id, before.answer))
    status, shape = await answer()
    content = shape.model_dump_json().encode()
    session.add(
        IdempotencyKey(
            organisation_id=caller.organisation_id,
            key=key,
            caller=caller.label,
            fingerprint=fingerprint,
            status=status,
            answer=seal.close_bytes("idempotency_keys", "answer", row_id, content),
            at=clock.now(),
        )
    )
    return _json(status, content)


def _json(status: int, content: bytes) -> Response:
    return Response(content, status, media_type="application/json")
