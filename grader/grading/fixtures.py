"""What checks ask for, and how one is run: the fixtures `student`, `reference`, `device` and `cases`.

Loaded by every pytest of an environment that has the grader, so it imports nothing heavy until there is
something to judge. Without a submission, checks are skipped and say how to give one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Protocol

import pytest

from grader.audience import told_of
from grader.grading import pytest_internals
from grader.model import CheckResult, Observation, Status
from grader.words.messages import quoted
from grader.words.workflow_commands import broken

if TYPE_CHECKING:
    from grader.grading.runs import CheckRun, RunCheck
    from grader.grading.settings import Settings
    from grader.testing import Cases, Check, Functions
    from grader.testing.functions import Arguments

_RESULT: pytest.StashKey[CheckResult] = pytest.StashKey()


class Evaluating(Protocol):
    """What checks are run for: an `Evaluation`, or another that gives runs and judges them."""

    @property
    def settings(self) -> Settings:
        """Under which seed, among others."""

    def first_run(self, check: Check) -> CheckRun:
        """What a check is given at first."""

    def judge(self, check: Check, run: RunCheck) -> CheckResult:
        """Run one check; its verdict."""


class CurrentEvaluations:
    """What is evaluated at present, by assignment: set before its checks run."""

    def __init__(self) -> None:
        self.current: dict[str, Evaluating] = {}

    def of(self, item: pytest.Item) -> Evaluating | None:
        """The evaluation for an item's assignment."""
        return self.current.get(assignment_of(item))


_CURRENT: pytest.StashKey[CurrentEvaluations] = pytest.StashKey()


def current_evaluations(config: pytest.Config) -> CurrentEvaluations:
    """Where to put what is evaluated."""
    return config.stash[_CURRENT]


def assignment_of(item: pytest.Item) -> str:
    """`test_<assignment>.py` → the assignment's name."""
    return item.path.stem.removeprefix("test_")


def check_of(item: pytest.Item) -> Check | None:
    """The check that an item is, or None for any other test."""
    return getattr(getattr(item, "function", None), "__grader_check__", None)


def items_by_assignment(items: list[pytest.Item]) -> dict[str, list[pytest.Item]]:
    """The checks among collected items, in the order of their files."""
    grouped: dict[str, list[pytest.Item]] = {}
    for item in items:
        if check_of(item) is not None:
            grouped.setdefault(assignment_of(item), []).append(item)
    return grouped


def hidden_last(items: Iterable[pytest.Item]) -> list[pytest.Item]:
    """The same checks, hidden ones last: a child that has heard a hidden question answers no visible one."""
    return sorted(items, key=_is_hidden)


def _is_hidden(item: pytest.Item) -> bool:
    check = check_of(item)
    return check is not None and check.hidden is not None


def pytest_configure(config: pytest.Config) -> None:
    """Make room for evaluations."""
    config.stash[_CURRENT] = CurrentEvaluations()


class CheckSaidNo(Exception):
    """A failed verdict as pytest sees it: a sentence instead of a traceback through the grader."""


# ── fixtures ─────────────────────────────────────────────────────────────────────────────────────────────


class PresentRun:
    """The run of a check that is under way, behind fixtures that pytest makes once for all runs of it.

    A course's own fixture may keep `student`: what it asks is answered by whom the present run is given.
    """

    def __init__(self, given: CheckRun, cases: Cases) -> None:
        self.given = given
        self.cases = cases

    def ask_student(self, function: str, calls: Iterable[Arguments]) -> Sequence[Observation]:
        """Answers of who stands for the student in this run."""
        return self.given.student(function, calls)

    def ask_reference(self, function: str, calls: Iterable[Arguments]) -> Sequence[Observation]:
        """Answers of who stands for the reference in this run."""
        return self.given.reference(function, calls)

    def turn_to(self, given: CheckRun) -> None:
        """Another run begins: the same inputs are drawn again."""
        self.given = given
        self.cases.restart(given.seed, first=given.first)


_PRESENT: pytest.StashKey[PresentRun] = pytest.StashKey()


# Only this one asks for `request`, which pytest makes anew for every fixture that does: 1 ms of a submission.
@pytest.fixture(name="_present_run")
def present_run(request: pytest.FixtureRequest) -> PresentRun:
    """What the fixtures of one check hand out, before the check runs what it is given first."""
    check, evaluation = check_of(request.node), current_evaluations(request.config).of(request.node)
    if check is None or evaluation is None:
        pytest.skip("There is no submission to check. Run `pytest autograde_tests --submission PATH`.")
    from grader.testing import Cases

    cases = Cases(evaluation.settings.seed, request.node.name)
    request.node.stash[_PRESENT] = present = PresentRun(evaluation.first_run(check), cases)
    return present


