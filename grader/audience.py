"""What a student may see. Runs before any renderer, so that no renderer has to remember it."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum

from grader.model import CheckResult, Report


class Audience(Enum):
    """Who reads a report."""

    STUDENT = "student"
    INSTRUCTOR = "instructor"


def view(report: Report, audience: Audience) -> Report:
    """The report as this audience may read it."""
    return for_student(report) if audience is Audience.STUDENT else for_instructor(report)


def for_student(report: Report) -> Report:
    """The report without the inputs, places and diagnoses of hidden checks; titles and messages stay.

    A diagnosis goes too: which misconception fits tells what the hidden inputs were looking for.
    """
    functions = tuple(
        replace(function, checks=tuple(_for_student(check) for check in function.checks))
        for function in report.functions
    )
    return replace(report, functions=functions)


def for_instructor(report: Report) -> Report:
    """Everything."""
    return report


def _for_student(check: CheckResult) -> CheckResult:
    if check.visible:
        return check
    return replace(check, example=None, location=None, diagnosis=None)
