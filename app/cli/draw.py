"""`utdrag draw`: writes the pages of docs/ that are drawn from the code."""

from pathlib import Path
from typing import Annotated

import typer

from app.workflows.drawing import lifecycle_page, openapi_page


def draw_command(
    folder: Annotated[Path, typer.Option("--to", help="Folder of the pages.")] = Path("docs/reference"),
) -> None:
    """Draw the lifecycle and the HTTP interface."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, page in pages().items():
        (folder / name).write_text(page, encoding="utf-8")
        typer.echo(folder / name)


def pages() -> dict[str, str]:
    """Give every drawn page by its file name."""
    from app.main import create_app  # noqa: PLC0415 - the whole web, which no other command needs

    return {"lifecycle.md": lifecycle_page(), "openapi.json": openapi_page(create_app(None).openapi())}
