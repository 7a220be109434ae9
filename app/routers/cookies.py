"""The cookies of pages and of the console: what they are called, and how a browser is to keep them.

`__Host-` and Secure wherever we are reached over https; a browser takes neither on plain http.
"""

from fastapi.responses import Response

from app.office import Office


def name_of(office: Office, what: str = "") -> str:
    """Give the name of a cookie; without `what`, of the one that holds a signed-in person's session."""
    return f"{'__Host-' if _is_secure(office) else ''}{'-'.join(filter(None, ('utdrag', what)))}"


def give(
    answer: Response,
    office: Office,
    value: str,
    *,
    what: str = "",
    lax: bool = False,
    seconds: int | None = None,
) -> None:
    """Let the browser keep a cookie; a `lax` one is also sent when a link elsewhere leads to us."""
    answer.set_cookie(
        name_of(office, what),
        value,
        max_age=seconds,
        httponly=True,
        samesite="lax" if lax else "strict",
        secure=_is_secure(office),
    )


def take(answer: Response, office: Office, *, what: str = "", lax: bool = False) -> None:
    """Let the browser forget a cookie."""
    answer.delete_cookie(
        name_of(office, what), httponly=True, samesite="lax" if lax else "strict", secure=_is_secure(office)
    )


def _is_secure(office: Office) -> bool:
    return office.settings.public_url.startswith("https://")
