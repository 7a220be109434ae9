"""Signed tokens of an identity provider, checked; nothing else knows which library does it.

Which algorithms count is decided here and by the key, never by the token: one without a signature, or signed
with a public key as if it were a shared secret, is refused like any other forgery.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

Claims = Mapping[str, Any]
Key = Mapping[str, Any]
FAMILIES: Final = {"RS256": "RSA", "PS256": "RSA", "ES256": "EC"}
"""The algorithms that count, and the kind of key each takes."""
LEEWAY_SECONDS: Final = 60
"""How far the provider's clock may be from ours."""
_NEEDED: Final = ("aud", "iss", "iat")


class NotGenuine(Exception):
    """A token that proves nothing; the message is a word for the log and quotes nothing of it."""


class UnknownKey(NotGenuine):
    """A token signed with a key that is not among those known."""


def read(
    token: str,
    keys: Sequence[Key],
    *,
    issuer: str,
    audience: str,
    kind: str = "",
    access_token: str | None = None,
    needed: Sequence[str] = ("exp", "sub"),
) -> Claims:
    """Give what a token says, once it is certain who said it to us and that it still counts.

    `kind` is what its header calls it, if it calls it anything. Raises UnknownKey, which fresh keys may cure,
    and NotGenuine.
    """
    from jose import jwt  # noqa: PLC0415 - nobody signs in where no provider is set
    from jose.exceptions import JOSEError  # noqa: PLC0415 - as above

    from app.identity import pss  # noqa: PLC0415 - as above

    pss.register()
    header = _header(token)
    if kind and str(header.get("typ", kind)).lower() not in {kind, "jwt"}:
        raise NotGenuine("kind")
    algorithm, key = str(header.get("alg", "")), _key(header, keys)
    wanted = {f"require_{name}": True for name in (*_NEEDED, *needed)}
    try:
        claims = jwt.decode(
            token,
            dict(key),
            algorithms=[algorithm],
            audience=audience,
            issuer=issuer,
            access_token=access_token,
            options={"leeway": LEEWAY_SECONDS, **wanted},
        )
    except (JOSEError, ValueError, TypeError, KeyError) as error:
        raise NotGenuine(type(error).__name__) from None
    _meant_for(claims, audience)
    return claims


def _header(token: str) -> Mapping[str, Any]:
    from jose import jwt  # noqa: PLC0415 - as above
    from jose.exceptions import JOSEError  # noqa: PLC0415 - as above

    try:
        return jwt.get_unverified_header(token)
    except (JOSEError, ValueError, TypeError, AttributeError):
        raise NotGenuine("header") from None


def _key(header: Mapping[str, Any], keys: Sequence[Key]) -> Key:
    """Give the one key the token names, or the only one it could mean."""
    algorithm = header.get("alg")
    family = FAMILIES.get(algorithm) if isinstance(algorithm, str) else None
    if family is None:
        raise NotGenuine("algorithm")
    fitting = [
        key
        for key in keys
        if key.get("kty") == family
        and key.get("use", "sig") == "sig"
        and key.get("alg", algorithm) == algorithm
        and ("kid" not in header or key.get("kid") == header["kid"])
    ]
    if len(fitting) != 1:
        raise UnknownKey("key")
    return fitting[0]


def _meant_for(claims: Claims, client: str) -> None:
    """Refuse a token that was given to somebody else, though we are named in it too."""
    audience, party = claims["aud"], claims.get("azp")
    if party is None and isinstance(audience, list) and len(audience) > 1:  # pyright: ignore[reportUnknownArgumentType]  # JSON
        raise NotGenuine("azp")
    if party not in (None, client):
        raise NotGenuine("azp")
