"""How far a student is: what is known of each function, from whichever reports came in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from grader.course.targets import Target
from grader.model import FunctionResult, Report, Status

# Written, and something is wrong in it; what waits for another function is nothing to begin with.
_TO_MEND = (Status.FAILED, Status.FAULT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How much of some functions is done."""

    functions: int
    done: int
    points: float
    # What has not been checked yet counts for nothing here, so this may grow.
    max_points: float


class Tally:
    """Results by function, in the order of the course."""

    def __init__(self, targets: Iterable[Target]) -> None:
        self.targets = list(targets)
        self._results: dict[Target, FunctionResult] = {}

    def note(self, report: Report) -> None:
        """Keep what a report says of its functions."""
        for function in report.functions:
            self._results[Target(report.assignment, function.name)] = function

    def of(self, target: Target) -> FunctionResult | None:
        """What is known of a function, or None before it was checked."""
        return self._results.get(target)

    def done(self, target: Target) -> bool:
        """Whether nothing is left to do in a function: it has all its points, or cannot be checked here."""
        known = self.of(target)
        return known is not None and known.status in (Status.PASSED, Status.NOT_CHECKED)

    def assignments(self) -> list[str]:
        """The names of assignments, in order."""
        return list(dict.fromkeys(target.assignment for target in self.targets))

    def within(self, assignment: str) -> list[Target]:
        """The functions of an assignment, in order."""
        return [target for target in self.targets if target.assignment == assignment]

    def next_after(self, current: Target | None) -> Target | None:
        """The next function that is not done, going on at the top after the last; None where all are."""
        start = self.targets.index(current) + 1 if current in self.targets else 0
        around = [*self.targets[start:], *self.targets[:start]]
        return next((target for target in around if not self.done(target)), None)

    def first_to_do(self) -> Target | None:
        """Where to begin: what is written and wrong before what is not written, as a report says it."""
        wrong = (one for one in self.targets if (known := self.of(one)) and known.status in _TO_MEND)
        return next(wrong, self.next_after(None))

    def count(self, assignment: str) -> Count:
        """How much of an assignment is done."""
        targets = self.within(assignment)
        known = [result for target in targets if (result := self.of(target)) is not None]
        return Count(
            functions=len(targets),
            done=sum(map(self.done, targets)),
            points=sum(result.score or 0.0 for result in known),
            max_points=sum(result.max_score for result in known),
        )
