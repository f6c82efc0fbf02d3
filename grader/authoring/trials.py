"""What an audit tries, one text at a time, and what must come of it.

stub            nothing is earned, nothing counts as attempted, nothing goes wrong
reference       everything is earned, and nobody is blamed
right           another wording of one function: it earns everything, and nobody is blamed
misconception   its own function loses points, no other does, and the diagnosis is itself
mutant          some check of its function says no; the first that does ends the trial
nonsense        no check of its function gives a point
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

import pytest

from grader.course.layout import Course
from grader.errors import CourseError, FaultError
from grader.grading import fixtures
from grader.grading.evaluation import Evaluation
from grader.grading.grade import Grading
from grader.grading.session import run_warm
from grader.grading.settings import Settings
from grader.model import CheckResult, FunctionResult, Source, Status
from grader.testing import Check
from grader.words.messages import NOTHING, Code, InFile, Message, Value, code_list, quoted, say


class Kind(Enum):
    """What is on trial."""

    STUB = "stub"
    REFERENCE = "reference"
    RIGHT = "right"
    MISCONCEPTION = "misconception"
    MUTANT = "mutant"
    NONSENSE = "nonsense"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One text under one seed, by settings as for a submission."""

    kind: Kind
    assignment: str
    # "dloss_fn/forgets_the_mean", a mutant's function, or empty for the whole file.
    name: str
    source: Source
    settings: Settings
    # The contract's functions whose checks are run; all of the assignment's where empty.
    functions: tuple[str, ...] = ()
    # Its place among all trials: what its result goes by.
    number: int = 0


@dataclass(frozen=True, slots=True)
class TrialResult:
    """What came of a trial."""

    # Empty where it came out as it must; else what came instead.
    problem: Message = NOTHING
    # A mutant's check that said no, and on which device.
    killed_by: str = ""
    killed_on: str = ""
    # The checks that gave nonsense points.
    earned: tuple[str, ...] = ()
    # Whose it is.
    number: int = 0


def collected(course: Course, names: Sequence[str]) -> dict[str, list[Check]]:
    """The checks of these assignments. Raises as `perform` does."""
    found: dict[str, list[Check]] = {}

    def loop(session: pytest.Session) -> None:
        for name, items in fixtures.items_by_assignment(session.items).items():
            found[name] = _checks(items)

    run_warm(course, names, loop)
    empty = [name for name in names if name not in found]
    if empty:
        raise CourseError(
            say(
                "{file} holds no checks. Expected functions under `@check`.",
                file=InFile(str(course.assignment(empty[0]).checks)),
            )
        )
    return found


def _checks(items: Iterable[pytest.Item]) -> list[Check]:
    return [check for check in map(fixtures.check_of, items) if check is not None]


class RunningTrial:
    """A trial, the checks that it runs, and the evaluation."""

    def __init__(
        self, grading: Grading, trial: Trial, items: list[pytest.Item], config: pytest.Config
    ) -> None:
        self.trial = trial
        self._config = config
        checks = _checks(items)
        self._context = grading.context(grading.course.assignment(trial.assignment), checks)
        functions = trial.functions or tuple(self._context.functions)
        wanted = _with_needs(functions, {check.id: check for check in checks})
        self._items = fixtures.hidden_last([item for item in items if item.name in wanted])
        # Nearly every mutant is caught on the first device; those that are not meet the others, too.
        devices = trial.settings.devices
        self.evaluation = self._evaluate(
            devices[:1] if trial.kind in (Kind.MUTANT, Kind.NONSENSE) else devices
        )

    def _evaluate(self, devices: tuple[str, ...]) -> Evaluation:
        settings = replace(self.trial.settings, devices=devices)
        evaluation = Evaluation(self._context, self.trial.source, settings)
        fixtures.current_evaluations(self._config).current[self.trial.assignment] = evaluation
        return evaluation

    def result(self) -> TrialResult:
        """What comes of it."""
        try:
            return replace(_JUDGES[self.trial.kind](self), number=self.trial.number)
        finally:
            self.evaluation.close()

    def begin_anew(self, devices: tuple[str, ...]) -> None:
        """Evaluate it again, on these devices."""
        self.evaluation.close()
        self.evaluation = self._evaluate(devices)

    def verdicts(self) -> Iterator[CheckResult]:
        """Run the checks one by one. Raises FaultError where one gives no verdict."""
        for item in self._items:
            # Nothing stays set up for a next one: there may be none, or one of another assignment.
            result = fixtures.run_item(item, None)
            if result is None:
                raise FaultError(say("{check} gave no verdict. Run pytest on it.", check=Code(item.nodeid)))
            yield result

    def functions(self) -> tuple[FunctionResult, ...]:
        """Run every check; what each function comes to."""
        for _ in self.verdicts():
            pass
        return self.evaluation.functions()


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


