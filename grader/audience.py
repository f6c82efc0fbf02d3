"""What a student may see. Runs before any renderer, so that no renderer has to remember it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from enum import Enum

from grader.model import CheckResult, Located, Report


class Audience(Enum):
    """Who reads a report."""

    STUDENT = "student"
    INSTRUCTOR = "instructor"


def view(report: Report, audience: Audience) -> Report:
    """The report as this audience may read it."""
    return for_student(report) if audience is Audience.STUDENT else for_instructor(report)


def for_student(report: Report, edits: Collection[str] = ()) -> Report:
    """The report without the inputs, places and diagnoses of hidden checks; titles and messages stay.

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
    return replace(report, functions=functions)


def for_instructor(report: Report) -> Report:
    """Everything."""
    return report


def _for_student(check: CheckResult, with_edit: bool) -> CheckResult:
    if check.visible:
        hides = check.located is not None and not with_edit
        return replace(check, located=_without_edit(check.located)) if hides else check
    return replace(check, example=None, location=None, diagnosis=None, located=None)


def _without_edit(located: Located | None) -> Located | None:
    return located and replace(located, before="", after="")
