"""grades-wide.csv: a table for people, a line a student and a column an assignment."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from grader.model import FunctionResult, Report
from grader.render.csv import cell, number

Who = tuple[str, str, str]
# The heading of what fits no assignment.
_NONE = "no assignment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wide:
    """What its cells hold."""

    # Percent of the points, not points.
    percent: bool = False
    # A column for each function, too.
    functions: bool = False


def render(people: Sequence[Who], order: Sequence[str], reports: Sequence[Report], wide: Wide) -> str:
    """A line for everybody: the roster's people in its order, then others by name.

    Cells of who handed nothing in are empty. order: the assignments', as the course has them.
    """
    columns = _columns(order, reports, wide)
    by_person: dict[Who, dict[str, Report]] = {who: {} for who in people}
    for report in sorted(reports, key=lambda one: (one.student.casefold(), *one.who)):
        by_person.setdefault(report.who, {})[report.assignment] = report
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    titles = [cell(" ".join(filter(None, one)) or _NONE) for one in columns]
    rows.writerow(["student", "id", "section", *titles])
    for who, own in by_person.items():
        rows.writerow(
            [*map(cell, who), *(_cell(own.get(name), function, wide) for name, function in columns)]
        )
    return text.getvalue()


def _columns(order: Sequence[str], reports: Sequence[Report], wide: Wide) -> list[tuple[str, str]]:
    """(assignment, function); the function is empty in the column of the whole."""
    handed = [report for report in reports if not report.absent]
    there = dict.fromkeys(report.assignment for report in handed)
    names = [*(name for name in order if name in there), *(name for name in there if name not in order)]
    found = []
    for name in names:
        own = [report for report in handed if report.assignment == name]
        functions = dict.fromkeys(one.name for report in own for one in report.functions)
        found += [(name, ""), *((name, function) for function in functions if wide.functions)]
    return found


def _cell(report: Report | None, function: str, wide: Wide) -> str:
    if report is None or report.absent:
        return ""
    parts: Iterator[Report | FunctionResult] = (one for one in report.functions if one.name == function)
    part = next(parts, None) if function else report
    if part is None or part.score is None:
        return "" if function else cell(report.status)
    return number(_percent(part) if wide.percent else part.score)


def _percent(part: Report | FunctionResult) -> float:
    return round(100 * (part.score or 0.0) / part.max_score, 1) if part.max_score else 0.0
