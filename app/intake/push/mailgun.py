"""Mailgun: a route's forward() to an address that ends in “mime”, signed over timestamp and token.

The signature does not cover the mail, so a token counts once: posted again it is a duplicate, whatever comes
with it. Timestamps may be old, because nothing says that a new try is signed anew. Mailgun tries again for
eight hours after every answer but 200 and 406; 406 drops the mail, so it is never given.
"""

import hmac

from app.errors import InvalidInput, NotSignedIn
from app.intake.push.contract import Call, Pushed, instant
from app.intake.push.credentials import same
from app.intake.push.payloads import Form, form_of


async def mail(call: Call, key: str) -> Pushed:
    """Give the mail of a post signed with the webhook signing key.

    Raises NotSignedIn, and InvalidInput when it is not the raw mail that was posted.
    """
    form = await form_of(call)
    signed = form.get("timestamp", b"") + form.get("token", b"")
    expected = hmac.new(key.encode(), signed, "sha256").hexdigest().encode()
    if not form.get("token") or not same(form.get("signature", b"").strip().lower(), expected):
        raise NotSignedIn("The signature is not that of Mailgun's webhook signing key.")
    if "body-mime" not in form:
        raise InvalidInput("There is no body-mime: the address in Mailgun's route must end in “/mime”.")
    return Pushed(
        raw=form["body-mime"],
        # both: with a border moved between them, another token would have the same signature
        key=signed.decode("utf-8", "replace"),
        sender=_text(form, "sender") if "sender" in form else None,
        recipients=tuple(
            address.strip() for address in _text(form, "recipient").split(",") if address.strip()
        ),
        received_at=instant(_text(form, "timestamp")),
    )


def _text(form: Form, name: str) -> str:
    return form.get(name, b"").decode("utf-8", "replace")
