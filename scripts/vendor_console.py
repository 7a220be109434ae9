"""Fetch the console's few foreign files with npm: verified, rewritten to import each other, written down.

It takes the versions in VENDOR.json, or others: `python scripts/vendor_console.py preact@11.3.0`.
"""

import base64
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

VENDOR = Path(__file__).resolve().parents[1] / "app" / "console" / "ui" / "vendor"
BARE = {b'from"preact"': b'from"./preact.mjs"'}
"""What browsers cannot resolve without an import map, which the content policy would have to allow."""
INNER = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


def fetched(name: str, version: str, folder: Path) -> tarfile.TarFile:
    """Give a package as npm delivers it, after a look at its hash."""
    asked = ["npm", "pack", f"{name}@{version}", "--json", "--pack-destination", str(folder)]
    told = json.loads(subprocess.run(asked, capture_output=True, check=True, text=True).stdout)[0]
    stated = ["npm", "view", f"{name}@{version}", "dist.integrity", "--json"]
    wanted = json.loads(subprocess.run(stated, capture_output=True, check=True, text=True).stdout)
    content = (folder / told["filename"]).read_bytes()
    if wanted != "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode():
        raise SystemExit(f"{name}@{version} is not what its registry says it is")
    return tarfile.open(folder / told["filename"])


def read(package: tarfile.TarFile, path: str) -> bytes:
    member = package.extractfile(f"package/{path}")
    assert member is not None
    return member.read()


def sprite(package: tarfile.TarFile, icons: list[str]) -> bytes:
    """Give one SVG with a symbol for each icon."""
    symbols = []
    for icon in sorted(icons):
        found = INNER.search(read(package, f"icons/{icon}.svg").decode())
        assert found is not None
        inner = " ".join(found[1].split())
        symbols.append(f'<symbol id="{icon}" viewBox="0 0 24 24">{inner}</symbol>')
    return ('<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n").encode()


def written(entry: dict[str, Any]) -> None:
    """Write the files of one package, and their hashes into its entry."""
    with tempfile.TemporaryDirectory() as folder:
        package = fetched(entry["name"], entry["version"], Path(folder))
        for file in entry["files"]:
            content = sprite(package, entry["icons"]) if "icons" in entry else read(package, file["source"])
            for bare, relative in BARE.items():
                content = content.replace(bare, relative)
            content = re.sub(rb"\n//# sourceMappingURL=.*\n?", b"\n", content)
            (VENDOR / file["file"]).write_bytes(content)
            file["sha256"] = hashlib.sha256(content).hexdigest()
        (VENDOR / f"LICENSE.{entry['name']}.txt").write_bytes(read(package, "LICENSE"))


def main() -> None:
    listed = VENDOR / "VENDOR.json"
    entries = json.loads(listed.read_text(encoding="utf-8"))
    newer = dict(argument.rsplit("@", 1) for argument in sys.argv[1:])
    for entry in entries:
        entry["version"] = newer.pop(entry["name"], entry["version"])
        written(entry)
    if newer:
        raise SystemExit(f"not in VENDOR.json: {', '.join(newer)}")
    listed.write_text(json.dumps(entries, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
