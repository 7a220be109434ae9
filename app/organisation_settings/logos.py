"""What is taken as a logo: a small picture, known by what it is and not by what it is called."""

from io import BytesIO
from typing import Final

from app.errors import FieldError, InvalidInput

MOST_BYTES: Final = 256 * 1024
MOST_POINTS: Final = 2000
_KINDS: Final = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}


def media_type_of(content: bytes) -> str:
    """Give the media type of a picture that may be a logo. Raises InvalidInput for anything else."""
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - a logo is set once

    if len(content) > MOST_BYTES:
        raise _refused(f"this picture is larger than {MOST_BYTES // 1024} kB; make it smaller")
    try:
        with Image.open(BytesIO(content), formats=list(_KINDS)) as picture:
            kind, size = picture.format or "", picture.size
            picture.verify()
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError):
        raise _refused("this is no PNG, JPEG or WebP picture") from None
    if max(size) > MOST_POINTS:
        raise _refused(f"this picture is more than {MOST_POINTS} points wide or high; make it smaller")
    return _KINDS[kind]


def _refused(sentence: str) -> InvalidInput:
    return InvalidInput("This cannot be a logo.", fields=[FieldError("file", sentence)])
