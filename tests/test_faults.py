"""Processes of the grader that are struck while a class is graded: nobody's report tells of it.

`make test-faults` strikes each of them in each way, five times in a run of thirty. A few of these runs, with
a smaller class, belong to `make test`.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from helpers.device_mistakes import MISTAKES
from helpers.differences import differences
from helpers.grading import ROOT, solution
from helpers.strikes import Blow, Plan, Strike, Target

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="strikes by signals of Linux")

EXAMPLES = ROOT / "examples" / "submissions"
SCRIPT = ROOT / "tests" / "helpers" / "struck_grader.py"
KILLED = -9

HANGS = """
def has_diverged(losses):
    while True:
        pass
"""
SLEEPS = """
def normalize_inputs(t_u):
    import time
    time.sleep(1000)
"""
DIES = """
def loss_fn(t_p, t_c):
    import os
    os.abort()
"""
SLIP = """
def train_until(tolerance, max_epochs, learning_rate, params, t_u, t_c):
    for epoch in range(1, max_epochs + 1):
        w, b = params
        step = learning_rate * grad_fn(t_u, t_c, model(t_u, w, b), w, b)
        params = params - step
        if step.abs().max() < 2 * tolerance:
            return params, epoch
    return params, max_epochs
"""
# Wrong only in what a loop asks of it: with `w` other than a number.
LEANS = """
def grad_fn(t_u, t_c, t_p, w, b):
    dloss_dtp = dloss_fn(t_p, t_c)
    return torch.stack([(dloss_dtp * dmodel_dw(t_u, w, b)).sum(), (dloss_dtp * b).sum()])
"""


def _made() -> dict[str, tuple[str, str]]:
    """Texts that make the grader ask late, by student: of which assignment, and the text."""
    made = {"hangs": HANGS, "sleeps": SLEEPS, "dies": DIES, "slip": SLIP, "leans": LEANS}
    on_device = next(one for one in MISTAKES if one.assignment == "gradient_descent")
    made["device"] = on_device.code
    return {name: ("gradient_descent", solution("gradient_descent") + code) for name, code in made.items()}


FEW = ("lars/gradient_descent.py", "made/device")


def hand_in(folder: Path, names: Sequence[str] = ()) -> None:
    """A class: these submissions, or the thirty that there are."""
    made = _made()
    everything = [str(path.relative_to(EXAMPLES)) for path in sorted(EXAMPLES.glob("*/*.*"))]
    for name in names or [*everything, *(f"made/{student}" for student in made)]:
        who, _, what = name.partition("/")
        target = folder / (what if who == "made" else name)
        if who == "made":
            target.mkdir(parents=True)
            (target / f"{made[what][0]}.py").write_text(made[what][1], encoding="utf-8")
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(EXAMPLES / name, target)


@dataclass(frozen=True, slots=True)
class Run:
    """What came of grading a class."""

    code: int
    # By "student/assignment", without times.
    reports: dict[str, Any]
    printed: str
    # Whose submissions were at work when strikes fell.
    struck: Counter[str]
    moments: Counter[str]


def graded(handed_in: Path, folder: Path, strikes: Sequence[Strike], jobs: int = 1) -> Run:
    """Grade a class while what is planned falls; a command that was killed is given again."""
    folder.mkdir(parents=True)
    plan = Plan(strikes, folder)
    command = [sys.executable, str(SCRIPT), "grade", str(handed_in), "--course", str(ROOT), "--seed", "7"]
    command += ["--output", str(folder / "out"), "--format", "json", "--jobs", str(jobs)]
    for _ in range(len(strikes) + 1):
        done = subprocess.run(
            command, env={**os.environ, **plan.environment()}, capture_output=True, text=True, timeout=500
        )
        if done.returncode != KILLED:
            break
    printed = done.stdout + done.stderr
    assert "Traceback" not in printed, printed
    return Run(done.returncode, _reports(folder / "out"), printed, Counter(plan.struck()), plan.moments())


def _reports(folder: Path) -> dict[str, Any]:
    found = {}
    for path in sorted(folder.glob("*/*/report.json")):
        text = re.sub(r'("seconds": )[\d.e-]+', r"\g<1>0", path.read_text(encoding="utf-8"))
        found[f"{path.parent.parent.name}/{path.parent.name}"] = json.loads(text)
    return found


class Class:
    """One class, and what comes of it where nothing is struck."""

    def __init__(self, folder: Path, names: Sequence[str]) -> None:
        self.folder = folder
        self.handed_in = folder / "handed in"
        hand_in(self.handed_in, names)
        self.undisturbed = graded(self.handed_in, folder / "undisturbed", ())
        self._runs = 0

    def run(self, strikes: Sequence[Strike], jobs: int = 1) -> Run:
        self._runs += 1
        return graded(self.handed_in, self.folder / f"run {self._runs}", strikes, jobs)

    def demand_undisturbed(self, run: Run) -> None:
        """Every report is as if nothing had happened, but for those that were struck twice."""
        assert run.reports.keys() == self.undisturbed.reports.keys(), run.printed
        for who, want in self.undisturbed.reports.items():
            got = run.reports[who]
            if got["status"] == "not graded" != want["status"]:
                assert run.struck[who] > 1, f"{who} was struck {run.struck[who]} times: {got['problem']}"
            else:
                assert differences(got, want, who) == []

    def moments_of(self, target: Target, blow: Blow, jobs: int, count: int) -> list[Strike]:
        """So many strikes of one kind at seeded moments, one in each part of the class, in its middle.

        What is lost twice in one question is said to have done it: two strikes are far apart. A grader that
        was killed counts anew and has less left to do; one that grades again has kept what was answered.
        """
        there = self.undisturbed.moments[target.value] // jobs
        assert there >= count, f"{target.value} is asked too seldom to be struck {count} times"
        drawn = random.Random(f"{target.value} {blow.value} {jobs}")
        anew = target is Target.GRADER and blow is Blow.KILL
        part = max(1, there * (5 if anew else 9) // 10 // count)
        begins = [part // 4 + (0 if anew else n * part) for n in range(count)]
        return [Strike(target, blow, at + drawn.randrange(max(1, part // 2)) + 1) for at in begins]


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Class:
    """Two submissions: a carried error, a diagnosis, a device's mistake."""
    return Class(tmp_path_factory.mktemp("few"), FEW)


