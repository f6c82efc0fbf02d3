"""What a report says and in which order: every renderer for people reads this, so all say the same.

The most useful thing first: one sentence of what to do, then the functions that need work in course order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from grader.model import CheckResult, Diagnosis, Example, FunctionResult, Report, Status
from grader.render.text import brief, one_line

SYMBOLS = {
    Status.PASSED: "✓",
    Status.FAILED: "✗",
    Status.MISSING: "–",
    Status.UNATTEMPTED: "○",
    Status.BLOCKED: "…",
    Status.NOT_CHECKED: "?",
    Status.FAULT: "!",
}
LABELS = {
    Status.PASSED: "passed",
    Status.FAILED: "needs work",
    Status.MISSING: "not in the file",
    Status.UNATTEMPTED: "not written yet",
    Status.BLOCKED: "waiting",
    Status.NOT_CHECKED: "not checked",
    Status.FAULT: "could not be checked",
}
FAULT = "This is not your doing, and it costs nothing."

_WRONG = (Status.FAILED, Status.FAULT)
_SETTLED = (Status.PASSED, Status.NOT_CHECKED)
_QUIET = (Status.BLOCKED, Status.NOT_CHECKED)
_UNWRITTEN = (Status.MISSING, Status.UNATTEMPTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedChecks:
    """Checks of one function that failed in the same words; nearly always one check."""

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
    findings: tuple[FailedChecks, ...]
    waiting: tuple[CheckResult, ...]
    passed: tuple[CheckResult, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A report in the order of reading."""

    next_step: str
    # Why not one function could be called, where that is so; then `work` is empty.
    trouble: str
    work: tuple[FunctionOutline, ...]
    unwritten: tuple[FunctionResult, ...]
    passed: tuple[FunctionResult, ...]
    # Functions of which nothing could be tried here; the notes say why.
    unchecked: tuple[FunctionResult, ...]
    # Functions whose checks all met the same trouble with the file.
    stopped: tuple[FunctionResult, ...]
    # How it was graded: (what, value).
    facts: tuple[tuple[str, str], ...]


def outline(report: Report) -> Outline:
    """Put a report in order."""
    trouble = file_trouble(report)
    wrong = [] if trouble else _needing_work(report)
    return Outline(
        next_step=next_step(report),
        trouble=trouble,
        work=tuple(_work(function) for function in wrong),
        unwritten=_with_status(report, _UNWRITTEN),
        passed=_with_status(report, (Status.PASSED,)),
        unchecked=_with_status(report, (Status.NOT_CHECKED,)),
        stopped=tuple(_needing_work(report)) if trouble else (),
        facts=_facts(report),
    )


def _needing_work(report: Report) -> list[FunctionResult]:
    settled = (*_SETTLED, *_UNWRITTEN)
    return [function for function in report.functions if function.status not in settled]


def _with_status(report: Report, statuses: Iterable[Status]) -> tuple[FunctionResult, ...]:
    return tuple(function for function in report.functions if function.status in statuses)


def standing(function: FunctionResult) -> Status:
    """The status to say of a function: one of which nothing is wrong, and something waits, is waiting."""
    met = {check.status for check in function.checks}
    waits = function.status is Status.FAILED and Status.BLOCKED in met and not met.intersection(_WRONG)
    return Status.BLOCKED if waits else function.status


def all_clear(report: Report) -> str:
    """What to say of a report in which nothing is wrong, waits or is to be written."""
    if not has_unchecked(report):
        return "everything passes"
    if not _with_status(report, (Status.PASSED,)):
        return "nothing could be checked"
    return "everything that could be checked passes"


def has_unchecked(report: Report) -> bool:
    """Whether a check could not be tried on any device; one that was tried on another has its points."""
    return any(map(partly_unchecked, report.functions))


def partly_unchecked(function: FunctionResult) -> bool:
    """Whether one of a function's checks could not be tried on any device."""
    tried = {check.id for check in function.checks if check.status is not Status.NOT_CHECKED}
    return any(check.id not in tried for check in function.checks)


def _facts(report: Report) -> tuple[tuple[str, str], ...]:
    versions = report.versions
    return (
        ("submission", report.submission),
        ("sha256", report.sha256),
        ("seed", str(report.seed)),
        ("devices", ", ".join(report.devices)),
        ("isolation", report.isolation),
        ("versions", f"grader {versions.grader}, torch {versions.torch}, Python {versions.python}"),
    )


# ── one function ─────────────────────────────────────────────────────────────────────────────────────────


def _work(function: FunctionResult) -> FunctionOutline:
    wrong = [check for check in function.checks if check.status in _WRONG]
    shared = _shared(wrong)
    return FunctionOutline(
        function=function,
        diagnoses=shared,
        findings=tuple(_findings(wrong, shared)),
        waiting=tuple(check for check in function.checks if check.status in _QUIET),
        # A check that passed here and not on another device weighs nothing here: it is among the findings.
        passed=tuple(c for c in function.checks if c.status is Status.PASSED and c.max_score),
    )


def _shared(checks: list[CheckResult]) -> tuple[Diagnosis, ...]:
    """Diagnoses said once for the function: those of several checks, or the only one there is."""
    count = Counter(check.diagnosis for check in checks if check.diagnosis is not None)
    return tuple(diagnosis for diagnosis, times in count.items() if times > 1 or len(count) == 1)


