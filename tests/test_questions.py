"""What a student, an instructor and an engineer ask is answered two clicks from README at most.

`pytest -s tests/test_questions.py` prints the clicks of each question.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from helpers.document_links import anchor, clicks, sections
from helpers.grading import ROOT

QUESTIONS = tomllib.loads((ROOT / "tests" / "data" / "questions.toml").read_text(encoding="utf-8"))
ROLES = ("student", "instructor", "engineer")


@pytest.mark.parametrize("role", ROLES)
def test_answers_are_near(role: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The page is reached in two clicks, and the section is there and holds the answer."""
    far = clicks(ROOT / "README.md")
    said, wrong = [], []
    for question in QUESTIONS[role]:
        page, section = ROOT / question["page"], question.get("section", "")
        there = sections(page.read_text(encoding="utf-8")) if page.is_file() else {}
        said.append(f"{far.get(page, '–')}  {question['asks']}  {question['page']}#{section}")
        if far.get(page, 9) > 2:
            wrong.append(f"no way of two clicks: {question['page']} ({question['asks']})")
        elif question["holds"] not in there.get(section, ""):
            wrong.append(
                f"{question['page']}#{section} does not say “{question['holds']}” ({question['asks']})"
            )
    with capsys.disabled():
        print(f"\nclicks from README, {role}:", *said, sep="\n  ")
    assert wrong == []
    assert len(QUESTIONS[role]) == 10


def test_a_way_is_that_of_the_links(tmp_path: Path) -> None:
    """What a fenced block shows or an address of the web is no way; the shortest way counts."""
    (tmp_path / "README.md").write_text("[one](one.md) ![a picture](four.md) [web](https://x.org/three.md)\n")
    (tmp_path / "one.md").write_text("[`two`](two.md#part) and [one](#here)\n\n```text\n[no](four.md)\n```\n")
    (tmp_path / "two.md").write_text("[three](three.md) [one](one.md)\n")
    found = {path.name: number for path, number in clicks(tmp_path / "README.md").items()}
    assert found == {"README.md": 0, "one.md": 1, "two.md": 2, "three.md": 3}


def test_a_section_is_named_as_forges_do() -> None:
    """Code, capitals and signs; a comment in a block is no heading; a section holds those inside it."""
    text = "# 1\n\n## `grader check`, *again*\n\n```sh\n# Two\n```\n\n### In it\n\ninner\n\n## Last\n\nend\n"
    parts = sections(text)
    assert list(parts) == ["", "1", "grader-check-again", "in-it", "last"]
    assert "inner" in parts["grader-check-again"] and "end" not in parts["grader-check-again"]
    assert anchor("Who is [who](lms.md)?") == "who-is-who"
