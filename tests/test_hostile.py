"""Attacks, each a file in tests/hostile/ whose header says what must happen. An honest submission follows
each one: it must be graded as if nothing had been.

    # attack: what it tries
    # points: at most 1 | exactly 1
    # says: a text that the report must contain
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from helpers.grading import ROOT, grade_files

from grader.model import Report
from grader.render import json as render_json
from grader.sandbox.levels import Level
from grader.submission import Found

FOLDER = ROOT / "tests" / "hostile"
ATTACKS = sorted(FOLDER.glob("*.py"))
HEADER = re.compile(r"# attack: (.+)\n# points: (at most|exactly) ([\d.]+)\n# says: (.+)\n")


@dataclass(frozen=True)
class Outcome:
    attack: Report
    honest: Report


@pytest.fixture(scope="session")
def outcomes() -> dict[str, Outcome]:
    honest = Found(
        student="honest", assignment="gradient_descent", path=ROOT / "solutions" / "gradient_descent.py"
    )
    found = []
    for path in ATTACKS:
        found += [Found(student=path.stem, assignment="gradient_descent", path=path), honest]
    reports = grade_files(found, level=Level.FULL)
    return {path.stem: Outcome(*reports[2 * n : 2 * n + 2]) for n, path in enumerate(ATTACKS)}


@pytest.mark.parametrize("path", ATTACKS, ids=lambda path: path.stem)
def test_attack(path: Path, outcomes: dict[str, Outcome]) -> None:
    """An attack earns no more than the honest part of its file, is reported, and harms nobody."""
    header = HEADER.match(path.read_text(encoding="utf-8"))
    assert header, f"{path.name} must begin with what must happen"
    outcome = outcomes[path.stem]
    assert outcome.attack.status == "graded", outcome.attack.problem
    assert outcome.attack.score is not None
    if header[2] == "exactly":
        assert outcome.attack.score == float(header[3])
    else:
        assert outcome.attack.score <= float(header[3])
    assert header[4] in render_json.render(outcome.attack)
    assert outcome.honest.score == outcome.honest.max_score


def test_nothing_is_planted(outcomes: dict[str, Outcome]) -> None:
    """No attack has left a file on the machine."""
    assert outcomes
    assert not Path("/tmp/owned").exists()
    for folder in ("/", "/tmp", "/usr/lib", "/etc", "/dev/shm"):
        for name in ("sitecustomize.py", "conftest.py", "owned.pth"):
            assert not (Path(folder) / name).exists()
