"""What a controller declares of its inboxes: their addresses, and the ways mail comes in from them."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

ADDRESS = r"^[^@\s+]+@[^@\s]+\.[^@\s]+$"
_REFERENCE = r"^(env|file):.+$"
SAFE_URL = r"^(https://[^/]+|http://(127\.0\.0\.1|localhost)(:\d+)?)(/.*)?$"
"""Secrets are sent there: encrypted, or to this machine."""


class Shape(BaseModel):
    """What a profile is made of: fixed once read, and without a word nobody knows."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=False)


class OAuth(Shape):
    """An application that may read a mailbox (OAuth 2.0); its secrets are references.

    Microsoft knows it by `client_id` and `client_secret`, Google by the key file of a service account, which
    names everything but the `scope`.
    """

    scope: str = Field(min_length=1)
    token_url: str = Field(default="", pattern=r"^$|" + SAFE_URL)
    client_id: str = ""
    client_secret: str = Field(default="", pattern=r"^$|" + _REFERENCE)
    service_account: str = Field(default="", pattern=r"^$|" + _REFERENCE)

    @model_validator(mode="after")
    def _one_way(self) -> "OAuth":
        client = (self.token_url, self.client_id, self.client_secret)
        if self.service_account and any(client):
            raise ValueError("a service account brings its own token_url, client_id and client_secret")
        if not self.service_account and not all(client):
            raise ValueError("oauth needs token_url, client_id and client_secret, or a service_account")
        return self


class Mailbox(Shape):
    """An IMAP mailbox, opened by a password (a reference: `env:NAME` or `file:PATH`) or by XOAUTH2."""

    host: str
    port: int = 993
    tls: bool = True
    user: str
    password: str = Field(default="", pattern=r"^$|" + _REFERENCE)
    oauth: OAuth | None = None
    folders: tuple[str, ...] = ("INBOX",)
    processed: str = "Processed"

    @model_validator(mode="after")
    def _one_key(self) -> "Mailbox":
        if bool(self.password) == (self.oauth is not None):
            raise ValueError("a mailbox needs either a password or oauth")
        return self


class GraphMailbox(Shape):
    """A mailbox of Microsoft 365, read over Microsoft Graph; without a `user` it is the inbox's address.

    Folders have the names Microsoft gives them (`inbox`, `junkemail`, …) or those people see.
    """

    oauth: OAuth
    user: str = ""
    folders: tuple[str, ...] = Field(default=("inbox", "junkemail"), min_length=1)
    processed: str = "Processed"
    url: str = Field(default="https://graph.microsoft.com/v1.0", pattern=SAFE_URL)


class PushProfile(Shape):
    """A provider that posts mail to us; the secret is a reference (`env:NAME` or `file:PATH`).

    Mailgun proves itself by its webhook signing key, Postmark by `name:password` of the webhook's address,
    SendGrid by that or by the public key of its security policy. SES proves itself by its SNS topic; there
    the secret is `access key id:secret access key` of the bucket, when the mails are in one.
    """

    provider: Literal["mailgun", "postmark", "sendgrid", "ses"]
    secret: str = Field(default="", pattern=r"^$|" + _REFERENCE)
    topic: str = Field(default="", pattern=r"^$|^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]+$")
    bucket: str = Field(default="", pattern=r"^$|^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$")
    region: str = Field(default="", pattern=r"^$|^[a-z0-9-]+$")
    """Of the bucket, when it is not the topic's."""

    @model_validator(mode="after")
    def _complete(self) -> "PushProfile":
        if self.provider == "ses" and not self.topic:
            raise ValueError("ses needs the ARN of the topic it publishes to")
        if self.provider != "ses" and not self.secret:
            raise ValueError(f"{self.provider} needs a secret")
        if self.provider != "ses" and (self.topic or self.bucket or self.region):
            raise ValueError("topic, bucket and region are for ses only")
        return self


class InboxProfile(Shape):
    """An address requests come to; without a mailbox it is reached over SMTP, LMTP or HTTP.

    Its name has at most 21 letters, so that a case's own address (RFC 5321: 64) can be made of it.
    """

    address: Annotated[str, AfterValidator(str.lower)] = Field(pattern=r"^[^@\s+]{1,21}@[^@\s]+\.[^@\s]+$")
    imap: Mailbox | None = None
    graph: GraphMailbox | None = None
    push: PushProfile | None = None

    @model_validator(mode="after")
    def _one_mailbox(self) -> "InboxProfile":
        if self.imap and self.graph:
            raise ValueError("an inbox has one mailbox: imap or graph")
        return self

    @property
    def mailbox(self) -> Mailbox | GraphMailbox | None:
        """Give the mailbox that is watched, if there is one."""
        return self.imap or self.graph
