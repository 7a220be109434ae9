"""What the forms that anybody may send share: the language, a trap, and a stamp with work done over it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from fastapi import Request

from app.errors import NotFound
from app.intake.form import Sending
from app.office import Office
from app.pages.stamps import WORK, has_worked, is_human, new_stamp
from app.trust.keys import derived_key
from app.vocabulary import Language

TRAP: Final = "topic"
"""A field people do not see; robots fill it in."""


def stamp_for(office: Office, form: str, at: datetime) -> str:
    """Give the stamp of a form that is shown now."""
    return new_stamp(_key(office), form, at)


def shown(hidden: Mapping[str, str]) -> dict[str, Any]:
    """Give what a page needs to draw the hidden fields, with what they held before."""
    return {"trap": TRAP, "stamp": hidden.get("stamp", ""), "proof": hidden.get("proof", ""), "work": WORK}


def sending_of(
    request: Request, office: Office, form: str, hidden: Mapping[str, str], at: datetime, raw: bytes = b""
) -> Sending:
    """Give how a form was sent, by its hidden fields: `stamp`, `proof` and the trap."""
    stamp, proof = hidden.get("stamp", ""), hidden.get("proof", "")
    human = is_human(stamp, _key(office), form, at)
    return Sending(
        address=request.client.host if request.client else "",
        suspect=bool(hidden.get(TRAP)) or not human,
        raw=raw,
        proof=stamp if human and has_worked(stamp, proof, at) else "",
    )


def language_of(code: str) -> Language:
    """Give the language of an address. Raises NotFound."""
    try:
        return Language(code)
    except ValueError:
        raise NotFound("There is no form in that language.") from None


def _key(office: Office) -> bytes:
    return derived_key(office.master.secret, b"utdrag form stamp v1")
