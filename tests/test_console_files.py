"""The files of the console: foreign ones are what they are said to be, and all of them together are small."""

import gzip
import hashlib
import json
import re
from collections.abc import AsyncGenerator
from pathlib import Path

import httpx
import pytest

from app.console.assets import ASSETS, VERSION, address
from app.console.joining import joined
from app.main import create_app

UI = Path(__file__).resolve().parent.parent / "app" / "console" / "ui"
VENDOR = UI / "vendor"
OWN = sorted(path for path in UI.rglob("*") if path.suffix in {".js", ".css"})
LONGEST = 250
BUDGET = 60 * 1024
LANGUAGES = ("sv", "nb", "nn", "en")


def texts(language: str) -> dict[str, str]:
    """Give the texts of a language by name, as they are written in its module."""
    source = (UI / "words" / f"{language}.js").read_text(encoding="utf-8")
    return dict(re.findall(r"^  (\w+): (.+),$", source, re.MULTILINE))


def scripts() -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in UI.glob("*.js")}


def test_foreign_files_are_what_they_are_said_to_be() -> None:
    listed = json.loads((VENDOR / "VENDOR.json").read_text(encoding="utf-8"))
    hashes = {file["file"]: file["sha256"] for entry in listed for file in entry["files"]}
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.iterdir()
        if path.suffix in {".mjs", ".svg"}
    }
    assert found == hashes
    for entry in listed:
        assert entry["version"]
        assert entry["licence"] in {"MIT", "ISC", "Apache-2.0"}
        assert (VENDOR / f"LICENSE.{entry['name']}.txt").stat().st_size > 0


def test_the_console_is_small() -> None:
    """Count everything a browser may ever load of it; it loads the texts of one language."""
    packed = {name: len(asset.packed) for name, asset in ASSETS.items()}
    words = sorted(packed.pop(f"words/{language}.js") for language in LANGUAGES)
    assert sum(packed.values()) + words[-1] <= BUDGET, packed


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
def test_a_module_is_understood_in_one_reading(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= LONGEST or path.parent.name == "words"
    assert lines[0].startswith(("// ", "/* "))
    assert lines[0].rstrip("*/ ").endswith(".")


def test_every_language_says_everything_and_nothing_else() -> None:
    source = "\n".join(scripts().values())
    said = {language: texts(language) for language in LANGUAGES}
    for language in LANGUAGES:
        assert said[language].keys() == said["sv"].keys()
        for name, text in said[language].items():
            braces = [set(re.findall(r"\{(\w+)\}", said[other][name])) for other in ("sv", language)]
            assert braces[0] == braces[1], (language, name)
            assert text.startswith("[") == said["sv"][name].startswith("["), (language, name)
    asked = re.findall(r"\bt\(([^,()`]+)[,)]", source)
    named = {name for first in asked for name in re.findall(r'(?:^|[?:] )"(\w+)"', first)}
    assert named <= said["sv"].keys()
    stems = tuple(re.findall(r"\bt\(`(\w+)\$\{", source))
    unused = {name for name in said["sv"] if name not in named and not name.startswith(stems)}
    assert unused == set()


def test_every_module_is_in_one_of_the_two_files_and_runs_after_what_it_imports() -> None:
    files = joined(scripts())
    place: dict[str, int] = {}
    for text in files.values():
        for name in re.findall(r"^// ([\w.]+)$", text, re.MULTILINE):
            assert name not in place
            place[name] = len(place)
    assert place.keys() == scripts().keys()
    for name, source in scripts().items():
        for target in re.findall(r'^import .+ from "\./([\w.]+)";$', source, re.MULTILINE):
            assert place[target] < place[name]
    assert "\n// case.js\n" in files["rest.js"]
    assert "\n// queue.js\n" in files["main.js"]


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ('import { a } from "./other.js";\nexport const b = a;\n', "import each other: main.js > other.js"),
        ("export let a = 1;\n", "cannot be joined: export let a = 1;"),
        (
            'import { c } from "./third.js";\nexport default c;\n',
            "cannot be joined: export default c;",
        ),
        (
            'import * as all from "./third.js";\n',
            'main.js gives another name to what it imports: import * as all from "./third.js";',
        ),
        (
            'import { c as d } from "./third.js";\n',
            'main.js gives another name to what it imports: import { c as d } from "./third.js";',
        ),
        (
            'import { c } from "./third.js";\nconst [a, c] = [1, 2];\n',
            "two modules in a file declare c: third.js, main.js",
        ),
        ('export const later = () => import("./third.js");\n', "third.js exports no function by default"),
        ('import "./third.js";\n', 'cannot be joined: import "./third.js";'),
    ],
)
def test_what_cannot_be_joined_is_said_when_the_house_starts(source: str, complaint: str) -> None:
    modules = {
        "main.js": source,
        "other.js": 'import { b } from "./main.js";\nexport const a = b;\n',
        "third.js": "export const c = 1;\n",
    }
    with pytest.raises(ValueError, match=re.escape(complaint)):
        joined(modules)


def test_no_module_writes_markup_or_styles_by_hand() -> None:
    for name, source in scripts().items():
        for sink in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "srcdoc",
                     "dangerouslySetInnerHTML", "new Function", "DOMParser"):  # fmt: skip
            assert sink not in source, (name, sink)


def test_every_icon_that_is_drawn_is_in_the_sprite() -> None:
    sprite = set(re.findall(r'<symbol id="([\w-]+)"', (VENDOR / "icons.svg").read_text(encoding="utf-8")))
    for name, source in scripts().items():
        for drawn in re.findall(r"<\$\{Icon\} name=\"([\w-]+)\"", source):
            assert drawn in sprite, (name, drawn)


@pytest.fixture
async def http() -> AsyncGenerator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(create_app(None))
    async with httpx.AsyncClient(transport=transport, base_url="http://console") as client:
        yield client


async def test_files_are_kept_for_ever_under_this_version_only(http: httpx.AsyncClient) -> None:
    for name, asset in ASSETS.items():
        answer = await http.get(address(name))
        assert answer.content == asset.content == gzip.decompress(asset.packed)
        assert answer.headers["content-encoding"] == "gzip"
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["content-type"] == asset.media_type
    plain = await http.get(address("main.js"), headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.content == ASSETS["main.js"].content
    assert (await http.get("/ui/older/main.js")).headers["cache-control"] == "no-cache"
    for name in ("missing.js", "case.js", "%2e%2e/assets.py", "vendor/VENDOR.json"):
        assert (await http.get(f"/ui/{VERSION}/{name}")).status_code == 404


async def test_the_front_door_leads_to_the_console(http: httpx.AsyncClient) -> None:
    answer = await http.get("/")
    assert (answer.status_code, answer.headers["location"]) == (303, "/console/")
