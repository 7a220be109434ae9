"""The package a person downloads: one zip, made while it is read; nothing ever holds the whole of it."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Coroutine
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any, Self, TypeVar
from zoneinfo import ZoneInfo

from isal import isal_zlib

from app.extracts.confined import Limits
from app.extracts.content import Content, File
from app.extracts.language import words_of
from app.extracts.paths import document_path
from app.extracts.pdf import Rendered, render
from app.extracts.spool import Spool
from app.extracts.survey import Survey, surveyed
from app.extracts.tables import numbered, tables_of
from app.extracts.writing import write

if TYPE_CHECKING:
    from stream_zip import AsyncMemberFile

_T = TypeVar("_T")
_CHUNK = 256 * 1024
_LEVEL = 1
"""Of ISA-L: it takes a fifth of the time of zlib's level 2, and the package is smaller."""


async def package(
    content: Content, *, limits: Limits | None = None, told: Callable[[Rendered], None] = lambda _: None
) -> AsyncGenerator[bytes, None]:
    """The zip of an answer: what to read first, CSV tables, the documents, then JSON, HTML and PDF.

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
        spool = Spool(content, items)
        members = _members(spool, limits, told, extract, pdf, html)
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
    spool: Spool,
    limits: Limits | None,
    told: Callable[[Rendered], None],
    extract: IO[bytes],
    pdf: IO[bytes],
    html: IO[bytes],
) -> AsyncGenerator["AsyncMemberFile", None]:
    from stream_zip import ZIP_64  # noqa: PLC0415 - as above

    content = spool.content
    made = content.made_at.astimezone(ZoneInfo(content.zone))

    def member(name: str, chunks: AsyncIterator[bytes]) -> "AsyncMemberFile":
        return name, made, 0o600, ZIP_64, chunks

    survey = await surveyed(content)
    yield member(words_of(content.language).readme, _once(readme_of(content, survey)))
    # What other processes make is asked for before the rest is written, and put in behind it.
    async with _Meanwhile() as meanwhile:
        for_computers = meanwhile.begin(write("json", spool, survey, extract))
        readable = printed = None
        if content.kind != "portability":
            readable = meanwhile.begin(write("html", spool, survey, html))
            printed = meanwhile.begin(_printed(for_computers, content, survey, extract, pdf, limits))
        async for path, table in tables_of(content, survey):
            yield member(path, _read(table))
        async for path, file in _documents(content, survey):
            yield member(path, file.open())
        await for_computers
        yield member("utdrag.json", _read(extract))
        if readable and printed:
            await readable
            yield member("utdrag.html", _read(html))
            told(await printed)
            yield member("utdrag.pdf", _read(pdf))


class _Meanwhile:
    """What goes on beside the one who waits for it; ended when that one leaves."""

    def __init__(self) -> None:
        self._begun: list[asyncio.Task[Any]] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._begun:
            task.cancel()
        await asyncio.gather(*self._begun, return_exceptions=True)

    def begin(self, work: Coroutine[Any, Any, _T]) -> asyncio.Task[_T]:
        task = asyncio.create_task(work)
        self._begun.append(task)
        return task


async def _printed(
    written: "asyncio.Task[None]",
    content: Content,
    survey: Survey,
    extract: IO[bytes],
    pdf: IO[bytes],
    limits: Limits | None,
) -> Rendered:
    """Have the PDF set as soon as the JSON document is written, which it may hold."""
    await asyncio.shield(written)
    return await render(content, survey, extract, pdf, limits)


async def _documents(content: Content, survey: Survey) -> AsyncGenerator[tuple[str, File]]:
    for section, counts in zip(content.sections, survey.sections, strict=True):
        if counts.files:
            async for number, item in numbered(section):
                if item.file:
                    yield document_path(item.system, number, item.file.name), item.file


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
    at = 0
    while True:
        file.seek(at)  # every time, as another may read it in turns
        if not (chunk := file.read(_CHUNK)):
            return
        yield chunk
        at += len(chunk)
