"""The drawn pages say what the rules say, and the committed ones are those drawn now."""

import json
import re
from pathlib import Path

import typer
from typer.testing import CliRunner

from app.cli.draw import draw_command, pages
from app.vocabulary import State
from app.workflows.drawing import lifecycle_page, openapi_page
from app.workflows.lifecycle import STATE_OF, TABLE
from app.workflows.plans import PLANS

REFERENCE = Path(__file__).resolve().parent.parent / "docs" / "reference"
ARROW = re.compile(r"^    (\S+) --> (\S+?)(?:: (.+))?$", re.MULTILINE)
DRAW_IT = "Run `make draw` and commit what it wrote."


def table_under(heading: str) -> list[list[str]]:
    section = lifecycle_page().split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")][2:]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


def drawn_moves() -> set[tuple[str, str, str]]:
    """Give (from, event, to) of every arrow, with boxes and the plan's diamond taken apart."""
    moves: set[tuple[str, str, str]] = set()
    for source, target, events in ARROW.findall(lifecycle_page()):
        if "[*]" in (source, target) or source == "plan":
            continue
        targets = {state.value for state in STATE_OF.values()} if target == "plan" else {target}
        moves |= {
            (one, event, to) for one in source.split("__") for event in events.split(", ") for to in targets
        }
    return moves


def test_the_drawing_has_exactly_the_moves_of_the_table() -> None:
    assert drawn_moves() == {
        (source.value, row.event.value, row.target.value)
        for row in TABLE
        if row.target is not None
        for source in row.sources
    }


def test_the_plans_diamond_leads_to_every_kind_of_work() -> None:
    led = {
        (work, to)
        for source, to, works in ARROW.findall(lifecycle_page())
        if source == "plan"
        for work in works.split(", ")
    }
    assert led == {(work.value, state.value) for work, state in STATE_OF.items()}


def test_every_box_is_declared_and_is_made_of_states() -> None:
    page = lifecycle_page()
    for source, target, _ in ARROW.findall(page):
        for name in {source, target} - {"[*]", "plan"}:
            assert set(name.split("__")) <= set(State)
            if "__" in name:
                assert f'" as {name}\n' in page


def test_every_row_is_told_with_everything_it_has() -> None:
    told = table_under("Every row")
    assert len(told) == len(TABLE)
    for cells, row in zip(told, TABLE, strict=True):
        assert cells[0] == f"`{row.event}`"
        assert set(cells[1].split(", ")) == {state.value for state in row.sources}
        assert cells[2] == (row.target.value if row.target else "—")
        assert set(cells[3].split(", ")) == {kind.value for kind in row.by}
        assert all(guard.name in cells[4] for guard in row.guards)
        assert all(type(effect).__name__ in cells[5] for effect in row.effects)
        assert (f"outcome {row.outcome}" in cells[6]) is (row.outcome is not None)


def test_every_guard_is_told_with_its_sentence() -> None:
    assert dict(tuple(line) for line in table_under("What the guards say")) == {  # type: ignore[arg-type]  # two cells a line
        guard.name: guard.refusal.en for row in TABLE for guard in row.guards
    }


def test_every_plan_is_told() -> None:
    told = table_under("Plans")
    assert [line[0] for line in told] == [right.value for right in PLANS]
    for line, plan in zip(told, PLANS.values(), strict=True):
        assert line[1] == plan.article
        assert [step.split(" ")[0] for step in line[4].split(" → ")] == [
            step.work.value for step in plan.steps
        ]


def test_an_openapi_document_is_kept_sorted_and_readable() -> None:
    page = openapi_page({"paths": {"/b": {}, "/a": {"é": 1}}, "info": {}})
    assert page == openapi_page({"info": {}, "paths": {"/a": {"é": 1}, "/b": {}}})
    assert json.loads(page) == {"info": {}, "paths": {"/a": {"é": 1}, "/b": {}}}
    assert page.index('"/a"') < page.index('"/b"')
    assert "é" in page
    assert page.endswith("}\n")


def test_the_command_writes_both_pages(tmp_path: Path) -> None:
    program = typer.Typer()
    program.command("draw")(draw_command)
    result = CliRunner().invoke(program, ["--to", str(tmp_path / "new")])
    assert result.exit_code == 0, result.output
    assert (tmp_path / "new" / "lifecycle.md").read_text(encoding="utf-8") == lifecycle_page()
    document = json.loads((tmp_path / "new" / "openapi.json").read_text(encoding="utf-8"))
    assert document["openapi"].startswith("3.")
    assert "/api/v1/cases" in document["paths"]


def test_the_committed_lifecycle_is_the_one_drawn_now() -> None:
    assert (REFERENCE / "lifecycle.md").is_file(), DRAW_IT
    assert (REFERENCE / "lifecycle.md").read_text(encoding="utf-8") == lifecycle_page(), DRAW_IT


def test_the_committed_interface_is_the_one_drawn_now() -> None:
    assert (REFERENCE / "openapi.json").is_file(), DRAW_IT
    assert (REFERENCE / "openapi.json").read_text(encoding="utf-8") == pages()["openapi.json"], DRAW_IT
