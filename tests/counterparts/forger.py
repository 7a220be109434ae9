"""An identity provider that lies: it signs whatever a test wants, with whatever key, under whatever name."""

import base64
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from jose import jwk, jwt

from tests.counterparts.http_peer import Asked, Peer, Reply

CLIENT = "utdrag"
EVENT = "http://schemas.openid.net/event/backchannel-logout"
Claims = dict[str, Any]
PrivateKey = RSAPrivateKey | EllipticCurvePrivateKey


def pem_of(key: PrivateKey) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


def public_pem_of(key: PrivateKey) -> bytes:
    return key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def jwk_of(key: PrivateKey, kid: str, algorithm: str) -> Claims:
    return {**jwk.construct(public_pem_of(key), algorithm).to_dict(), "kid": kid, "use": "sig"}


@dataclass
class Forger:
    """Answers as a provider does; `token` makes what it gives for a code, `keys` are those it owns up to."""

    peer: Peer
    rsa: RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))
    ec: EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    keys: list[Claims] = field(default_factory=list)
    about: Claims = field(default_factory=dict)
    user: Claims = field(default_factory=dict)
    token: Callable[[Claims], str] = lambda _: ""
    nonce: str = ""
    at: Callable[[], datetime] = datetime.now

    def __post_init__(self) -> None:
        of_pss = {**jwk_of(self.rsa, "pss", "RS256"), "alg": "PS256"}
        self.keys = [jwk_of(self.rsa, "one", "RS256"), jwk_of(self.ec, "two", "ES256"), of_pss]
        self.token = self.signed
        self.peer.answer = self.answer

    @property
    def issuer(self) -> str:
        return self.peer.base

    def claims(self, **changes: Any) -> Claims:
        """Give what an honest token says; a change to None leaves a claim out."""
        now = int(self.at().timestamp())
        said = {
            "iss": self.issuer, "sub": "mildra", "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": self.nonce,
            "name": "Mildra F", "email": "mildra@nordstaff.example", "email_verified": True, "groups": [],
            **changes,
        }  # fmt: skip
        return {name: value for name, value in said.items() if value is not None}

    def signed(self, claims: Claims, **header: str) -> str:
        return jwt.encode(claims, pem_of(self.rsa), "RS256", headers={"kid": "one", **header})

    def signed_by_pss(self, claims: Claims, *, salt: int = 32) -> str:
        """Sign by PS256 without the library that is to verify it."""
        said = f"{part({'alg': 'PS256', 'kid': 'pss'})}.{part(claims)}"
        scheme = padding.PSS(padding.MGF1(hashes.SHA256()), salt)
        return f"{said}.{encoded(self.rsa.sign(said.encode(), scheme, hashes.SHA256()))}"

    def notice(self, **changes: Any) -> str:
        """Give a notice that somebody signed out."""
        said = self.claims(**{"nonce": None, "jti": "1", "events": {EVENT: {}}, "sid": "s1", **changes})
        return self.signed(said, typ="logout+jwt")

    def answer(self, asked: Asked) -> Reply:
        match asked.path:
            case "/.well-known/openid-configuration":
                return Reply(body={
                    "issuer": self.issuer, "authorization_endpoint": f"{self.issuer}/auth",
                    "token_endpoint": f"{self.issuer}/token", "jwks_uri": f"{self.issuer}/keys",
                    "userinfo_endpoint": f"{self.issuer}/me", **self.about,
                })  # fmt: skip
            case "/keys":
                return Reply(body={"keys": self.keys})
            case "/me":
                return Reply(body=self.user)
            case _:
                token = self.token(self.claims())
                return Reply(body={"access_token": "access", "token_type": "Bearer", "id_token": token})

    def times_asked(self, path: str) -> int:
        return sum(asked.path == path for asked in self.peer.asked)


def part(value: object) -> str:
    """Give a part of a token as it is written."""
    return encoded(json.dumps(value).encode())


def encoded(value: bytes) -> str:
    """Give bytes as they stand in a token."""
    return base64.urlsafe_b64encode(value).decode().rstrip("=")


def at_hash(access_token: str) -> str:
    return encoded(hashlib.sha256(access_token.encode()).digest()[:16])
