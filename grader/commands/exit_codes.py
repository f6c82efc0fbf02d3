"""What grading ends with, in `grader` and `pytest --submission` alike; docs/exit-codes.md has the table."""

from __future__ import annotations

from collections.abc import Sequence

from grader.model import Report


def exit_code(reports: Sequence[Report], fail_under: float | None, *, otherwise: int = 0) -> int:
    """3 where something could not be graded, 1 where a score is below so many percent, else 0.

    otherwise: where no percentage is asked for: under pytest, whether a check failed.
    """
    if any(report.score is None and not report.absent for report in reports):
        return 3
    if fail_under is None:
        return otherwise
    return int(any(report.below(fail_under) for report in reports))
