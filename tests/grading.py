"""Grades submissions in a test as a class is graded: one warm session for all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from grader.course import Course, open_course
from grader.grade import Settings, grade_class
from grader.model import CheckResult, FunctionResult, Report
from grader.sandbox.isolation import Level
from grader.sandbox.subject import Budget
from grader.submission import Found

ROOT = Path(__file__).resolve().parent.parent
# Short, so that the tests of hangs are: what is tested is that a limit holds, not how long it is.
BRIEF = Budget(load=3.0, total=20.0)


def grade_files(
    found: Sequence[Found],
    *,
    seed: int = 7,
    level: Level = Level.FULL,
    course: Course | None = None,
    budget: Budget = BRIEF,
    devices: tuple[str, ...] = ("cpu",),
) -> list[Report]:
    """The reports of these submissions, in order."""
    reports: list[Report] = []
    settings = Settings(seed=seed, level=level, budget=budget, devices=devices)
    grade_class(course or open_course(ROOT), found, settings, reports.append)
    return reports


def grade_texts(
    folder: Path,
    texts: Mapping[str, str],
    assignment: str,
    *,
    seed: int = 7,
    level: Level = Level.FULL,
    devices: tuple[str, ...] = ("cpu",),
) -> dict[str, Report]:
    """Each text as one student's submission, by student."""
    found = []
    for student, text in texts.items():
        path = folder / student / f"{assignment}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        found.append(Found(student=student, assignment=assignment, path=path))
    return dict(zip(texts, grade_files(found, seed=seed, level=level, devices=devices), strict=True))


def solution(assignment: str) -> str:
    """The reference's text, to which a test appends what stands in its functions' place."""
    return (ROOT / "solutions" / f"{assignment}.py").read_text(encoding="utf-8") + "\n\n"


def function(report: Report, name: str) -> FunctionResult:
    """One function of a report."""
    return next(item for item in report.functions if item.name == name)


def failed(report: Report, name: str) -> CheckResult:
    """The first failed check of a function."""
    return next(check for check in function(report, name).checks if check.status.value == "failed")


def lost(report: Report) -> dict[str, float]:
    """Points lost, by function."""
    return {
        f.name: f.max_score - f.score
        for f in report.functions
        if f.score is not None and f.score < f.max_score
    }