def _findings(checks: list[CheckResult], shared: tuple[Diagnosis, ...]) -> list[FailedChecks]:
    groups: dict[object, list[CheckResult]] = {}
    for check in checks:
        own = None if check.diagnosis in shared else check.diagnosis
        alike = check.example is None and bool(check.message)
        # A check with an example of its own stands alone: its id makes the key unlike any other.
        words = (check.status, check.message, check.visible, check.device, check.location)
        groups.setdefault((words, own) if alike else (check.id, check.device), []).append(check)
    return [
        FailedChecks(
            checks=tuple(group),
            diagnosis=None if group[0].diagnosis in shared else group[0].diagnosis,
        )
        for group in groups.values()
    ]


def example_rows(example: Example) -> tuple[tuple[str, str], ...]:
    """The rows of an example with their labels; without `expected` where there is nothing to say there."""
    rows = (("call", example.call), ("expected", str(example.expected)), ("got", str(example.got)))
    return tuple((label, text) for label, text in rows if text or label != "expected")


def hidden_words(check: CheckResult) -> str:
    """What to say of a hidden check, to a student and to an instructor; empty for any other."""
    if check.visible:
        return ""
    if check.example is None:
        return "A hidden check: its inputs are not shown."
    return "A hidden check: students do not see its inputs."


def kept(function: FunctionResult) -> tuple[str, ...]:
    """What is said of checks that passed once another function's mistake was taken out of the way."""
    return tuple(
        dict.fromkeys(str(check.message) for check in function.checks if check.blamed and check.message)
    )


def first_message(function: FunctionResult) -> str:
    """The first thing any check of this function says, or empty."""
    # What waits for another function says nothing of this one.
    said = sorted(function.checks, key=lambda check: check.status is Status.BLOCKED)
    return next((str(check.message) for check in said if check.message), "")


def file_trouble(report: Report) -> str:
    """The one message of every check of every function, where the file as a whole could not be used."""
    wrong = [check for function in report.functions for check in function.checks if check.status in _WRONG]
    messages = {str(check.message) for check in wrong if check.example is None}
    several = len({f.name for f in report.functions if any(c.status in _WRONG for c in f.checks)}) > 1
    passed = any(check.status is Status.PASSED for function in report.functions for check in function.checks)
    none_passed = not passed and all(function.status in _WRONG for function in report.functions)
    all_alike = len(messages) == 1 and all(check.example is None for check in wrong)
    return messages.pop() if several and none_passed and all_alike else ""


# ── what to do next ──────────────────────────────────────────────────────────────────────────────────────


def next_step(report: Report) -> str:
    """One sentence: what to do now."""
    if report.score is None:
        return f"Not graded, which is not a zero: {brief(report.problem or 'no reason was given', 400)}"
    trouble = file_trouble(report)
    if trouble:
        return f"Start with the file itself: {brief(trouble)}"
    name, reason = _start(report), gist(report)
    wrong = any(function.name == name and function.status not in _UNWRITTEN for function in report.functions)
    if wrong:
        # The message often begins with the function's name; twice is once too often.
        if reason.startswith(f"`{one_line(name)}` "):
            return f"Start here: {reason}"
        return f"Start with `{one_line(name)}`: {reason}"
    if name:
        return f"{_done(report)}: write `{one_line(name)}`."
    if has_unchecked(report):
        return f"{_sentence(all_clear(report))}; what could not be is named below."
    return "Everything passes: nothing is left to do here."


def _done(report: Report) -> str:
    """What stands before the name of a function to write, where nothing that is written is wrong."""
    if not _with_status(report, (Status.PASSED,)):
        return "Start"
    if has_unchecked(report):
        return f"{_sentence(all_clear(report))}. Next"
    return "All that is written passes. Next"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _start(report: Report) -> str:
    """The name of the function to begin with: the first that is wrong, else the first not written."""
    work = [] if file_trouble(report) else _needing_work(report)
    wrong = [function for function in work if standing(function) is not Status.BLOCKED]
    # What waits for another function is nothing to begin with.
    return next((function.name for function in (*wrong, *_with_status(report, _UNWRITTEN), *work)), "")


def summary(report: Report) -> str:
    """The one thing to say about a submission in a table; empty where everything passes."""
    start, reason = _start(report), gist(report)
    if report.score is None or not start or reason.startswith(f"`{one_line(start)}` "):
        return reason
    return f"`{one_line(start)}`: {reason}"


def gist(report: Report) -> str:
    """The reason in a line: why it was not graded, or what is wrong with the function to begin with."""
    if report.score is None:
        return brief(report.problem)
    if trouble := file_trouble(report):
        return brief(trouble)
    start = _start(report)
    function = next((function for function in report.functions if function.name == start), None)
    if function is None:
        return ""
    if function.status in _UNWRITTEN:
        return LABELS[function.status]
    wrong = [check for check in function.checks if check.status in _WRONG]
    headlines = [check.diagnosis.headline for check in wrong if check.diagnosis is not None]
    said = [check.message or check.title for check in wrong]
    said += [check.message for check in function.checks if check.status is Status.BLOCKED]
    return brief(next(iter([*headlines, *said]), LABELS[function.status]))
