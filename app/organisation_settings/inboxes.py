"""Inboxes in the settings: an address, and the ways mail comes in from it."""

from typing import Final

from pydantic import Field

from app.inbox_profiles import SAFE_URL, GraphMailbox, Mailbox
from app.organisation_settings.shapes import Form, Line
from app.organisation_settings.systems import NAMED
from app.vocabulary import PushProvider

_MAYBE_NAMED: Final = r"^$|^(env|file):.+$"
_MAILBOX, _GRAPH = Mailbox.model_fields, GraphMailbox.model_fields


class OAuthForm(Form):
    """An application that may read a mailbox."""

    scope: Line = Field(min_length=1, title="Scope")
    token_url: Line = Field(default="", pattern=r"^$|" + SAFE_URL, title="Address tokens are fetched from")
    client_id: Line = Field(default="", title="Application (client) ID")
    client_secret: Line = Field(
        default="", pattern=_MAYBE_NAMED, title="Secret of the application", description=NAMED
    )
    service_account: Line = Field(
        default="", pattern=_MAYBE_NAMED, title="Key file of a Google service account", description=NAMED
    )


class MailboxForm(Form):
    """An IMAP mailbox."""

    host: Line = Field(min_length=1, title="Server")
    port: int = Field(default=_MAILBOX["port"].default, ge=1, le=65535, title="Port number")
    tls: bool = Field(default=_MAILBOX["tls"].default, title="Encrypted (TLS)")
    user: Line = Field(min_length=1, title="User name")
    password: Line = Field(default="", pattern=_MAYBE_NAMED, title="Password", description=NAMED)
    oauth: OAuthForm | None = Field(default=None, title="Token instead of a password")
    folders: tuple[Line, ...] = Field(default=_MAILBOX["folders"].default, title="Folder")
    processed: Line = Field(default=_MAILBOX["processed"].default, title="Folder for what was read")


class GraphForm(Form):
    """A mailbox of Microsoft 365."""

    oauth: OAuthForm = Field(title="Application that may read it")
    user: Line = Field(default="", title="User name", description="Left empty, the inbox's address.")
    folders: tuple[Line, ...] = Field(default=_GRAPH["folders"].default, min_length=1, title="Folder")
    processed: Line = Field(default=_GRAPH["processed"].default, title="Folder for what was read")
    url: Line = Field(default=_GRAPH["url"].default, pattern=SAFE_URL, title="Address of Microsoft Graph")


class PushForm(Form):
    """A provider that posts mail to us."""

    provider: PushProvider = Field(title="Provider")
    secret: Line = Field(
        default="", pattern=_MAYBE_NAMED, title="Secret it proves itself by", description=NAMED
    )
    topic: Line = Field(default="", title="SNS topic (Amazon SES only)")
    bucket: Line = Field(default="", title="Bucket (Amazon SES only)")
    region: Line = Field(default="", title="Region of the bucket (Amazon SES only)")


class InboxForm(Form):
    """An address requests come to."""

    address: Line = Field(
        title="E-mail address",
        description="At most 21 characters before the @, without a plus sign.",
    )
    imap: MailboxForm | None = Field(default=None, title="IMAP mailbox")
    graph: GraphForm | None = Field(default=None, title="Microsoft 365 mailbox")
    push: PushForm | None = Field(default=None, title="Provider that posts mail")


class InboxesForm(Form):
    """The addresses requests come to; the first one sends every letter."""

    inboxes: tuple[InboxForm, ...] = Field(min_length=1, title="Inbox")
