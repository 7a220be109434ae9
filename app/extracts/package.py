"""The package a person downloads: one zip, made while it is read; nothing ever holds the whole of it."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from isal import isal_zlib

from app.extracts.confined import Limits
from app.extracts.content import Content
from app.extracts.html import html_of
from app.extracts.language import words_of
from app.extracts.paths import document_path
from app.extracts.pdf import Rendered, render
from app.extracts.spool import spooled
from app.extracts.survey import Survey, surveyed
from app.extracts.tables import json_of, numbered, tables_of

if TYPE_CHECKING:
    from stream_zip import AsyncMemberFile

_CHUNK = 256 * 1024
_LEVEL = 1
"""Of ISA-L: it takes a fifth of the time of zlib's level 2, and the package is smaller."""


async def package(
    content: Content, *, limits: Limits | None = None, told: Callable[[Rendered], None] = lambda _: None
) -> AsyncGenerator[bytes, None]:
    """The zip of an answer: what to read first, PDF, HTML, JSON, CSV tables, then the documents.

    Portability gives no PDF and no HTML, only what machines read and the documents (Art. 20). `told` hears
    what gave way in the PDF. Reads the items once. Raises TooLarge when a limit of the PDF is met.
    """
    from stream_zip import async_stream_zip  # noqa: PLC0415 - it brings ciphers of its own, and few jobs pack

    # Temporary files without a name: whatever happens, nothing stays on the disk.
    with (
        TemporaryFile() as items,
        TemporaryFile() as extract,
        TemporaryFile() as pdf,
        TemporaryFile() as html,
    ):
        members = _members(spooled(content, items), limits, told, extract, pdf, html)
        async for chunk in async_stream_zip(
            members,
            chunk_size=_CHUNK,
            get_compressobj=_compressor,
        ):
            yield chunk


def _compressor() -> Any:
    # It is used as one of zlib's, whose type is private.
    return isal_zlib.compressobj(_LEVEL, wbits=-isal_zlib.MAX_WBITS)  # pyright: ignore[reportUnknownMemberType]


async def _members(
    content: Content,
    limits: Limits | None,
    told: Callable[[Rendered], None],
    extract: IO[bytes],
    pdf: IO[bytes],
    html: IO[bytes],
) -> AsyncGenerator["AsyncMemberFile", None]:
    from stream_zip import ZIP_64  # noqa: PLC0415 - as above

    made = content.made_at.astimezone(ZoneInfo(content.zone))

    def member(name: str, chunks: AsyncIterator[bytes]) -> "AsyncMemberFile":
        return name, made, 0o600, ZIP_64, chunks

    survey = await surveyed(content)
    yield member(words_of(content.language).readme, _once(readme_of(content, survey)))
    async for chunk in json_of(content):
        extract.write(chunk)
    if content.kind != "portability":
        told(await _readable(content, survey, extract, pdf, html, limits))
        yield member("utdrag.pdf", _read(pdf))
        yield member("utdrag.html", _read(html))
    yield member("utdrag.json", _read(extract))
    async for path, table in tables_of(content, survey):
        yield member(path, _read(table))
    for section in content.sections:
        async for number, item in numbered(section):
            if item.file:
                yield member(document_path(item.system, number, item.file.name), item.file.open())


async def _readable(
    content: Content,
    survey: Survey,
    extract: IO[bytes],
    pdf: IO[bytes],
    html: IO[bytes],
    limits: Limits | None,
) -> Rendered:
    """Write the PDF and the HTML at once: the first is set by another process."""
    rendering = asyncio.create_task(render(content, survey, extract, pdf, limits))
    try:
        async for chunk in html_of(content, survey):
            html.write(chunk)
        return await rendering
    finally:
        rendering.cancel()
        await asyncio.wait([rendering])


def readme_of(content: Content, survey: Survey) -> bytes:
    """What to read first: whose data these are and what each file is for, in the person's language."""
    words = words_of(content.language)
    named = {"json": "utdrag.json", "csv": "csv/"}
    if content.kind != "portability":
        named = {"pdf": "utdrag.pdf", "html": "utdrag.html"} | named
    if any(counts.files for counts in survey.sections):
        named["files"] = "files/"
    intro = words.readme_intro.format(
        person=content.person_name, organisation=content.organisation_name, reference=content.reference
    )
    contents = [f"  {name:<13}{words.readme_files[what]}" for what, name in named.items()]
    contact = [f"{words.contact}:", content.organisation_name, *content.organisation_contact.split("\n")]
    title = words.title[content.kind]
    lines = [
        title,
        "=" * len(title),
        "",
        intro,
        "",
        f"{words.readme_contents}:",
        *contents,
        "",
        words.readme_keep,
    ]
    return "\r\n".join([*lines, "", *contact, ""]).encode("utf-8", "replace")


async def _once(chunk: bytes) -> AsyncGenerator[bytes, None]:
    yield chunk


async def _read(file: IO[bytes]) -> AsyncGenerator[bytes, None]:
    file.seek(0)
    while chunk := file.read(_CHUNK):
        yield chunk
