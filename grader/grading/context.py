"""What all evaluations of one assignment share, for as long as a class takes."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import NamedTuple

from grader.course.layout import Assignment
from grader.diagnosis.locate import SlipPlace
from grader.diagnosis.recorded import RecordedMistakes
from grader.diagnosis.replay import Misconceptions
from grader.reference.live import Reference
from grader.reference.recorded import Recorded, reference_of
from grader.sandbox.outside.pool import Pool
from grader.testing.checks import Check


class FoundSlip(NamedTuple):
    """Where the slip of a function lies, if that can be told, and how many edits it took to find out."""

    place: SlipPlace | None
    edits: int


class AssignmentContext:
    """The checks, the reference and the misconceptions, and what was found out about them."""

    def __init__(
        self,
        pool: Pool,
        assignment: Assignment,
        checks: Sequence[Check],
        reference: Reference | Recorded | None = None,
        recorded_seeds: Sequence[int] = (),
    ) -> None:
        self.pool = pool
        self.assignment = assignment
        self.checks = list(checks)
        self.functions = list(dict.fromkeys(check.function for check in checks))
        self.reference = reference or reference_of(pool, assignment, self.functions)
        self.misconceptions: Misconceptions | RecordedMistakes = (
            RecordedMistakes(assignment)
            if isinstance(self.reference, Recorded)
            else Misconceptions(pool, assignment)
        )
        # Of a kit, the seeds whose answers it holds; () where there is a reference.
        self.recorded_seeds = recorded_seeds
        # (check, seed) → whether the reference itself passes it on the pretend accelerator.
        self.controls: dict[tuple[str, int], bool] = {}
        # What was found of a function of which many submissions may have the same excerpt.
        self.slips: dict[Hashable, FoundSlip] = {}

    def close(self) -> None:
        """Let the children of the course's own code go."""
        self.reference.close()
        self.misconceptions.close()
