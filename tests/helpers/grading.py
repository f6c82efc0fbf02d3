"""Grades submissions in a test as a class is graded: one warm session for all of them."""

from __future__ import annotations

import ast
from collections.abc import Collection, Hashable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import pytest

from grader.course.layout import Course, open_course
from grader.grading import grade
from grader.grading.evaluation import Evaluation
from grader.grading.fixtures import items_by_assignment
from grader.grading.gpu import Start
from grader.grading.grade import Grading, grade_one
from grader.grading.session import run_warm
from grader.grading.settings import Settings
from grader.model import CheckResult, FunctionResult, Report
from grader.sandbox.levels import Level
from grader.sandbox.outside.budget import Budget
from grader.submission import Found
from helpers.zygotes import Lease

# Whatever a test calls its variants by.
Key = TypeVar("Key", bound=Hashable)
ROOT = Path(__file__).resolve().parents[2]
# Short, so that the tests of hangs are: what is tested is that a limit holds, not how long it is.
BRIEF = Budget(load=3.0, total=20.0)
# Promised to a GPU's child: so little that the pretend accelerator, which has the CPU's memory, has it, too.
GPU_BYTES = 256 << 20


class Named(Evaluation):
    """Judges and names mistakes as ever; the line of one that has no name is not looked for."""

    def _locate(self, name: str) -> None:
        """Nothing is found."""


class Unexplained(Named):
    """Judges as ever; neither a name nor a line is looked for, which takes longer than all else."""

    def _diagnose(self, name: str) -> None:
        """Nothing is found."""


def grade_files(
    found: Sequence[Found],
    *,
    seed: int = 7,
    level: Level = Level.FULL,
    course: Course | None = None,
    budget: Budget = BRIEF,
    devices: tuple[str, ...] = ("cpu",),
    cuda_named: bool = False,
    start_gpu: Start | None = None,
    diagnosis: bool = True,
    evaluation: type[Evaluation] = Evaluation,
) -> list[Report]:
    """The reports of these submissions, in order; of one that means some functions, only these are checked.

    diagnosis: without, no mistake is named or located, and the verdicts are the same.
    evaluation: of a kind that leaves out what a test does not ask about.
    """
    reports: list[Report] = []
    course = course or open_course(ROOT)
    settings = Settings(
        seed=seed, level=level, budget=budget, devices=devices, cuda_named=cuda_named, gpu_bytes=GPU_BYTES
    )

    def loop(session: pytest.Session) -> None:
        items = items_by_assignment(session.items)
        with Grading(course, settings, start_gpu=start_gpu) as grading:
            for one in found:
                checks = items.get(one.assignment or "", [])
                reports.append(grade_one(grading, one, checks, session.config, one.only))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grade, "Evaluation", evaluation if diagnosis else Unexplained)
        run_warm(course, sorted({one.assignment for one in found if one.assignment}), loop)
    return reports


def kept() -> Lease:
    """Of the zygote of full isolation that the tests of this process share."""
    return Lease(Level.FULL)


def grade_texts(
    folder: Path,
    texts: Mapping[str, str],
    assignment: str,
    *,
    seed: int = 7,
    level: Level = Level.FULL,
    devices: tuple[str, ...] = ("cpu",),
    cuda_named: bool = False,
    start_gpu: Start | None = None,
    budget: Budget = BRIEF,
    only: Mapping[str, tuple[str, ...]] | None = None,
    diagnosis: bool = True,
    evaluation: type[Evaluation] = Evaluation,
) -> dict[str, Report]:
    """Each text as one student's submission, by student.

    only: of some, the functions that alone are checked.
    """
    found = []
    for student, text in texts.items():
        path = folder / student / f"{assignment}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        own = (only or {}).get(student, ())
        found.append(Found(student=student, assignment=assignment, path=path, only=own))
    reports = grade_files(
        found,
        seed=seed,
        level=level,
        budget=budget,
        devices=devices,
        cuda_named=cuda_named,
        start_gpu=start_gpu,
        diagnosis=diagnosis,
        evaluation=evaluation,
    )
    return dict(zip(texts, reports, strict=True))