@pytest.fixture(scope="module")
def thirty(tmp_path_factory: pytest.TempPathFactory) -> Class:
    """All that there are."""
    return Class(tmp_path_factory.mktemp("thirty"), ())


# ── what belongs to `make test` ──────────────────────────────────────────────────────────────────────────


MIXED = (
    (Target.START, Blow.KILL),
    (Target.REFERENCE, Blow.KILL),
    (Target.ON_SIM, Blow.KILL),
    (Target.MISCONCEPTIONS, Blow.KILL),
    (Target.STUDENT, Blow.KILL),
    (Target.ZYGOTE, Blow.KILL),
    (Target.REFERENCE, Blow.SHORT_STOP),
    (Target.STUDENT, Blow.MEMORY),
    (Target.GRADER, Blow.MEMORY),
)


def test_who_is_struck_costs_nobody_a_point(few: Class) -> None:
    """One strike of each kind in a small class, from the start of the sandbox on."""
    strikes = [one for target, blow in MIXED for one in few.moments_of(target, blow, 1, 1)]
    run = few.run(strikes)
    assert run.struck.total() == len(MIXED)
    few.demand_undisturbed(run)
    assert run.code == few.undisturbed.code == 0


@pytest.mark.parametrize("jobs", [1, pytest.param(2, marks=pytest.mark.faults)])
def test_a_sandbox_that_never_starts_grades_nobody_at_once(few: Class, jobs: int) -> None:
    """All are "not graded", and told why; nobody waits for a third start."""
    run = few.run([Strike(Target.START, Blow.KILL, at) for at in range(1, 9)], jobs)
    assert run.code == 3
    assert run.reports.keys() == few.undisturbed.reports.keys()
    assert {one["status"] for one in run.reports.values()} == {"not graded"}
    assert all("The sandbox did not start twice" in one["problem"] for one in run.reports.values())
    # Of several workers, each finds the command's dead, and starts two of its own.
    assert run.moments[Target.START.value] <= (2 if jobs == 1 else 5)


def test_a_zygote_that_cannot_be_replaced_ends_nothing_that_is_done(few: Class) -> None:
    """Who was graded before keeps the report; the others are "not graded"."""
    late = few.undisturbed.moments[Target.ZYGOTE.value] * 3 // 4
    run = few.run(
        [Strike(Target.ZYGOTE, Blow.KILL, late), *(Strike(Target.START, Blow.KILL, at) for at in (2, 3))]
    )
    assert run.code == 3
    graded = {who: one for who, one in run.reports.items() if one["status"] == "graded"}
    assert 0 < len(graded) < len(few.undisturbed.reports) == len(run.reports)
    assert graded == {who: few.undisturbed.reports[who] for who in graded}


# ── `make test-faults` ───────────────────────────────────────────────────────────────────────────────────

ALWAYS = (
    Target.GRADER,
    Target.ZYGOTE,
    Target.WATCHER,
    Target.REFERENCE,
    Target.MISCONCEPTIONS,
    Target.STUDENT,
)


@pytest.mark.faults
@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("blow", list(Blow), ids=lambda blow: blow.value)
@pytest.mark.parametrize("target", [*ALWAYS, Target.ON_SIM], ids=lambda target: target.value)
def test_the_table(thirty: Class, target: Target, blow: Blow, jobs: int) -> None:
    """Five strikes in a class of thirty."""
    run = thirty.run(thirty.moments_of(target, blow, jobs, 5), jobs)
    assert run.struck.total() == 5
    thirty.demand_undisturbed(run)
