"""grades.csv: one line a submission, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from grader.model import Report
from grader.render.text import one_line
from grader.words.messages import NOTHING, Message

COLUMNS = (
    "student", "assignment", "status", "score", "max_score", "problem", "submission", "sha256",
    "id", "section", "late", "handed_in",
)  # fmt: skip
# A cell that begins so is run as a formula by spreadsheets; the last four are their full-width twins.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def render(reports: Sequence[Report], earlier: str = "") -> str:
    """The reports in the order given; `score` is empty where there is none.

    earlier: a file that this wrote before; its rows of others, or of other assignments, stay in front.

    Text that a spreadsheet would run as a formula gets a leading apostrophe: `=1+1` is written `'=1+1`.
    """
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(COLUMNS)
    new = [_row(report) for report in reports]
    made = {_whose(row) for row in new}
    rows.writerows(row for row in _kept(earlier) if _whose(row) not in made)
    rows.writerows(new)
    return text.getvalue()


def _kept(earlier: str) -> list[list[str]]:
    """The rows of a file of this kind, without its heading; one of fewer columns gets empty fields."""
    found = list(csv.reader(io.StringIO(earlier)))
    if not found or tuple(found[0]) != COLUMNS[: len(found[0])]:
        return []
    return [row + [""] * (len(COLUMNS) - len(row)) for row in found[1:] if row]


def _whose(row: list[str]) -> tuple[str, str, str, str]:
    said = dict(zip(COLUMNS, row, strict=True))
    return said["student"], said["id"], said["section"], said["assignment"]


def _row(report: Report) -> list[str]:
    return [
        cell(report.student),
        cell(report.assignment),
        cell(report.status),
        "" if report.score is None else _number(report.score),
        _number(report.max_score),
        cell(str(report.problem or _first_unparsed(report))),
        cell(report.submission),
        cell(report.sha256),
        cell(report.id),
        cell(report.section),
        "yes" if report.late else "",
        cell(report.handed_in),
    ]


def _first_unparsed(report: Report) -> Message:
    """What Python cannot read of a file that was graded all the same."""
    return report.unparsed[0].message if report.unparsed else NOTHING


def cell(text: str) -> str:
    """Text for one field: on one line, and nothing that a spreadsheet would run."""
    line = one_line(text)
    dangerous = text.startswith(_FORMULA) or line.startswith(_FORMULA)
    return f"'{line}" if dangerous else line


def _number(score: float) -> str:
    return f"{score:.10g}"
