"""Files a person sends with a request or a message: few, small, and what they are said to be."""

from starlette.datastructures import FormData, UploadFile

from app.intake.enclosing import Enclosed
from app.pages.uploads import ATTACHED, HEAD, attached_type, safe_name


async def attached(sent: FormData, name: str) -> tuple[tuple[Enclosed, ...], str]:
    """Give the files of a field, and what is wrong with the first that cannot be taken: a word, or nothing.

    Then none is given: people choose all of them again.
    """
    found: list[Enclosed] = []
    for file in sent.getlist(name):
        if not isinstance(file, UploadFile) or not file.filename:
            continue
        taken = await looked_at(file)
        if isinstance(taken, str):
            return (), taken
        found.append(taken)
    return tuple(found), ""


async def looked_at(file: UploadFile) -> Enclosed | str:
    """Give a file under a harmless name, or in a word why it cannot be taken."""
    if (file.size or 0) > ATTACHED:
        return "large"
    content = await file.read()
    media_type = attached_type(content[:HEAD])
    if media_type is None:
        return "type" if content else "empty"
    return Enclosed(safe_name(file.filename or ""), media_type, content)
