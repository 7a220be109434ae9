"""What an operator sets of signing in."""

from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, field_validator, model_validator
from pydantic_settings import BaseSettings

from app.secrets import Secret

OWN_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})


class SignInSettings(BaseSettings):
    """The identity provider people sign in with (OpenID Connect)."""

    oidc_issuer: str = Field(
        default="",
        description="Issuer of the identity provider people sign in with (https://…); without it nobody "
        "signs in, and only tokens open the API.",
    )
    oidc_client_id: str = Field(default="", description="What the identity provider knows us by.")
    oidc_client_secret: Secret | None = Field(
        default=None, description="The secret it gave us, or file:PATH to it; none for a public client."
    )
    oidc_scope: str = Field(
        default="openid profile email",
        pattern=r"^openid( |$)",
        description="What it is asked for, beginning with openid; some providers take `groups` here as well.",
    )
    oidc_groups_claim: str = Field(
        default="groups", min_length=1, description="The claim in which it names the groups somebody is in."
    )

    @field_validator("oidc_issuer")
    @classmethod
    def _safe_issuer(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and not ((parts.scheme == "https" and parts.hostname) or is_own_machine(value)):
            raise ValueError("the issuer begins with https://; http:// is for one on this machine")
        return value

    @model_validator(mode="after")
    def _known_to_it(self) -> Self:
        if self.oidc_issuer and not self.oidc_client_id:
            raise ValueError("oidc_client_id is missing: what does the identity provider know us by?")
        return self


def is_own_machine(url: str) -> bool:
    """Tell whether a plain http address stays on this machine, so that nobody listens on the way."""
    parts = urlsplit(url)
    return parts.scheme == "http" and parts.hostname in OWN_MACHINE
