"""What an audit tries, one text at a time, and what must come of it.

stub            nothing is earned, nothing counts as attempted, nothing goes wrong
reference       everything is earned, and nobody is blamed
misconception   its own function loses points, no other does, and the diagnosis is itself
mutant          some check of its function says no; the first that does ends the trial
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import pytest

from grader import plugin
from grader.authoring.mutants import Key
from grader.course import Course, open_course
from grader.errors import CourseError, FaultError
from grader.grade import Grading, Settings, run_warm
from grader.model import CheckResult, FunctionResult, Source, Status
from grader.sandbox.isolation import Level
from grader.sandbox.subject import Budget
from grader.sitting import Sitting
from grader.testing import Check

# A mutant that never ends has lost its check after the first call that does not come back.
_BRIEF = Budget(load=10.0, total=60.0, patience=1)


class Kind(Enum):
    """What is on trial."""

    STUB = "stub"
    REFERENCE = "reference"
    MISCONCEPTION = "misconception"
    MUTANT = "mutant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One text, one seed, one device."""

    kind: Kind
    assignment: str
    # "dloss_fn/forgets_the_mean", a mutant's function, or empty for the whole file.
    name: str
    source: Source
    seed: int
    device: str = "cpu"
    # The contract's functions whose checks are run; all of the assignment's where empty.
    functions: tuple[str, ...] = ()
    mutant: Key | None = None
    # Where no check says no on `device`: go on with these.
    then_on: tuple[str, ...] = ()
    # Its place among all trials: what its result goes by.
    number: int = 0


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a trial."""

    number: int
    # Empty where it came out as it must; else what came instead.
    problem: str = ""
    # A mutant's check that said no.
    killed_by: str = ""
    killed_on: str = ""


def collected(course: Course, names: Sequence[str]) -> dict[str, list[Check]]:
    """The checks of these assignments. Raises as `perform` does."""
    found: dict[str, list[Check]] = {}

    def loop(session: pytest.Session) -> None:
        for name, items in plugin.items_by_assignment(session.items).items():
            found[name] = _checks(items)

    run_warm(course, names, loop)
    empty = [name for name in names if name not in found]
    if empty:
        raise CourseError(
            f"{course.assignment(empty[0]).checks} holds no checks: expected functions under @check"
        )
    return found


def _checks(items: Iterable[pytest.Item]) -> list[Check]:
    return [check for check in map(plugin.check_of, items) if check is not None]


@dataclass(frozen=True, slots=True)
class Bench:
    """Where trials are held: a course, the assignments whose checks are needed, the isolation."""

    root: Path
    assignments: tuple[str, ...]
    level: Level


def perform(bench: Bench, trials: Iterable[Trial], done: Callable[[Result], None]) -> None:
    """Hold trials in one warm session, in order.

    Raises:
        CourseError: the course has no usable checks, or no usable reference.
        FaultError: the checks cannot be collected, or the sandbox cannot work.
        IsolationError: the isolation asked for cannot be had.
    """
    course = open_course(bench.root)

    def loop(session: pytest.Session) -> None:
        items = plugin.items_by_assignment(session.items)
        with Grading(course, Settings(seed=0, level=bench.level)) as grading:
            for trial in trials:
                hearing = _Hearing(grading, trial, items[trial.assignment], session.config)
                done(hearing.result())

    run_warm(course, bench.assignments, loop)


class _Hearing:
    """A trial, the checks that it sits, and one sitting for each device."""

    def __init__(
        self, grading: Grading, trial: Trial, items: list[pytest.Item], config: pytest.Config
    ) -> None:
        self.trial = trial
        self._config = config
        checks = _checks(items)
        self._room = grading.room(grading.course.assignment(trial.assignment), checks)
        functions = trial.functions or tuple(self._room.functions)
        wanted = _with_needs(functions, {check.id: check for check in checks})
        self._items = [item for item in items if item.name in wanted]
        self.sitting = self._seat(trial.device)

    def _seat(self, device: str) -> Sitting:
        sitting = Sitting(self._room, self.trial.source, seed=self.trial.seed, budget=_BRIEF)
        sitting.device = device
        plugin.sittings(self._config).current[self.trial.assignment] = sitting
        return sitting

    def result(self) -> Result:
        """What comes of it on its device and, as long as nobody says no, on those after it."""
        problem = killed_by = ""
        device = self.trial.device
        for device in (self.trial.device, *self.trial.then_on):
            if device != self.sitting.device:
                self.sitting = self._seat(device)
            try:
                problem, killed_by = _JUDGES[self.trial.kind](self)
            finally:
                self.sitting.close()
            if problem or killed_by:
                break
        return Result(self.trial.number, problem, killed_by, device if killed_by else "")

    def verdicts(self) -> Iterator[CheckResult]:
        """Run the checks one by one. Raises FaultError where one gives no verdict."""
        for item in self._items:
            # Nothing stays set up for a next one: there may be none, or one of another assignment.
            result = plugin.run_item(item, None)
            if result is None:
                raise FaultError(f"{item.nodeid} gave no verdict; run pytest on it")
            yield result

    def functions(self) -> tuple[FunctionResult, ...]:
        """Run every check; what each function comes to."""
        for _ in self.verdicts():
            pass
        return self.sitting.functions()


def _with_needs(functions: tuple[str, ...], checks: dict[str, Check]) -> set[str]:
    """Ids of the functions' checks and of those that must pass before them."""
    waiting = [check.id for check in checks.values() if check.function in functions]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += checks[name].needs
    return found


