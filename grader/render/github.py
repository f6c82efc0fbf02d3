"""What a run on GitHub shows: a summary in Markdown, and annotations at the student's lines.

GitHub takes a summary of at most 1 MiB a step and ten annotations of a kind; what is left out is counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from grader.model import FunctionResult, Report, Status
from grader.render import markdown
from grader.render.markdown import code, prose
from grader.render.outline import LABELS, all_clear, standing
from grader.render.outline import summary as first_words
from grader.render.text import brief, of_points, one_line

_LIMIT = 1_000_000
_ANNOTATIONS = 10


def summary(reports: Sequence[Report]) -> str:
    """A table of the reports; where they are one student's, each in full below it. Ends in a newline."""
    students = {report.student for report in reports}
    parts = [_table(reports, named=len(students) > 1)]
    size, left = len(parts[0].encode()), 0
    for report in reports if len(students) == 1 else ():
        text = markdown.render(report)
        size += len(text.encode())
        if size > _LIMIT:
            left += 1
        else:
            parts.append(text)
    if left:
        parts.append(f"… and {left} reports more, which the run's files hold\n")
    return "\n".join(parts)


def _table(reports: Sequence[Report], *, named: bool) -> str:
    head = [*(["student"] if named else []), "assignment", "points", "what to do first"]
    lines = [f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    for report in reports:
        ungraded = report.status if report.absent else "not graded"
        points = ungraded if report.score is None else of_points(report.score, report.max_score)
        said = "" if report.absent else prose(first_words(report)) or all_clear(report)
        cells = [code(report.student)] if named else []
        cells += [code(report.assignment), points, said]
        lines.append(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |")
    return "\n".join(lines) + "\n"


def marks(report: Report, file: str) -> list[str]:
    """Annotations, as workflow commands, of functions in need of work; `file` is their path in the checkout.

    Lines begin with `::error` and hold no newline.
    """
    wrong = [function for function in report.functions if function.status in (Status.FAILED, Status.FAULT)]
    lines = [_annotation(function, file, report) for function in wrong[:_ANNOTATIONS]]
    if report.score is None and not wrong:
        lines.append(f"::error file={_property(file)},title=not graded::{_data(brief(report.problem, 400))}")
    return lines


def _annotation(function: FunctionResult, file: str, report: Report) -> str:
    places = [check.location for check in function.checks if check.status is Status.FAILED and check.location]
    place = next(iter(places), function.location)
    # A notebook's cells have lines of their own: only a script's are lines of the file.
    line = f",line={place.line}" if place and place.cell is None and place.file == report.submission else ""
    title = _property(f"{function.name}: {of_points(function.score, function.max_score)}")
    said = next(_said(function), LABELS[standing(function)])
    return f"::error file={_property(file)}{line},title={title}::{_data(brief(said, 400))}"


def _said(function: FunctionResult) -> Iterator[str]:
    wrong = [check for check in function.checks if check.status in (Status.FAILED, Status.FAULT)]
    yield from (str(check.diagnosis.headline) for check in wrong if check.diagnosis is not None)
    yield from (str(check.message or check.title) for check in wrong)


def _data(text: str) -> str:
    return one_line(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
