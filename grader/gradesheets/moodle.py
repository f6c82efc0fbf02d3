"""Moodle: an assignment's own grading worksheet, downloaded, and uploaded again.

Rows are found by Identifier; Grade and "Last modified (grade)" must be there. Empty is left alone. **Above
the maximum is skipped without a word**, as is a grade that was changed since the download.
(mod/assign/feedback/offline/importgradeslib.php of moodle/moodle.)
"""

from __future__ import annotations

from collections.abc import Iterator

from grader.gradesheets.sheet import Sheet
from grader.words.messages import say

FILE = say("Moodle's grading worksheet of one assignment")
NEEDED = ()
WITHOUT_FILE = say(
    "Moodle's import asks you which column is which. Its grading worksheet does not need that. "
    "Give the worksheet with `--roster`."
)

_GRADE = ("Grade", "成績", "成绩", "分數", "Calificación", "Bewertung", "Note", "評定")
_MAXIMUM = ("Maximum Grade", "Maximum grade", "最高成績", "最高分數", "最高分", "最高成绩", "滿分", "满分")


def columns(sheet: Sheet, assignment: str) -> Iterator[tuple[int, str, float | None]]:
    """The one column of grades: the worksheet is of one assignment."""
    index = sheet.column(*_GRADE)
    if index is not None:
        most = [_points(sheet.cell(row, sheet.column(*_MAXIMUM))) for row in range(1, len(sheet.rows))]
        yield index, sheet.heading[index], next((one for one in most if one is not None), None)


def _points(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None  # a scale of words, or empty
