"""The checks collected once, one source of children, and the same work checked again and again.

    run_checker(course, ["autograd"], settings, use, children)      # use(checker) asks as often as it likes

Only the functions asked for are checked. Where one fails that calls others, those are checked as well, in a
second evaluation: whose fault it is can only be told then.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest

from grader.audience import for_student
from grader.course.hints import STEPS
from grader.course.layout import Course
from grader.course.targets import Target
from grader.grading import fixtures
from grader.grading.grade import Grading, grade_one
from grader.grading.session import run_warm
from grader.grading.settings import Settings
from grader.model import Report, Status
from grader.render.outline import located
from grader.sandbox.outside.children import ChildSource, start
from grader.student.own_work import as_named, own_work
from grader.student.progress import Progress
from grader.submission import Found
from grader.words.messages import NOTHING

Answer = TypeVar("Answer")
_SETTLED = (Status.PASSED, Status.MISSING, Status.UNATTEMPTED)


class Checker:
    """Checks one student's work, for as long as the session is open."""

    def __init__(self, grading: Grading, session: pytest.Session) -> None:
        self.grading = grading
        self.course = grading.course
        # By assignment, the file that the student named.
        self.named: dict[str, Path] = {}
        self._config = session.config
        self._items = fixtures.items_by_assignment(session.items)

    def check(self, found: Found, functions: Collection[str] = ()) -> Report:
        """What a student may know of these functions, or of all; its messages are not yet said.

        Never raises for what the work does.
        """
        report = self._grade(found, functions)
        callees = self._callees(report, functions)
        if callees:
            report = cut(self._grade(found, {*functions, *callees}), functions)
        return for_student(report, edits=self._told(report))

    def _told(self, report: Report) -> list[str]:
        """Functions whose last hint was shown: then their student sees the edit that makes them right."""
        found = [function.name for function in report.functions if located(function) is not None]
        progress = Progress(self.course) if found else None
        targets = {name: Target(report.assignment, name) for name in found}
        return [name for name, target in targets.items() if progress and progress.hints(target) >= STEPS]

    def own(self, assignment: str) -> Found:
        """The student's work on an assignment: the file that was named, or the one in exercises/."""
        path = self.named.get(assignment)
        if path is not None and path.is_file():
            return as_named(self.course, Found(student="you", assignment=assignment, path=path))
        return own_work(self.course, self.course.assignment(assignment))

    def _grade(self, found: Found, functions: Collection[str]) -> Report:
        items = self._items.get(found.assignment or "", [])
        return grade_one(self.grading, found, items, self._config, functions)

    def _callees(self, report: Report, functions: Collection[str]) -> set[str]:
        """Functions not asked for that may be to blame for a failure."""
        failed = [item.name for item in report.functions if item.status not in _SETTLED] if functions else []
        if not failed:
            return set()
        reference = self.grading.context_of(report.assignment).reference
        return {name for function in failed for name in reference.reaches(function)} - set(functions)

    def warm_up(self) -> None:
        """Have the sandbox load what a first call is slow for, while nobody waits."""
        self.grading.warm_up()


def cut(report: Report, functions: Collection[str]) -> Report:
    """The report of these functions alone."""
    kept = tuple(item for item in report.functions if item.name in functions)
    if not kept:
        return report
    scores = [item.score for item in kept]
    whole = all(score is not None for score in scores)
    return replace(
        report,
        functions=kept,
        status="graded" if whole else "not graded",
        problem=NOTHING if whole else report.problem,
        score=sum(score for score in scores if score is not None) if whole else None,
        max_score=sum(item.max_score for item in kept),
    )


def run_checker(
    course: Course,
    assignments: Sequence[str],
    settings: Settings,
    use: Callable[[Checker], Answer],
    children: ChildSource,
) -> Answer:
    """Collect the checks of these assignments and let `use` work with a checker; returns what it returns.

    children: where children come from; one that is lost is replaced.

    Raises:
        CourseError: the course has no usable checks, or no usable reference.
        FaultError: the checks cannot be collected, or the sandbox does not start.
    """
    answers: list[Answer] = []
    ready = [children]

    def another() -> ChildSource:
        return ready.pop() if ready else start(settings.level)

    def loop(session: pytest.Session) -> None:
        with Grading(course, settings, another) as grading:
            answers.append(use(Checker(grading, session)))

    run_warm(course, assignments, loop)
    return answers[0]
