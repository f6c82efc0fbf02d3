"""Canvas: Grades → Export, and Import of the same file.

Rows are found by ID, so nothing but the assignment's column may change. **An empty cell deletes a grade**, so
who has no score keeps what stood there. (lib/gradebook_importer.rb of instructure/canvas-lms.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from grader.gradesheets.sheet import Sheet
from grader.submission.file_names import assignment_in
from grader.words.messages import say

FILE = say("Canvas's gradebook as exported")
NEEDED = ("Student", "ID", "Section")
WITHOUT_FILE = say(
    "Canvas makes a new assignment for a column whose title it does not know. "
    "To fill an existing one, give the gradebook that it exports with `--roster`."
)

_TITLE = re.compile(r"(?P<title>.+) \(\d+\)")


def columns(sheet: Sheet, assignment: str) -> Iterator[tuple[int, str, float | None]]:
    """The columns whose title is that assignment's; the maximum stands in the row "Points Possible"."""
    row = next((row for row in range(1, min(4, len(sheet.rows))) if _is_points(sheet, row)), None)
    for index, heading in enumerate(sheet.heading):
        match = _TITLE.fullmatch(heading)
        if match and assignment_in(match["title"], [assignment]):
            yield index, heading, _points(sheet.cell(row, index)) if row is not None else None


def _is_points(sheet: Sheet, row: int) -> bool:
    return sheet.cell(row, 0).casefold().startswith("points possible")


def _points(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None  # "(read only)"
