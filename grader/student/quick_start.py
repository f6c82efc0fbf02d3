"""The quick way to a checker: the sandbox loads torch while this process does.

Nothing here imports torch or pytest, so the sandbox is on its way within a twentieth of a second.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from grader.course.layout import Course
from grader.grading.settings import GradingOptions, settings_for
from grader.sandbox.levels import Level
from grader.sandbox.outside.children import start

if TYPE_CHECKING:
    from grader.student.checker import Checker

Answer = TypeVar("Answer")
# A student's own code, on their own machine.
_OWN_WORK = GradingOptions(level=Level.NONE, own_work=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckerSetup:
    """What a checker is made for."""

    course: Course
    # Names, in the order of the course.
    assignments: tuple[str, ...]
    options: GradingOptions = _OWN_WORK


def begin(setup: CheckerSetup, use: Callable[[Checker], Answer]) -> Answer:
    """Start the sandbox, load the checks, and let `use` work with a checker; returns what it returns.

    Raises:
        CourseError: the course has no usable checks, or no usable reference.
        UsageError: a kit holds no answers for the seed.
        FaultError: the checks cannot be collected, or the sandbox does not start.
    """
    children = start(setup.options.level, warm=False)
    try:
        from grader.student.checker import run_checker

        settings = settings_for(setup.course, setup.options)
        return run_checker(setup.course, setup.assignments, settings, use, children)
    finally:
        children.close()
