"""An option that prose mentions is one that a command has."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.document_options import is_known, mentioned, of_commands, of_pytest
from helpers.grading import ROOT

LEFT_OUT = {"CHANGELOG.md", "api.md"}
PAGES = [
    *(path for path in sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]) if path.name not in LEFT_OUT),
    *sorted((ROOT / "grader" / "authoring" / "templates").rglob("*.md.j2")),
]


def unknown(name: str, text: str) -> list[str]:
    """The options that nothing has, each with its line."""
    return [
        f"{name}:{line}: no command has {option} (`{span}`)"
        for line, span, option in mentioned(text)
        if not is_known(span, option)
    ]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_options_in_prose_exist(path: Path) -> None:
    """In the command that is named beside it, or in any."""
    assert unknown(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "prose", ["`--colour`", "`grader check --roster FILE`", "`--CanvasExport.mising=0`", "`--grading-sed`"]
)
def test_one_that_does_not_exist_is_named(prose: str) -> None:
    """By its line; also where another command has it."""
    text = f"# Page\n\nSome words,\nand `--seed`. {prose}\n\n```sh\ngrader --nonsense\n```\n"
    (said,) = unknown("docs/page.md", text)
    assert said.startswith("docs/page.md:4: no command has --")


def test_what_exists_is_known() -> None:
    """Of our commands, of pytest with the plugin, of nbgrader's classes, of scripts."""
    for span in (
        "grader release --check", "--roster", "--grading-seed", "--CanvasExport.missing=0", "--attacks",
        "pip download --no-deps", "grader nbgrader init --update",
    ):  # fmt: skip
        ((_, _, option),) = mentioned(f"`{span}`")
        assert is_known(span, option), span
    assert "--grading-report" in of_pytest()
    assert {"grader", "grader grade", "grader nbgrader init"} <= set(of_commands())