def _judge_stub(running: RunningTrial) -> TrialResult:
    for function in running.functions():
        if function.status is not Status.UNATTEMPTED or function.score != 0:
            return TrialResult(_not_a_stub(function))
    return TrialResult(_load_trouble(running))


def _not_a_stub(function: FunctionResult) -> Message:
    got = say(
        "{function} is {status}, and its score is {score}.",
        function=Code(function.name),
        status=Value(function.status.value),
        score=Value("None" if function.score is None else f"{function.score:g}"),
    )
    return got + say("Expected the status unattempted and the score 0.")


def _judge_reference(running: RunningTrial) -> TrialResult:
    for function in running.functions():
        for check in function.checks:
            if check.status is not Status.PASSED or check.blamed:
                return TrialResult(_not_passed(check))
    return TrialResult(_load_trouble(running))


def _not_passed(check: CheckResult) -> Message:
    where = say("{check} on {device}:", check=Code(check.id), device=Value(check.device))
    return where + (check.message or quoted(Value(check.status.value)))


def _load_trouble(running: RunningTrial) -> Message:
    loading = running.evaluation.load()
    said = sum(loading.notes, NOTHING) or loading.problem
    return say("It does not load.") + said if said else NOTHING


def _judge_misconception(running: RunningTrial) -> TrialResult:
    name = running.trial.name.partition("/")[0]
    functions = [function for function in running.functions() if function.checks]
    fault = _first(functions, Status.FAULT)
    if fault is not None:
        return TrialResult(_could_not_judge(fault))
    costs = {function.name for function in functions if function.score != function.max_score}
    if name not in costs:
        return TrialResult(say("No check catches it. Make a check that tells it from the right function."))
    if costs != {name}:
        others = code_list(sorted(costs - {name}))
        return TrialResult(say("It costs points of {functions}, too.", functions=others))
    return TrialResult(
        _mixed(functions, running.trial.settings.devices) or _misnamed(running.trial.name, functions)
    )


def _mixed(functions: Sequence[FunctionResult], devices: Sequence[str]) -> Message:
    """A second mistake in a misconception, about the device, or nothing."""
    failed = [check for function in functions for check in function.checks if check.status is Status.FAILED]
    elsewhere = [check for check in failed if check.device != devices[0]]
    if not elsewhere or len(elsewhere) == len(failed):
        return NOTHING
    check = elsewhere[0]
    another = say("It makes another mistake, too. {check}:", check=Code(check.id))
    return another + check.message


def _misnamed(wanted: str, functions: Sequence[FunctionResult]) -> Message:
    """What is wrong with a misconception's diagnosis, or nothing."""
    failed = _first(functions, Status.FAILED)
    diagnosis = failed.diagnosis if failed else None
    if diagnosis is None:
        return say("A check catches it, but the diagnosis does not find it. Do its answers depend on chance?")
    if diagnosis.id != wanted:
        return say(
            "It is named as {other}, which gives the same answers. "
            "Make a check that tells the two apart, or delete one of them.",
            other=Code(diagnosis.id),
        )
    return NOTHING


def _judge_mutant(running: RunningTrial) -> TrialResult:
    devices = running.trial.settings.devices
    found = _killed(running)
    if len(devices) > 1 and not (found.problem or found.killed_by):
        running.begin_anew(devices)
        found = _killed(running)
    return found


def _killed(running: RunningTrial) -> TrialResult:
    for verdict in running.verdicts():
        if verdict.status is Status.FAULT:
            return TrialResult(_could_not_judge(verdict))
        if verdict.status not in (Status.PASSED, Status.NOT_CHECKED):
            return TrialResult(killed_by=verdict.id, killed_on=verdict.device)
    return TrialResult()


def _judge_nonsense(running: RunningTrial) -> TrialResult:
    verdicts = list(running.verdicts())
    faults = [verdict for verdict in verdicts if verdict.status is Status.FAULT]
    if faults:
        return TrialResult(_could_not_judge(faults[0]))
    return TrialResult(earned=tuple(verdict.id for verdict in verdicts if verdict.status is Status.PASSED))


def _first(functions: Iterable[FunctionResult], status: Status) -> CheckResult | None:
    return next((check for item in functions for check in item.checks if check.status is status), None)


def _could_not_judge(check: CheckResult) -> Message:
    return say("{check} could not judge it.", check=Code(check.id)) + check.message


_JUDGES: dict[Kind, Callable[[RunningTrial], TrialResult]] = {
    Kind.STUB: _judge_stub,
    Kind.REFERENCE: _judge_reference,
    Kind.RIGHT: _judge_reference,
    Kind.MISCONCEPTION: _judge_misconception,
    Kind.MUTANT: _judge_mutant,
    Kind.NONSENSE: _judge_nonsense,
}
