"""A signed time stamp in a form: it tells how long somebody took, without keeping anything about them."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from typing import Final

QUICKEST: Final = timedelta(seconds=2)


def new_stamp(key: bytes, form: str, at: datetime) -> str:
    """Give the stamp of a form that is shown at this instant."""
    moment = str(int(at.timestamp() * 1000))
    return f"{moment}.{_signature(key, form, moment)}"


def is_human(stamp: str, key: bytes, form: str, at: datetime) -> bool:
    """Tell whether the stamp is ours, of this form, and not too quick for a person; a form may wait open."""
    moment, _, signature = stamp.partition(".")
    if not hmac.compare_digest(signature.encode(), _signature(key, form, moment).encode()):
        return False
    return at - datetime.fromtimestamp(int(moment) / 1000, UTC) >= QUICKEST


def _signature(key: bytes, form: str, moment: str) -> str:
    return hmac.new(key, f"{form}|{moment}".encode(), hashlib.sha256).hexdigest()