@pytest.fixture
def student(_present_run: PresentRun) -> Functions:
    """The submission's functions, in their sandbox."""
    from grader.testing import Functions

    return Functions(_present_run.ask_student)


@pytest.fixture
def reference(_present_run: PresentRun) -> Functions:
    """The solution's functions, in a sandbox of their own."""
    from grader.testing import Functions

    return Functions(_present_run.ask_reference, at_once=_present_run.given.reference.at_once)


@pytest.fixture
def device(_present_run: PresentRun) -> str:
    """The device under test."""
    return _present_run.given.device


@pytest.fixture
def cases(_present_run: PresentRun) -> Cases:
    """Inputs drawn from the grading seed and this check's name."""
    return _present_run.cases


# ── running ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run a check under its evaluation; anything else is left to pytest."""
    check = check_of(pyfuncitem)
    evaluation = current_evaluations(pyfuncitem.config).of(pyfuncitem)
    if check is None or evaluation is None:
        return None
    result = _judge(pyfuncitem, check, evaluation, _set_up_by_pytest(pyfuncitem))
    if result.status in (Status.BLOCKED, Status.NOT_CHECKED):
        pytest.skip(broken(str(told_of(result).message)))
    if result.status is not Status.PASSED:
        raise CheckSaidNo(broken(str(told_of(result).message)))
    return True


def _judge(item: pytest.Function, check: Check, evaluation: Evaluating, run: RunCheck) -> CheckResult:
    item.stash[_RESULT] = result = evaluation.judge(check, run)
    return result


def _set_up_by_pytest(item: pytest.Function) -> RunCheck:
    """How to run a check whose fixtures pytest has made: they stay the same from run to run."""
    arguments = {name: item.funcargs[name] for name in pytest_internals.own_arguments(item)}
    present = item.stash.get(_PRESENT, None)

    def run(given: CheckRun) -> None:
        if present is not None:
            present.turn_to(given)
        if "device" in arguments:
            arguments["device"] = given.device
        item.obj(**arguments)

    return run


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> pytest.TestReport | None:
    """A verdict's words in place of a traceback, for checks that said no."""
    if call.excinfo is None or call.excinfo.type is not CheckSaidNo:
        return None
    return pytest_internals.failed_report(item, call, verdict_words(item.stash[_RESULT]))


def verdict_words(result: CheckResult) -> str:
    """What pytest prints for a failed check: the sentence and the example; whoever reads it is a student."""
    result = told_of(result)
    lines = [str(result.title), "", str(result.message)]
    if result.location is not None:
        lines.append(f"    {quoted(result.location.place)}")
    if result.example is not None:
        example = result.example
        lines += ["", f"  call      {example.call}"]
        lines += [f"  expected  {example.expected}"] if example.expected else []
        lines += [f"  got       {example.got}"]
        lines += [f"  printed   {line}" for line in example.printed.splitlines()]
    plain = ("".join(char if char.isprintable() else "\ufffd" for char in line) for line in lines)
    return broken("\n".join(plain))


def run_item(item: pytest.Item, following: pytest.Item | None) -> CheckResult | None:
    """Run one collected check once more, with fresh fixtures: what lets a warm session grade a class."""
    if _RESULT in item.stash:
        del item.stash[_RESULT]
    check, evaluation = check_of(item), current_evaluations(item.config).of(item)
    if check is not None and evaluation is not None and isinstance(item, pytest.Function) and is_plain(item):
        return _judge(item, check, evaluation, _plain(item))
    pytest_internals.run_through(item, following)
    return item.stash.get(_RESULT, None)


def is_plain(item: pytest.Function) -> bool:
    """Whether a check asks pytest for nothing: no fixture, parameter or mark but the grader's own.

    Then setup, teardown and reports would do nothing, for 5 ms of a submission's 50.
    """
    made_by = {made.__module__ for made in pytest_internals.fixture_functions(item)}
    asks_pytest = "request" in pytest_internals.own_arguments(item) or next(item.iter_markers(), None)
    return made_by <= {__name__} and not asks_pytest


def _plain(item: pytest.Function) -> RunCheck:
    """How to run a check that asks for the grader's own fixtures alone: each run is handed its own."""
    from grader.testing import Cases, Functions

    names = pytest_internals.own_arguments(item)

    def run(given: CheckRun) -> None:
        made: dict[str, object] = {
            "student": Functions(given.student),
            "reference": Functions(given.reference, at_once=given.reference.at_once),
            "device": given.device,
        }
        if "cases" in names:
            made["cases"] = Cases(given.seed, item.name, first=given.first)
        item.obj(**{name: made[name] for name in names})

    return run
