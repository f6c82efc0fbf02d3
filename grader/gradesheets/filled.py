"""A platform's own file with the grades in one column, and every other byte as it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType

from grader.errors import UsageError
from grader.gradesheets import blackboard, brightspace, canvas, moodle
from grader.gradesheets.roster import Roster
from grader.gradesheets.sheet import Sheet, headings
from grader.words.messages import InFile, Name, Value, say

PLATFORMS: dict[str, ModuleType] = {
    "canvas": canvas,
    "moodle": moodle,
    "blackboard": blackboard,
    "brightspace": brightspace,
}


@dataclass(frozen=True, slots=True)
class Column:
    """Where grades go: the column, and the most that the platform takes there; None where it says nothing."""

    index: int
    heading: str
    maximum: float | None


def fill(
    platform: str,
    roster: Roster,
    assignment: str,
    scores: Mapping[int, float | None],
    maximum: float,
    *,
    scale: bool = False,
) -> bytes:
    """The roster's file with these scores, by row. Who has none keeps what the cell held.

    scale: where the platform's maximum is another one, scores are brought to it.

    Raises:
        UsageError: no column, or more than one, is that assignment's; the file is not that platform's; or the
            maximum differs and `scale` was not asked for.
    """
    sheet = roster.sheet
    column = _column(platform, sheet, assignment)
    factor = _factor(column, maximum, scale, sheet)
    cells = {}
    for row, score in scores.items():
        if score is None or column.index >= len(sheet.rows[row]):
            continue
        cells[row, column.index] = number(score * factor)
    return sheet.with_cells(cells)


def _column(platform: str, sheet: Sheet, assignment: str) -> Column:
    told = PLATFORMS[platform]
    missing = [
        name for name in told.NEEDED if not any(name.casefold() in one.casefold() for one in sheet.heading)
    ]
    if missing:
        raise UsageError(
            say(
                "{file} is not {kind}. Expected a column {column}, got {columns}. "
                "Download the file again, or name its platform with `--export`.",
                file=InFile(str(sheet.path)),
                kind=told.FILE,
                column=Value(repr(missing[0])),
                columns=headings(sheet.heading[:6]),
            )
        )
    found = [Column(index, heading, most) for index, heading, most in told.columns(sheet, assignment)]
    if len(found) == 1:
        return found[0]
    names = [one.heading for one in found] or sheet.heading
    raise UsageError(
        say(
            "Expected one column for {assignment} in {file}, got {count} of {columns}.",
            count=len(found),
            assignment=Name(assignment),
            file=InFile(str(sheet.path)),
            columns=headings(names),
        )
        + say("Give the platform's assignment the name that it has here, and leave one such column.")
    )


def _factor(column: Column, maximum: float, scale: bool, sheet: Sheet) -> float:
    if column.maximum is None or column.maximum == maximum or not maximum:
        return 1.0
    if not scale:
        raise UsageError(
            say(
                "{column} in {file} takes {theirs} points, but the assignment has {ours}. "
                "Use `--scale` to convert the scores, or change the points on the platform.",
                column=headings([column.heading]),
                file=InFile(str(sheet.path)),
                theirs=Value(number(column.maximum)),
                ours=Value(number(maximum)),
            )
        )
    return column.maximum / maximum


def number(score: float) -> str:
    """As every platform reads it: no exponent, at most five digits behind the point."""
    return f"{round(score, 5):.5f}".rstrip("0").rstrip(".")
