"""Writes docs/reference/metrics.md from the figures themselves, so that the page cannot be wrong."""

from pathlib import Path

from prometheus_client import Counter, Histogram

from app import measures

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "metrics.md"
HEAD = """# Metrics

What `/metrics` gives. Labels are words and routes of ours: never a person, a case or an organisation. What to
look at and when to be woken is in [watch it](../how-to/watch-it.md). This page is written by `make docs`.
"""
READ = """
## Read from the database

The same at every process, over all organisations. Ask one process for them.

| gauge | labels | what it is |
|---|---|---|
"""
COUNTED = """
## Counted by each process

From its start. Ask every process, and add them up. Beside these, `process_…` tells of memory, CPU and files.

| metric | kind | labels | what it is |
|---|---|---|---|
"""


def page() -> str:
    """Give the page as Markdown, one row a figure."""
    read = "".join(f"| `{f.name}` | {_labels(f.labels)} | {f.words} |\n" for f in measures.FIGURES)
    return HEAD + READ + read + COUNTED + "".join(counted())


def counted() -> list[str]:
    """Give the row of each metric a process counts."""
    rows: list[str] = []
    for metric in vars(measures).values():
        if isinstance(metric, Counter | Histogram):
            (family,) = metric.describe()
            name = f"{family.name}_total" if isinstance(metric, Counter) else family.name
            labels = _labels(metric._labelnames)  # noqa: SLF001 - there is no other way to ask
            rows.append(f"| `{name}` | {family.type} | {labels} | {family.documentation} |\n")
    return rows


def _labels(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
