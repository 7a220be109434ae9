"""Writes docs/reference/settings.md from the settings themselves, so that the page cannot be wrong."""

from pathlib import Path

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from app.settings import PREFIX, Settings

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "settings.md"
HEAD = """# Settings

Set in the environment, read once at start. A secret may be given as `env:NAME` or `file:PATH` instead of its
value. This page is written by `make docs`.

| variable | default | what it does |
|---|---|---|
"""


def page() -> str:
    """Give the page as Markdown, one row a setting."""
    return HEAD + "".join(row(name, field) for name, field in Settings.model_fields.items())


def row(name: str, field: FieldInfo) -> str:
    """Give one setting's row."""
    unset = field.default in (None, "", PydanticUndefined)
    value = str(field.default).lower() if isinstance(field.default, bool) else str(field.default)
    told = (field.description or "").replace("|", "\\|")
    return f"| `{PREFIX}{name.upper()}` | {'' if unset else f'`{value}`'} | {told} |\n"


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
