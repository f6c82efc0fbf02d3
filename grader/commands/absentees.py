"""Who handed nothing in: rows of a class without a score, for which no report is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from grader.grading.settings import Settings
from grader.model import NOT_HANDED_IN, Report
from grader.results.keys import versions
from grader.submission.choose import Chosen


def absentees(rows: Iterable[Chosen], settings: Settings, points: Mapping[str, float]) -> Iterator[Report]:
    """A row each. points: how many there are for an assignment, where that is known."""
    for row in rows:
        yield Report(
            student=row.person.name,
            id=row.person.id,
            section=row.person.section,
            late=row.late,
            handed_in=row.handed_in,
            assignment=row.assignment or "",
            submission="",
            sha256="",
            seed=0,
            devices=settings.devices,
            versions=versions(),
            status=NOT_HANDED_IN,
            score=None,
            max_score=points.get(row.assignment or "", 0.0),
            functions=(),
            problem=row.why,
            isolation=settings.level.value,
        )
