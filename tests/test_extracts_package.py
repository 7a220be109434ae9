"""The package: what is in it, that every zip reader can open it, and that its making stays small."""

import asyncio
import gc
import io
import json
import shutil
import subprocess
import zipfile
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from app.errors import TooLarge
from app.extracts import writing
from app.extracts.confined import Limits
from app.extracts.content import Content, File, Item, Section
from app.extracts.package import package
from app.extracts.pdf import Rendered
from tests.test_extracts_content import CV, LANGUAGES, bytes_of, erased, item, person, section

README = {"sv": "LAS-MIG.txt", "nb": "LES-MEG.txt", "nn": "LES-MEG.txt", "en": "READ-ME.txt"}


async def zipped(content: Content) -> zipfile.ZipFile:
    opened = zipfile.ZipFile(io.BytesIO(b"".join([chunk async for chunk in package(content)])))
    assert opened.testzip() is None
    return opened


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_package_of_a_person(language: str) -> None:
    opened = await zipped(person(language))
    assert opened.namelist() == [
        README[language],
        "csv/ats-candidates.csv", "csv/ats-applications.csv", "csv/ats-notes.csv", "csv/newsletter-subscribers.csv",
        "files/ats/0002-CV-Saga-Exempelsson.pdf",
        "utdrag.json", "utdrag.html", "utdrag.pdf",
    ]  # fmt: skip
    assert opened.read("files/ats/0002-CV-Saga-Exempelsson.pdf") == CV
    assert opened.read("utdrag.pdf").startswith(b"%PDF-")
    assert json.loads(opened.read("utdrag.json"))["language"] == language
    readme = opened.read(README[language]).decode()
    assert "Saga Exempelsson" in readme
    assert all(name in readme for name in ("utdrag.pdf", "utdrag.html", "utdrag.json", "csv/", "files/"))
    assert opened.infolist()[0].date_time == (2026, 11, 22, 11, 2, 30)


async def test_other_zip_readers_open_it(tmp_path: Path) -> None:
    if not shutil.which("unzip"):
        pytest.skip("unzip is not installed")
    (tmp_path / "x.zip").write_bytes(b"".join([chunk async for chunk in package(person())]))
    said = subprocess.run(["unzip", "-t", tmp_path / "x.zip"], capture_output=True, text=True, check=False)
    assert "No errors detected" in said.stdout


async def test_portability_gives_what_machines_read() -> None:
    opened = await zipped(replace(person(), kind="portability", blocks=()))
    assert opened.namelist()[0] == "LAS-MIG.txt"
    assert [name for name in opened.namelist() if name.startswith("utdrag.")] == ["utdrag.json"]
    assert "utdrag.pdf" not in opened.read("LAS-MIG.txt").decode()
    assert json.loads(opened.read("utdrag.json"))["kind"] == "portability"


async def test_an_answer_without_items_is_whole() -> None:
    assert (await zipped(erased())).namelist() == ["LAS-MIG.txt", "utdrag.json", "utdrag.html", "utdrag.pdf"]


async def test_the_same_answer_gives_the_same_bytes_whoever_writes_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = b"".join([chunk async for chunk in package(person())])
    monkeypatch.setattr(writing, "_SMALL", 0)  # every format by a process of its own
    assert first == b"".join([chunk async for chunk in package(person())])


async def test_names_from_systems_cannot_leave_the_package() -> None:
    evil = [replace(item(n), file=File(name, "x/y", 1, bytes_of(b"x"))) for n, name in enumerate(
        ["../../etc/passwd", "same.txt", "same.txt", "a\\b.txt", "", "C:\\x"])]  # fmt: skip
    wild = replace(section([replace(one, system="../..", collection="../x") for one in evil]), system="../..")
    opened = await zipped(replace(person(), sections=(wild,)))
    names = opened.namelist()
    assert len(names) == len(set(names))
    assert all(".." not in name and name.isascii() and "\\" not in name and name[0] != "/" for name in names)
    assert len([name for name in names if name.startswith("files/")]) == 6


async def test_what_gave_way_in_the_pdf_is_told() -> None:
    told: list[Rendered] = []
    content = replace(person(), sections=(section([item(1, text="x " * 30_000)]),))
    async for _ in package(content, told=told.append):
        pass
    assert told == [Rendered(("shortened",))]


async def test_a_limit_ends_the_package_with_the_error() -> None:
    with pytest.raises(TooLarge):
        async for _ in package(person(), limits=Limits(wall=0.01)):
            pass


async def test_leaving_early_leaves_nothing_open() -> None:
    before, others = open_files(), psutil.Process().children()
    reading = package(person())
    await anext(reading)
    await reading.aclose()
    async with asyncio.timeout(90):
        while open_files() > before:
            gc.collect()
            await asyncio.sleep(0.05)
    assert set(psutil.Process().children()) <= set(others)


def open_files() -> int:
    return psutil.Process().num_fds()


def large(count: int) -> Section:
    async def items() -> AsyncIterator[Item]:
        for n in range(count):
            yield item(n, text=f"{n} ".ljust(6_000, "å"), note="kort")

    return Section("mail", "E-posten", "Klart.", items)


async def test_a_large_answer_is_made_in_little_memory() -> None:
    content = replace(person(), sections=(large(5_000),))
    process, peak, total = psutil.Process(), 0, 0
    gc.collect()
    before = process.memory_info().rss
    async for chunk in package(content):
        total += len(chunk)
        peak = max(peak, process.memory_info().rss)
    assert total > 100_000
    assert peak - before < 90 * 1024**2  # the answer is 60 MB, in four formats
