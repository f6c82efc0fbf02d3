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


def render(reports: Sequence[Report]) -> str:
    """The reports in the order given; `score` is empty where there is none.

    Text that a spreadsheet would run as a formula gets a leading apostrophe: `=1+1` is written `'=1+1`.
    """
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(COLUMNS)
    rows.writerows(map(_row, reports))
    return text.getvalue()


def _row(report: Report) -> list[str]:
    return [
        cell(report.student),
        cell(report.assignment),
        cell(report.status),
        "" if report.score is None else number(report.score),
        number(report.max_score),
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


def number(score: float) -> str:
    """Points without needless digits."""
    return f"{score:.10g}"
