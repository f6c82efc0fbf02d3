"""What several commands make of their options, and what they end with. Light: torch is not imported here."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from grader.errors import UsageError
from grader.model import Report
from grader.sandbox.levels import Level


def parse_level(text: str) -> Level:
    """An isolation level by name. Raises UsageError for a name there is none of."""
    if text not in [level.value for level in Level]:
        raise UsageError(f"--isolation {text}: expected full, process or none")
    return Level(text)


def exit_code(reports: Sequence[Report], fail_under: float | None) -> int:
    """3 where something could not be graded, 1 where --fail-under says so, else 0."""
    if any(report.score is None for report in reports):
        return 3
    return int(fail_under is not None and any(report.below(fail_under) for report in reports))


def tell_written(made: list[Path], root: Path, console: Console, following: str) -> int:
    """Say which files were made below a folder, and the command that comes next; returns the exit code."""
    for path in made:
        console.print(f"written  {path.relative_to(root)}", highlight=False)
    console.print(f"Next: {following}", highlight=False, soft_wrap=True)
    return 0
