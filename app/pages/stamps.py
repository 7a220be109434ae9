"""A signed time stamp in a form, and work done over it: who took how long, with nothing kept about them."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from typing import Final

QUICKEST: Final = timedelta(seconds=2)
WORK: Final = 15
"""Leading zero bits a proof must have: some 33 000 hashes, half a second of a telephone while one types."""
_LONGEST_PROOF: Final = 20
_PROVEN_FOR: Final = timedelta(days=1)


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


def has_worked(stamp: str, proof: str, at: datetime) -> bool:
    """Tell whether a number was found by work over a stamp of the last day; whose it is, is not looked at."""
    moment = stamp.partition(".")[0]
    if len(proof) > _LONGEST_PROOF or not (proof.isascii() and proof.isdigit() and moment.isdigit()):
        return False
    if at - datetime.fromtimestamp(int(moment) / 1000, UTC) > _PROVEN_FOR:
        return False
    found = hashlib.sha256(f"{stamp}.{proof}".encode()).digest()
    return int.from_bytes(found[:4]) >> (32 - WORK) == 0


def _signature(key: bytes, form: str, moment: str) -> str:
    return hmac.new(key, f"{form}|{moment}".encode(), hashlib.sha256).hexdigest()
