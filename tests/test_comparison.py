"""docs/comparison.md: each cell has a value, a version, a day and a source, and the page is made of them."""

from __future__ import annotations

import copy
import importlib.util
import tomllib
from typing import Any

import pytest
from helpers.grading import ROOT

_SPEC = importlib.util.spec_from_file_location("comparison_page", ROOT / "scripts" / "comparison_page.py")
assert _SPEC and _SPEC.loader
comparison_page = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(comparison_page)

TEXT = (ROOT / "docs" / "comparison.toml").read_text(encoding="utf-8")
# Others are ahead in these, so they come first.
FIRST = ["browser", "roster", "LMS", "languages", "Scanned", "use since"]


@pytest.fixture
def data() -> dict[str, Any]:
    return tomllib.loads(TEXT)


def test_every_cell_is_complete(data: dict[str, Any]) -> None:
    """And the page is the one that is made of them."""
    assert list(comparison_page.complaints(data)) == []
    page = (ROOT / "docs" / "comparison.md").read_text(encoding="utf-8")
    assert page == comparison_page.page(data)


@pytest.mark.parametrize("part", ["value", "version", "day", "source"])
@pytest.mark.parametrize("how", ["missing", "empty", "wrong"])
def test_a_cell_that_lacks_a_part_is_named(data: dict[str, Any], part: str, how: str) -> None:
    """By its row and its tool; so is one whose source leads nowhere."""
    cell = data["row"][2]["otter"]
    if how == "missing":
        del cell[part]
    else:
        cell[part] = "" if how == "empty" else 7
    found = list(comparison_page.complaints(data))
    assert all(complaint.startswith(f"{data['row'][2]['title']}, otter: ") for complaint in found)
    assert any(part in complaint for complaint in found)


@pytest.mark.parametrize(
    "source",
    ["somebody said so", "docs/nowhere.md", "otter-grader 6.0.0: otter/cli.py", "http://", "nbgrader"],
)
def test_a_source_leads_somewhere(data: dict[str, Any], source: str) -> None:
    """An address, a file of the package in the cell's version, a file of this repository; nothing else."""
    data["row"][2]["otter"]["source"] = source
    (complaint,) = comparison_page.complaints(data)
    assert complaint.endswith("is no address, no `package version: path` and no file here")


def test_a_cell_or_a_tool_cannot_be_forgotten(data: dict[str, Any]) -> None:
    """A row without a tool's cell lacks all its parts; a cell of an unknown tool is named."""
    short = copy.deepcopy(data)
    short["row"][0]["chekc50"] = short["row"][0].pop("check50")
    found = list(comparison_page.complaints(short))
    assert len(found) == 1 + len(comparison_page.PARTS) and "chekc50: no such tool" in found[0]


def test_others_come_first_and_each_is_chosen_once(data: dict[str, Any]) -> None:
    """Where others are ahead stands above; the page ends with when to choose which, ours too."""
    titles = [row["title"] for row in data["row"]]
    assert all(word in title for word, title in zip(FIRST, titles, strict=False))
    for row in data["row"][: len(FIRST)]:
        assert row["ours"]["value"].startswith(("no", "reads"))
    end = comparison_page.page(data).rpartition("## ")[2].splitlines()[2:]
    assert [line.split("**")[1] for line in end] == [tool["name"] for tool in data["tool"]]
    assert all(line.startswith("- Choose **") and " if " in line for line in end)
    assert "torchgrader" in end[0]
