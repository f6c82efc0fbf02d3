"""What several commands make of their options, and what they end with. Light: torch is not imported here."""

from __future__ import annotations

from collections.abc import Sequence

from grader.errors import UsageError
from grader.model import Report
from grader.sandbox.isolation import Level


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
