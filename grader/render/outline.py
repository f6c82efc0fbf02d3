"""What a report says and in which order: every renderer for people reads this, so all say the same.

The functions that need work come first, in course order. What to do next is in `next_step`.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from grader.model import CheckResult, Diagnosis, Example, FunctionResult, Located, Report, Status
from grader.words.messages import NOTHING, Heard, Message, Value, quoted, say

WRONG = (Status.FAILED, Status.FAULT)
_SETTLED = (Status.PASSED, Status.NOT_CHECKED)
_QUIET = (Status.BLOCKED, Status.NOT_CHECKED)
# The sentence of `compare` on a result of None, and what Python raises for a name that is not there.
_NO_RETURN = say("Is a `return` missing?").sentences[0].text
_NO_SUCH_NAME = ("NameError", "UnboundLocalError")
UNWRITTEN = (Status.MISSING, Status.UNATTEMPTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedChecks:
    """Checks of one function of which the same is to be said; nearly always one check."""

    checks: tuple[CheckResult, ...]
    # Only where it is not the whole function's diagnosis.
    diagnosis: Diagnosis | None

    @property
    def lead(self) -> CheckResult:
        """The check whose message, example and place stand for all."""
        return self.checks[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionOutline:
    """One function that needs work, in the order of reading."""

    function: FunctionResult
    diagnoses: tuple[Diagnosis, ...]
    # Where the slip lies, of a function without a diagnosis.
    located: Located | None
    findings: tuple[FailedChecks, ...]
    waiting: tuple[CheckResult, ...]
    passed: tuple[CheckResult, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A report in the order of reading."""

    # Every place that Python cannot read, where there is more than the one that is said at the top.
    unparsed: tuple[Message, ...]
    # Why not one function could be called, where that is so; then `work` is empty.
    trouble: Message
    work: tuple[FunctionOutline, ...]
    unwritten: tuple[FunctionResult, ...]
    passed: tuple[FunctionResult, ...]
    # Functions of which nothing could be tried here; the notes say why.
    unchecked: tuple[FunctionResult, ...]
    # Functions whose checks all met the same trouble with the file.
    stopped: tuple[FunctionResult, ...]
    # How it was graded: (what, value).
    facts: tuple[tuple[Message, str], ...]


class Row(NamedTuple):
    """A row of an example: "call", "expected", "got" or "printed", what that is called, and its text."""

    kind: str
    label: Message
    text: str


def outline(report: Report) -> Outline:
    """Put a report in order."""
    trouble = file_trouble(report)
    wrong = [] if trouble else needing_work(report)
    return Outline(
        unparsed=tuple(one.message for one in report.unparsed) if len(report.unparsed) > 1 else (),
        trouble=trouble,
        work=tuple(_work(function) for function in wrong),
        unwritten=with_status(report, UNWRITTEN),
        passed=with_status(report, (Status.PASSED,)),
        unchecked=with_status(report, (Status.NOT_CHECKED,)),
        stopped=tuple(needing_work(report)) if trouble else (),
        facts=_facts(report),
    )


def needing_work(report: Report) -> list[FunctionResult]:
    """Functions of which something is wrong, waits or could not be checked, in course order."""
    settled = (*_SETTLED, *UNWRITTEN)
    return [function for function in report.functions if function.status not in settled]


def with_status(report: Report, statuses: Iterable[Status]) -> tuple[FunctionResult, ...]:
    """Functions of one of these statuses, in course order."""
    return tuple(function for function in report.functions if function.status in statuses)


def standing(function: FunctionResult) -> Status:
    """The status to say of a function: one of which nothing is wrong, and something waits, is waiting."""
    met = {check.status for check in function.checks}
    waits = function.status is Status.FAILED and Status.BLOCKED in met and not met.intersection(WRONG)
    return Status.BLOCKED if waits else function.status


def all_clear(report: Report) -> Message:
    """What to say of a report in which nothing is wrong, waits or is to be written."""
    if not has_unchecked(report):
        return say("Everything passes.")
    if not with_status(report, (Status.PASSED,)):
        return say("Nothing could be checked.")
    return say("Everything that could be checked passes.")


def has_unchecked(report: Report) -> bool:
    """Whether a check could not be tried on any device; one that was tried on another has its points."""
    return any(map(partly_unchecked, report.functions))


def partly_unchecked(function: FunctionResult) -> bool:
    """Whether one of a function's checks could not be tried on any device."""
    tried = {check.id for check in function.checks if check.status is not Status.NOT_CHECKED}
    return any(check.id not in tried for check in function.checks)


def _facts(report: Report) -> tuple[tuple[Message, str], ...]:
    versions = report.versions
    checks = [check for function in report.functions for check in function.checks]
    cites = any(check.diagnosis and check.diagnosis.section for check in checks)
    return (
        (say("submission"), report.submission),
        (quoted(Value("SHA-256")), report.sha256),
        (say("seed"), str(report.seed)),
        (say("devices"), ", ".join(report.devices)),
        (say("isolation"), report.isolation),
        (say("versions"), f"grader {versions.grader}, torch {versions.torch}, Python {versions.python}"),
        *([(say("book (§)"), report.book)] if report.book and cites else []),
    )