# ── judging ──────────────────────────────────────────────────────────────────────────────────────────────


def _judge_stub(hearing: _Hearing) -> tuple[str, str]:
    for function in hearing.functions():
        if function.status is not Status.UNATTEMPTED or function.score != 0:
            earned = "no score" if function.score is None else f"{function.score:g} points"
            wanted = "expected it unattempted, with 0 points"
            return f"`{function.name}` is {function.status.value}, with {earned}; {wanted}", ""
    return _load_trouble(hearing), ""


def _judge_reference(hearing: _Hearing) -> tuple[str, str]:
    for function in hearing.functions():
        for check in function.checks:
            if check.status is not Status.PASSED or check.blamed:
                return f"{check.id}: {check.message or check.status.value}", ""
    return _load_trouble(hearing), ""


def _load_trouble(hearing: _Hearing) -> str:
    loading = hearing.sitting.load()
    said = "; ".join(loading.notes) or loading.problem
    return f"it does not load: {said}" if said else ""


def _judge_misconception(hearing: _Hearing) -> tuple[str, str]:
    name = hearing.trial.name.partition("/")[0]
    functions = [function for function in hearing.functions() if function.checks]
    fault = _first(functions, Status.FAULT)
    if fault is not None:
        return _could_not_judge(fault), ""
    costs = {function.name for function in functions if function.score != function.max_score}
    if name not in costs:
        return "no check says no to it: make one ask what sets it apart from the right answer", ""
    if costs != {name}:
        return f"it costs points of {', '.join(sorted(costs - {name}))} as well", ""
    failed = _first(functions, Status.FAILED)
    diagnosis = failed.diagnosis if failed else None
    if diagnosis is None:
        return "a check says no, but the diagnosis does not find it: do its answers depend on chance?", ""
    if diagnosis.id != hearing.trial.name:
        how = "let a check ask what tells the two apart, or drop one"
        return f"it is named as {diagnosis.id}, which gives the same answers: {how}", ""
    return "", ""


def _judge_mutant(hearing: _Hearing) -> tuple[str, str]:
    for result in hearing.verdicts():
        if result.status is Status.FAULT:
            return _could_not_judge(result), ""
        if result.status is not Status.PASSED:
            return "", result.id
    return "", ""


def _first(functions: Iterable[FunctionResult], status: Status) -> CheckResult | None:
    return next((check for item in functions for check in item.checks if check.status is status), None)


def _could_not_judge(check: CheckResult) -> str:
    return f"{check.id} could not judge it: {check.message}"


_JUDGES: dict[Kind, Callable[[_Hearing], tuple[str, str]]] = {
    Kind.STUB: _judge_stub,
    Kind.REFERENCE: _judge_reference,
    Kind.MISCONCEPTION: _judge_misconception,
    Kind.MUTANT: _judge_mutant,
}
