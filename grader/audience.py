"""What a student may see. Runs before any renderer, so that no renderer has to remember it.

Of a hidden check: whether it passed, and one of a few sentences that the submission does not choose. Its code
has heard the hidden inputs, and whatever it can choose could carry them out: words, types, lines, times.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from enum import Enum

from grader.model import CheckResult, Located, Report, Status
from grader.words.messages import NOTHING, Message, say

# Where nothing else may be told.
_TOLD = {
    Status.PASSED: NOTHING,
    Status.FAILED: say("This is not right for inputs that are not shown."),
    Status.NOT_CHECKED: say("This check could not be run."),
    Status.FAULT: say("This check could not be run."),
}


class Audience(Enum):
    """Who reads a report."""

    STUDENT = "student"
    INSTRUCTOR = "instructor"


def view(report: Report, audience: Audience) -> Report:
    """The report as this audience may read it."""
    return for_student(report) if audience is Audience.STUDENT else for_instructor(report)


def for_student(report: Report, edits: Collection[str] = ()) -> Report:
    """The report in which hidden checks have a title, a verdict and one of a few sentences.

    A diagnosis goes too: which misconception fits tells what the hidden inputs were looking for. And where a
    slip was located, the edit that takes it back: a student sees the line.

    edits: functions of which the student may see it, for they were shown all hints.
    """
    functions = tuple(
        replace(
            function, checks=tuple(_for_student(check, function.name in edits) for check in function.checks)
        )
        for function in report.functions
    )
    return replace(report, functions=functions, problem=_problem(report))


def for_instructor(report: Report) -> Report:
    """Everything."""
    return report


def _for_student(check: CheckResult, with_edit: bool) -> CheckResult:
    if check.visible:
        hides = check.located is not None and not with_edit
        return replace(check, located=_without_edit(check.located)) if hides else check
    return told_of(check)


def told_of(check: CheckResult) -> CheckResult:
    """A hidden check's verdict as a student may read it; any other as it is."""
    if check.visible:
        return check
    return replace(
        check,
        message=check.told or _TOLD.get(check.status, NOTHING),
        told=NOTHING,
        example=None,
        location=None,
        diagnosis=None,
        located=None,
        blamed=(),
        seconds=0.0,
    )


def _problem(report: Report) -> Message:
    """Why there is no score; of a hidden check that could not be run, no more than that."""
    faults = [
        check for function in report.functions for check in function.checks if check.status is Status.FAULT
    ]
    if all(check.visible for check in faults):
        return report.problem
    first = next((check for check in faults if check.visible), faults[0])
    said = say('This check could not be run: "{title}"', title=first.title)
    return said + first.message if first.visible else said


def _without_edit(located: Located | None) -> Located | None:
    return located and replace(located, before="", after="")
