"""Reports as the store holds them, whole; and as a class's pages need them, which is a tenth of that."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Sequence
from dataclasses import replace

from grader.model import NOTHING_SHOWN, CheckResult, FunctionResult, Report, Status
from grader.render.json import whole
from grader.render.next_step import first_to_mend
from grader.render.outline import WRONG, file_trouble, partly_unchecked, standing
from grader.render.report_reading import read
from grader.words.messages import NOTHING


def packed(report: Report) -> bytes:
    """A report, compressed."""
    return zlib.compress(whole(report).encode(), 6)


def unpacked(data: bytes) -> Report:
    """A report that was packed."""
    return read(zlib.decompress(data).decode())


def gist(report: Report) -> Report:
    """What the pages and tables of a class say of a report, and no more of it."""
    # Where the file as a whole is the trouble, all its checks say so together.
    is_whole = bool(file_trouble(report))
    first = first_to_mend(report)
    return replace(
        report,
        notes=(),
        functions=tuple(_function(one, is_whole or one is first, is_whole) for one in report.functions),
    )


def _function(function: FunctionResult, speaks: bool, is_whole: bool) -> FunctionResult:
    checks = _needed(function) if speaks else _elsewhere(function)
    return replace(
        function,
        name=sys.intern(function.name),
        location=None,
        checks=tuple(_check(check, hides=not is_whole) for check in checks),
    )


def _needed(function: FunctionResult) -> list[CheckResult]:
    """Of the function that a class's table speaks of: what may be said there."""
    wrong = [check for check in function.checks if check.status in WRONG]
    blocked = [check for check in function.checks if check.status is Status.BLOCKED]
    located = [check for check in wrong if check.located is not None]
    wanted = [*_elsewhere(function), *wrong[:1], *located[:1], *blocked[:1]]
    return [check for check in function.checks if any(check is one for one in wanted)]


def _elsewhere(function: FunctionResult) -> list[CheckResult]:
    """Of any function: the mistakes that have a name, each once; that it waits, or could not be checked."""
    wanted = list({one.diagnosis.id: one for one in reversed(function.checks) if one.diagnosis}.values())
    if standing(function) is Status.BLOCKED:
        wanted += [one for one in function.checks if one.status is Status.BLOCKED][:1]
    if partly_unchecked(function):
        wanted += _untried(function)[:1]
    return [check for check in function.checks if any(check is one for one in wanted)]


def _untried(function: FunctionResult) -> Sequence[CheckResult]:
    tried = {check.id for check in function.checks if check.status is not Status.NOT_CHECKED}
    return [check for check in function.checks if check.id not in tried]


def _check(check: CheckResult, *, hides: bool) -> CheckResult:
    passed = check.status is Status.PASSED
    return replace(
        check,
        title=NOTHING if passed or check.message else check.title,
        message=NOTHING if passed else check.message,
        # That there is one says that the file as a whole is not to blame; what it says is said nowhere here.
        example=NOTHING_SHOWN if hides else check.example and NOTHING_SHOWN,
        location=None,
        diagnosis=check.diagnosis and replace(check.diagnosis, explanation=NOTHING),
        blamed=(),
        seconds=0.0,
    )
