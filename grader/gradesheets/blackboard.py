"""Blackboard: the Grade Center's download, filled in and uploaded: CSV, or `.xls` that is text with tabs.

Rows are found by Username alone, the column by the number behind the bar; without it a new column of 0 points
appears. Columns that are computed take no grades. (library.blackboard.com, "Uploading External Grade Center
Items".)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from grader.gradesheets.sheet import Sheet
from grader.submission.file_names import assignment_in
from grader.words.messages import say

FILE = say("Blackboard's Grade Center as downloaded")
NEEDED = ("Username",)
WITHOUT_FILE = say(
    "Blackboard makes a new column for a title without its number. To fill an existing column, "
    "give the file that it downloads with `--roster`."
)

_HEADING = re.compile(
    r"(?P<title>.+?) \[(?P<kind>Total Pts|Pending|Max Points)?:? ?(?P<points>[\d.,]+)?[^\]]*\] ?\|(?P<id>\d+)"
)
_COMPUTED = re.compile(r"\bup to\b|\bTotal\b\s*$", re.IGNORECASE)


def columns(sheet: Sheet, assignment: str) -> Iterator[tuple[int, str, float | None]]:
    """The columns whose title is that assignment's, and the points that stand in the heading."""
    for index, heading in enumerate(sheet.heading):
        match = _HEADING.fullmatch(heading)
        if match is None or _COMPUTED.search(heading.partition("[")[2].partition("]")[0]):
            continue
        if assignment_in(match["title"], [assignment]):
            points = (match["points"] or "").replace(",", ".")
            yield index, heading, float(points) if points else None
