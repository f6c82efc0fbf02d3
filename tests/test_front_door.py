"""README is short and leads everywhere; every page of docs/ is on the map, once, and says what it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from helpers.grading import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
INDEX = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
PAGES = sorted(path.name for path in (ROOT / "docs").glob("*.md") if path.name != "index.md")
# The one-screen pages: a screen is what a person reads without a search.
ONE_SCREEN = ("privacy", "accessibility", "support", "versions", "costs", "licences")


def test_the_readme_is_short() -> None:
    """At most 900 words, with every block and table."""
    assert len(README.split()) <= 900


def test_it_begins_with_two_sentences() -> None:
    """What it is and for whom, before anything else."""
    first = README.partition("\n\n")[2].partition("\n\n")[0]
    assert len(re.findall(r"\.(?=\s|$)", first)) == 2
    assert "students" in first and "teachers" in first


def test_it_has_three_doors_and_two_commands() -> None:
    """A student's, a teacher's, a contributor's; what to try, what it is not for, contents."""
    assert re.findall(r"^\| \*\*([^*]+)\*\*", README, re.MULTILINE) == [
        "My course uses this.", "I teach.", "I want to change it.",
    ]  # fmt: skip
    headings = re.findall(r"^## (.*)", README, re.MULTILINE)
    assert headings[1:] == ["One minute to try", "What is unusual", "What it is not for", "Contents"]
    assert {"make grade", "make test", "grader demo"} <= set(
        re.findall(r"^[a-z]+ [a-z]+", README, re.MULTILINE)
    )


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_on_the_map(name: str) -> None:
    """In docs/index.md once, and among the README's contents."""
    assert INDEX.count(f"]({name})") == 1, name
    assert f"](docs/{name})" in README, name


def test_the_map_has_four_kinds() -> None:
    """To follow, to do one thing, to look up, to understand; and what takes one screen."""
    kinds = [heading.partition(":")[0] for heading in re.findall(r"^## (.*)", INDEX, re.MULTILINE)]
    assert list(dict.fromkeys(kinds)) == [
        "Tutorials",
        "How-to",
        "Reference",
        "Explanation",
        "One screen each",
    ]


@pytest.mark.parametrize("name", ONE_SCREEN)
def test_one_screen_is_one_screen(name: str) -> None:
    """At most 450 words."""
    assert len((ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8").split()) <= 450


def test_every_decision_is_listed() -> None:
    """With its number and its title."""
    listed = re.findall(
        r"^- \[(.+)\]\(decisions/(.+)\)$", (ROOT / "docs/decisions.md").read_text("utf-8"), re.M
    )
    files = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert listed == [(title(path), path.name) for path in files]


def title(path: Path) -> str:
    """ "0001 · The sandbox is built by hand" of its first line."""
    number, rest = re.fullmatch(r"# (\d{4})(?: ·)? (.+)", path.read_text("utf-8").partition("\n")[0]).groups()  # type: ignore[union-attr]
    return f"{number} · {rest}"
