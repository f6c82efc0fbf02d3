"""Brightspace: Grades → Export, and Import of the same file.

Rows are found by OrgDefinedId or Username, exported with a `#` in front; the last column is "End-of-Line
Indicator". Above the maximum is cut to it. (community.d2l.com/brightspace/kb/articles/3538-importing-grades.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from grader.gradesheets.sheet import Sheet
from grader.submission.file_names import assignment_in
from grader.words.messages import say

FILE = say("Brightspace's grades as exported")
NEEDED = ("End-of-Line Indicator",)
WITHOUT_FILE = say(
    "Brightspace fills grade items that exist under that name. The file that it exports has these names. "
    "Give that file with `--roster`."
)

_HEADING = re.compile(r"(?P<title>.+) Points Grade(?: <.*?MaxPoints:(?P<points>[\d.]+).*>)?")


def columns(sheet: Sheet, assignment: str) -> Iterator[tuple[int, str, float | None]]:
    """The columns of points of that assignment, and the maximum where the heading says it."""
    for index, heading in enumerate(sheet.heading):
        match = _HEADING.fullmatch(heading)
        if match and assignment_in(match["title"], [assignment]):
            yield index, heading, float(match["points"]) if match["points"] else None