def solution(assignment: str) -> str:
    """The reference's text, to which a test appends what stands in its functions' place."""
    return (ROOT / "solutions" / f"{assignment}.py").read_text(encoding="utf-8") + "\n\n"


def pasted(
    folder: Path,
    assignment: str,
    texts: Mapping[str, str],
    *,
    only: Mapping[str, Collection[str]] | None = None,
    seed: int = 7,
    diagnosis: bool = True,
    evaluation: type[Evaluation] = Evaluation,
) -> dict[str, Report]:
    """Each text below the solution, in place of its functions: a report for each, by the text's name."""
    each = {name: (assignment, text) for name, text in texts.items()}
    return pasted_each(folder, each, only=only, seed=seed, diagnosis=diagnosis, evaluation=evaluation)


def pasted_each(
    folder: Path,
    texts: Mapping[Key, tuple[str, str]],
    *,
    only: Mapping[Key, Collection[str]] | None = None,
    seed: int = 7,
    devices: tuple[str, ...] = ("cpu",),
    diagnosis: bool = True,
    evaluation: type[Evaluation] = Evaluation,
) -> dict[Key, Report]:
    """The same where the texts, (assignment, text) each, are of several assignments: all are one class.

    only: of some, the functions that alone are checked.
    """
    found = []
    for number, (key, (assignment, text)) in enumerate(texts.items()):
        path = folder / str(number) / f"{assignment}.py"
        path.parent.mkdir(parents=True)
        path.write_text(solution(assignment) + text, encoding="utf-8")
        own = tuple(only[key]) if only and key in only else ()
        found.append(Found(student=str(number), assignment=assignment, path=path, only=own))
    reports = grade_files(found, seed=seed, devices=devices, diagnosis=diagnosis, evaluation=evaluation)
    return dict(zip(texts, reports, strict=True))


def touched(assignment: str, text: str) -> tuple[str, ...]:
    """Names that a text bears on where it stands below the solution: all others are as they were.

    What it defines or deletes, what calls one of these, and what all of these call.
    """
    names: dict[str, set[str]] = {}
    for node in ast.parse(solution(assignment) + text).body:
        used = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
        for name in _bound(node):
            names.setdefault(name, set()).update(used)
    found = {name for node in ast.parse(text).body for name in _bound(node)}
    while callers := {name for name, used in names.items() if used & found} - found:
        found |= callers
    while called := {name for one in found for name in names.get(one, ())} - found:
        found |= called
    return tuple(sorted(found))


def _bound(node: ast.stmt) -> set[str]:
    """Names that a statement of a module gives another meaning, where the module is imported."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return {node.name}
    if isinstance(node, ast.Import | ast.ImportFrom):
        return {one.asname or one.name for one in node.names}
    if isinstance(node, ast.If):
        return set()  # what a script does when it is run
    return {
        one.id for one in ast.walk(node) if isinstance(one, ast.Name) and not isinstance(one.ctx, ast.Load)
    }


def demand_graded(report: Report) -> Report:
    """The same report, which has a score and checks: without them nothing follows from what it lacks."""
    what = f"{report.student}/{report.assignment}"
    assert report.status == "graded", f"{what}: {report.problem}"
    assert report.score is not None, f"{what} is graded and has no score"
    assert report.functions and all(item.checks for item in report.functions), f"{what} has no checks"
    return report


def function(report: Report, name: str) -> FunctionResult:
    """One function of a report that is graded."""
    demand_graded(report)
    return next(item for item in report.functions if item.name == name)


def failed(report: Report, name: str) -> CheckResult:
    """The first failed check of a function."""
    return next(check for check in function(report, name).checks if check.status.value == "failed")


def lost(report: Report) -> dict[str, float]:
    """Points lost, by function, of a report that is graded."""
    return {
        f.name: f.max_score - f.score
        for f in demand_graded(report).functions
        if f.score is not None and f.score < f.max_score
    }