# ── one function ─────────────────────────────────────────────────────────────────────────────────────────


def _work(function: FunctionResult) -> FunctionOutline:
    wrong = [check for check in function.checks if check.status in WRONG]
    shared = _shared(wrong)
    return FunctionOutline(
        function=function,
        diagnoses=shared,
        located=located(function),
        findings=tuple(_findings(wrong, shared)),
        waiting=tuple(check for check in function.checks if check.status in _QUIET),
        # A check that passed here and not on another device weighs nothing here: it is among the findings.
        passed=tuple(c for c in function.checks if c.status is Status.PASSED and c.max_score),
    )


def _shared(checks: list[CheckResult]) -> tuple[Diagnosis, ...]:
    """Diagnoses said once for the function: those of several checks, or the only one there is."""
    found = [check.diagnosis for check in checks if check.diagnosis is not None]
    count = Counter(diagnosis.id for diagnosis in found)
    one_each = {diagnosis.id: diagnosis for diagnosis in reversed(found)}
    return tuple(one_each[id_] for id_, times in count.items() if times > 1 or len(count) == 1)


def _findings(checks: list[CheckResult], shared: tuple[Diagnosis, ...]) -> list[FailedChecks]:
    said_above = {diagnosis.id for diagnosis in shared}
    groups: dict[object, list[CheckResult]] = {}
    for check in checks:
        groups.setdefault(_alike(check, said_above), []).append(check)
    return [
        FailedChecks(checks=tuple(group), diagnosis=_own_diagnosis(group[0], said_above))
        for group in groups.values()
    ]


def _own_diagnosis(check: CheckResult, said_above: set[str]) -> Diagnosis | None:
    return None if check.diagnosis is None or check.diagnosis.id in said_above else check.diagnosis


def _alike(check: CheckResult, said_above: set[str]) -> object:
    """What two checks share that are one finding; a check with an example of its own stands alone."""
    if check.example is not None or not check.message:
        return check.id, check.device
    own = _own_diagnosis(check, said_above)
    same = (check.status, check.message.sentences, check.visible, check.device, check.location)
    return (*same, own and own.id)


def located(function: FunctionResult) -> Located | None:
    """Where a function's slip lies, where that was found."""
    return next((check.located for check in function.checks if check.located is not None), None)


def plain_reason(function: FunctionResult) -> Message:
    """What a check says where that is the reason itself: a missing `return`, a name that is not defined.

    Empty where none does, and where a mistake has a name.
    """
    wrong = [check for check in function.checks if check.status in WRONG]
    if any(check.diagnosis is not None for check in wrong):
        return NOTHING
    return next((check.message for check in wrong if _says_why(check.message)), NOTHING)


def _says_why(message: Message) -> bool:
    said = message.sentences
    heard = [value.text for one in said for _, value in one.arguments if isinstance(value, Heard)]
    return any(one.text == _NO_RETURN for one in said) or any(
        text.partition(":")[0] in _NO_SUCH_NAME for text in heard
    )


def edit_rows(found: Located) -> tuple[Row, ...]:
    """One edit that makes a function right, where its reader may see it; without lines that are not there."""
    rows = (
        Row("got", say("now"), textwrap.dedent(found.before)),
        Row("expected", say("right"), textwrap.dedent(found.after)),
    )
    return tuple(row for row in rows if row.text.strip())


def example_rows(example: Example) -> tuple[Row, ...]:
    """The rows of an example with their labels; without `expected` where there is nothing to say there."""
    rows = (
        Row("call", say("call"), example.call),
        Row("expected", say("expected"), str(example.expected)),
        Row("got", say("got"), str(example.got)),
        Row("printed", say("printed"), example.printed),
    )
    return tuple(row for row in rows if row.text or row.kind not in ("expected", "printed"))


def kept(function: FunctionResult) -> tuple[Message, ...]:
    """What is said of checks that passed once another function's mistake was taken out of the way."""
    said: dict[object, Message] = {}
    for check in function.checks:
        if check.blamed and check.message:
            said.setdefault(check.message.sentences, check.message)
    return tuple(said.values())


def first_message(function: FunctionResult) -> Message:
    """The first thing any check of this function says, or nothing."""
    # What waits for another function says nothing of this one.
    said = sorted(function.checks, key=lambda check: check.status is Status.BLOCKED)
    return next((check.message for check in said if check.message), NOTHING)


def file_trouble(report: Report) -> Message:
    """The one message of every check of every function, where the file as a whole could not be used."""
    wrong = [check for function in report.functions for check in function.checks if check.status in WRONG]
    messages = {check.message.sentences: check.message for check in wrong if check.example is None}
    several = len({f.name for f in report.functions if any(c.status in WRONG for c in f.checks)}) > 1
    passed = any(check.status is Status.PASSED for function in report.functions for check in function.checks)
    none_passed = not passed and all(function.status in WRONG for function in report.functions)
    all_alike = len(messages) == 1 and all(check.example is None for check in wrong)
    if not (several and none_passed and all_alike):
        return NOTHING
    [said] = messages.values()
    return said
