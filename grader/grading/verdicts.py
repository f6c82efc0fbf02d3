"""Verdicts on one check, in words and points: nothing here runs anything.

One check on several devices is several verdicts, and its points hang on one of them: the first that says no,
else the first that says yes. The others weigh nothing.
"""

from __future__ import annotations

import builtins
import difflib
from collections.abc import Sequence
from dataclasses import replace

from grader.model import CheckResult, Diagnosis, Located, Location, Status
from grader.testing.checks import Check, CheckFailure
from grader.words.messages import NOTHING, Code, Message, Value, code_list, say

_AGAINST = (Status.FAILED, Status.BLOCKED, Status.FAULT)
_CALLED = {"cpu": say("the CPU"), "sim": say("sim, a pretend GPU"), "cuda": say("the GPU")}


def verdict(
    check: Check, device: str, status: Status, message: Message = NOTHING, told: Message = NOTHING
) -> CheckResult:
    """A verdict with the whole of the check's points at stake. told: to students, of a hidden check."""
    score = {Status.PASSED: float(check.points), Status.FAULT: None}.get(status, 0.0)
    return CheckResult(
        id=check.id,
        title=check.title,
        device=device,
        status=status,
        score=score,
        max_score=float(check.points),
        visible=check.hidden is None,
        message=message,
        told=told if check.hidden is not None else NOTHING,
    )


def missing_words(function: str, helpers: Sequence[str]) -> Message:
    """That a function is not there, and which of the file's other functions may be meant for it."""
    names = [name for name in helpers[:200] if len(name) < 80]
    alike = difflib.get_close_matches(function, names, n=1, cutoff=0.75)
    said = say(
        "{function} is not defined in your file. The name must be exactly the same.", function=Code(function)
    )
    return said + say("Your file has {name}.", name=Code(alike[0])) if alike else said


def settled(results: Sequence[CheckResult]) -> list[CheckResult]:
    """One check's verdicts, in the order of devices, with its points on the one that they hang on."""
    against = [result for result in results if result.status in _AGAINST]
    passed = [result for result in results if result.status is Status.PASSED]
    weighty = [*against, *passed][:1]
    return [result if result in weighty else replace(result, score=0.0, max_score=0.0) for result in results]


def goes_on(result: CheckResult) -> bool:
    """Whether the next device is worth trying: right by its own doing so far, or not known."""
    return result.status is Status.NOT_CHECKED or (result.status is Status.PASSED and not result.blamed)


def no(
    check: Check, device: str, failure: CheckFailure, defined_at: Location | None, right_on: str = ""
) -> CheckResult:
    """A failed check's verdict. right_on: a device on which the same check has passed, or empty."""
    message = failure.message
    if check.hidden is not None and failure.kind == "values":
        message = check.hidden
    elif check.hidden is not None and failure.kind == "raised":
        message = _raised_on_hidden_input(check.function, failure)
    message += failure.case
    told = _told(check, failure)
    if right_on:
        lead = _right_elsewhere(right_on, device, failure)
        message, told = lead + message, lead + told
    if failure.origin is not None and check.hidden is None:
        message += _origin_words(failure.origin)
    return replace(
        verdict(check, device, Status.FAILED, message, told),
        example=failure.example,
        location=failure.origin or failure.location or defined_at,
    )


def _told(check: Check, failure: CheckFailure) -> Message:
    """What a student is told of a hidden check's no: one of three sentences, with no words of the child."""
    name = Code(check.function)
    if failure.kind == "raised":
        return say("{function} raised an exception on an input that is not shown.", function=name)
    if failure.kind == "lost":
        return say("{function} gave no answer to an input that is not shown.", function=name)
    return check.hidden or NOTHING


def adding(result: CheckResult, more: Message) -> CheckResult:
    """The verdict with more said."""
    return replace(result, message=result.message + more)


def _right_elsewhere(right_on: str, device: str, failure: CheckFailure) -> Message:
    right, wrong = _CALLED[right_on], _CALLED[device]
    if failure.kind == "lost":
        return say("The result is right on {right}, and there is none on {wrong}.", right=right, wrong=wrong)
    return say("The result is right on {right}, but wrong on {wrong}.", right=right, wrong=wrong)


def _origin_words(origin: Location) -> Message:
    where = say("A tensor is made on the wrong device: see {place}.", place=origin.place)
    return where + say("Make it on the device of the others: `torch.zeros(n, device=x.device)`.")


def _raised_on_hidden_input(function: str, failure: CheckFailure) -> Message:
    # An exception's text is the student's to choose and could carry hidden inputs out; its type may be told.
    name = Code(function)
    if hasattr(builtins, failure.raised):
        error = Value(failure.raised)
        return say("{function} raised {error} on an input that is not shown.", function=name, error=error)
    return say("{function} raised an exception on an input that is not shown.", function=name)


def blame_words(blamed: Sequence[str]) -> Message:
    """What is said of a check that passes once other functions are right; its own may fail another check."""
    return say(
        "This is right except for {functions}. The mistake comes from there, and costs no points here.",
        functions=code_list(blamed),
    )


def explained(
    checks: Sequence[CheckResult], device: str, diagnosis: Diagnosis | None, located: Located | None
) -> list[CheckResult]:
    """The verdicts, with the diagnosis, or where the slip lies, at each that failed on this device."""
    return [
        replace(result, diagnosis=diagnosis, located=located)
        if result.status is Status.FAILED and result.device == device
        else result
        for result in checks
    ]


def function_status(checks: Sequence[CheckResult]) -> Status:
    """What a function's verdicts come to, where there is something of it to judge."""
    met = {result.status for result in checks} - {Status.NOT_CHECKED}
    if Status.FAULT in met:
        return Status.FAULT
    if not met:
        return Status.NOT_CHECKED
    return Status.PASSED if met == {Status.PASSED} else Status.FAILED


def unchecked_notes(checks: Sequence[CheckResult]) -> list[Message]:
    """A note for each check that could not be tried, and why."""
    return [_unchecked(result) for result in checks if result.status is Status.NOT_CHECKED]


def _unchecked(result: CheckResult) -> Message:
    device, title = _CALLED[result.device], result.title
    said = say('This check could not be tried on {device}: "{title}"', device=device, title=title)
    # Notes are everybody's.
    return said + (result.message if result.visible else NOTHING)
