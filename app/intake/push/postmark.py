"""Postmark: an inbound webhook in JSON, with the name and the password in its address.

It knows no signatures. “Include raw email content in JSON payload” must be on. It tries ten more times within
about ten hours after every answer but 200 and 403.
"""

from app.errors import InvalidInput
from app.intake.push.contract import Call, Pushed
from app.intake.push.credentials import check_basic
from app.intake.push.payloads import document_of, text


async def mail(call: Call, credentials: str) -> Pushed:
    """Give the mail of a post with these credentials.

    Raises NotSignedIn, and InvalidInput when it is not the raw mail that was posted.
    """
    check_basic(call.headers, credentials)
    told = await document_of(call)
    if not isinstance(told.get("RawEmail"), str):
        raise InvalidInput("There is no RawEmail: let Postmark “Include raw email content in JSON payload”.")
    recipient = text(told, "OriginalRecipient")
    return Pushed(
        raw=text(told, "RawEmail").encode("utf-8", "surrogatepass"),
        key=text(told, "MessageID"),
        recipients=(recipient,) if recipient else (),
    )
