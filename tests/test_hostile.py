"""Attacks, each a file in tests/hostile/ whose header says what must happen (tests/helpers/attacks.py).

Two submissions follow each one: an honest one, which must be graded as if nothing had been, and the same file
without its attack, in which nothing of the attempt may be found. Of the honest one the functions are checked
that need no long loop, and after the last attack all.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from helpers.attacks import Attack, read_attack, without_attack
from helpers.grading import ROOT, Named, demand_graded, grade_files, lost

from grader.grading.evaluation import Evaluation
from grader.model import Report, Status
from grader.sandbox.levels import Level
from grader.sandbox.outside.budget import Budget
from grader.submission import Found

ATTACKS = sorted((ROOT / "tests" / "hostile").glob("*.py"))


@dataclass(frozen=True)
class Outcome:
    attack: Report
    honest: Report
    without: Report


# To look for the lines of what these get wrong takes longer than all the rest: of these, mistakes are named
# and not located. `test_attacks_elsewhere` locates, too.
MANY_EDITS = {
    "answers_that_swell",
    "fills_disk",
    "forged_answers",
    "forged_places",
    "hard_coded",
    "hidden_autograd",
    "odd_values",
    "oracle_by_lending",
    "patched_torch",
    "ptrace_and_friends",
    "slow_drip",
}
# What does not come back is tried once: that a limit holds is what matters here, not how often.
BUDGET = Budget(load=3.0, total=20.0, patience=1)
SOLUTION = ROOT / "solutions" / "gradient_descent.py"
QUICK = ("model", "loss_fn", "dloss_fn", "dmodel_dw", "dmodel_db", "grad_fn", "normalize_inputs")


@pytest.fixture(scope="session")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    """By attack, the reports of it and of the two submissions after it."""
    folder = tmp_path_factory.mktemp("without")
    many = [path for path in ATTACKS if path.stem in MANY_EDITS]
    assert len(many) == len(MANY_EDITS)
    others = [path for path in ATTACKS if path not in many]
    return tried(others, folder, Evaluation) | tried(many, folder, Named)


def tried(attacks: Sequence[Path], folder: Path, evaluation: type[Evaluation]) -> dict[str, Outcome]:
    """These attacks in one class, each followed by its two submissions."""
    found = []
    for path in attacks:
        (folder / path.name).write_text(without_attack(path.read_text(encoding="utf-8")), encoding="utf-8")
        only = () if path == attacks[-1] else QUICK
        for one, checked in ((path, ()), (SOLUTION, only), (folder / path.name, ())):
            found.append(Found(student=path.stem, assignment="gradient_descent", path=one, only=checked))
    reports = grade_files(found, level=Level.FULL, budget=BUDGET, evaluation=evaluation)
    return {path.stem: Outcome(*reports[3 * n : 3 * n + 3]) for n, path in enumerate(attacks)}


@pytest.mark.parametrize("path", ATTACKS, ids=lambda path: path.stem)
def test_header(path: Path) -> None:
    """A header is complete, and its marks are of this file alone."""
    marks = read_attack(path).marks
    others = Counter(mark for other in ATTACKS if other != path for mark in read_attack(other).marks)
    assert len(set(marks)) == len(marks)
    assert not [mark for mark in marks if others[mark]]


@pytest.mark.parametrize("path", ATTACKS, ids=lambda path: path.stem)
def test_attack(path: Path, outcomes: dict[str, Outcome]) -> None:
    """An attack is tried, earns no more than the honest part of its file, is reported, and harms nobody."""
    attack, outcome = read_attack(path), outcomes[path.stem]
    score = demand_graded(outcome.attack).score
    assert score == attack.points if attack.exactly else (score or 0.0) <= attack.points
    assert lost(outcome.honest) == {}
    missing = [mark for mark in attack.marks if not mark.is_in(outcome.attack)]
    assert not missing, f"the attempt is not seen: {told(outcome.attack)}"


@pytest.mark.parametrize("path", ATTACKS, ids=lambda path: path.stem)
def test_without_its_attack(path: Path, outcomes: dict[str, Outcome]) -> None:
    """The rest of the file is honest and right: what the attempt leaves is in the attack's report alone."""
    attack, outcome = read_attack(path), outcomes[path.stem]
    rest = demand_graded(outcome.without)
    assert (rest.notes, {f.status for f in rest.functions}) == ((), {Status.PASSED, Status.MISSING}), told(
        rest
    )
    assert not [mark for mark in attack.marks if mark.is_in(rest) or mark.is_in(outcome.honest)]
    assert not seen_elsewhere(attack, outcomes)


def seen_elsewhere(attack: Attack, outcomes: dict[str, Outcome]) -> list[str]:
    others = {name: outcome.attack for name, outcome in outcomes.items() if name != attack.name}
    return [
        f"{mark}: {name}" for mark in attack.marks for name, report in others.items() if mark.is_in(report)
    ]


def told(report: Report) -> list[str]:
    """What a failure of these tests is to show of a report."""
    failed = [c for f in report.functions for c in f.checks if c.status is Status.FAILED]
    said = [
        f"{c.location}: {str(c.message)[:300]} | {c.example and str(c.example.got)[:200]}"
        for c in failed
        if c.location
    ]
    return [*map(str, report.notes), *said]


# Where attacks are tried beside full isolation as whoever runs the tests.
ELSEWHERE = [("full", "user"), ("process", "root"), ("process", "user")]


@pytest.mark.slow
@pytest.mark.parametrize(("level", "who"), ELSEWHERE)
def test_attacks_elsewhere(level: str, who: str) -> None:
    """The same at each level of a sandbox, as root and as an ordinary user: held of tried."""
    if os.getuid() != 0:
        pytest.skip("root is needed to become somebody else")
    inside = ROOT / "tests" / "inside"
    command = [sys.executable, *([str(inside / "as_user.py")] if who == "user" else [])]
    done = subprocess.run(
        [*command, str(inside / "attacks.py"), level],
        capture_output=True, text=True, cwd="/", timeout=520, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout.splitlines()[-1])
    if "refused" in said:
        pytest.skip(said["words"])
    assert len(said) == len(ATTACKS)
    not_held = {name: one for name, one in said.items() if not one["held"]}
    assert not not_held, f"{len(said) - len(not_held)} of {len(said)} held at {level} as {who}: {not_held}"


def test_nothing_is_planted(outcomes: dict[str, Outcome]) -> None:
    """No attack has left a file on the machine, those that try it included."""
    for path in ATTACKS:
        if path.stem in ("pickle_bomb", "writes_files"):
            assert all(mark.is_in(outcomes[path.stem].attack) for mark in read_attack(path).marks)
    assert not Path("/tmp/owned").exists()
    for folder in ("/", "/tmp", "/usr/lib", "/etc", "/dev/shm"):
        for name in ("sitecustomize.py", "conftest.py", "owned.pth"):
            assert not (Path(folder) / name).exists()
