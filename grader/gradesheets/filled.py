"""A platform's own file with the grades in one column, and every other byte as it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType

from grader.errors import UsageError
from grader.gradesheets import blackboard, brightspace, canvas, moodle
from grader.gradesheets.roster import Roster
from grader.gradesheets.sheet import Sheet

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
            f"{sheet.path}: expected {told.FILE}, with a column {missing[0]!r}; came "
            f"{', '.join(sheet.heading[:6])}; download it again, or name its platform with --export"
        )
    found = [Column(index, heading, most) for index, heading, most in told.columns(sheet, assignment)]
    if len(found) == 1:
        return found[0]
    several = ", ".join(repr(one.heading) for one in found) or ", ".join(map(repr, sheet.heading))
    raise UsageError(
        f"{sheet.path}: expected one column for {assignment}, came {len(found)} of {several}; name the "
        "platform's assignment as it is called here, or leave one such column in the file"
    )


def _factor(column: Column, maximum: float, scale: bool, sheet: Sheet) -> float:
    if column.maximum is None or column.maximum == maximum or not maximum:
        return 1.0
    if not scale:
        raise UsageError(
            f"{sheet.path}: {column.heading!r} takes {number(column.maximum)} points, and the assignment has "
            f"{number(maximum)}; say --scale to bring the scores to that, or change the points there"
        )
    return column.maximum / maximum


def number(score: float) -> str:
    """As every platform reads it: no exponent, at most five digits behind the point."""
    return f"{round(score, 5):.5f}".rstrip("0").rstrip(".")
