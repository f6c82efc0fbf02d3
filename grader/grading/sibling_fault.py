"""Whether a sibling that passed all its checks is wrong after all, in a call that another function makes.

A function fails, and passes once a right sibling is lent to it. That alone blames nobody: a caller may lean
on what a right sibling need not do. The sibling is to blame where its own answer to one of these calls
differs from the reference's in a number, of its value or of an argument, on arguments of kinds that its own
checks use.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import torch

from grader.compare import difference, shown
from grader.diagnosis.asked import REPLAYED
from grader.grading import verdicts
from grader.grading.sources import StudentSource
from grader.model import CheckResult, Example, Observation, Outcome, Status
from grader.reference.live import Reference
from grader.sandbox import wire
from grader.sandbox.outside.asked import within
from grader.sandbox.outside.lent_question import Kind, kinds, lent_question
from grader.sandbox.outside.observed_values import SeenTensor
from grader.sandbox.outside.question import place
from grader.testing.checks import Check
from grader.testing.seen import as_seen, resolved
from grader.testing.wording import call_text, error_words, outcome_words
from grader.words.messages import NOTHING, Code, Message, say

_SECONDS = 2.0
# Ten times what a right answer may differ by.
_RELATIVE, _ABSOLUTE = 2e-3, 2e-4


@dataclass(frozen=True, slots=True)
class SiblingFault:
    """A call of a sibling, as the submission's own function answered it, and as the reference did."""

    got: Observation
    want: Observation
    # The argument that it leaves wrong; empty where its value is wrong.
    argument: str = ""


def first_fault(
    sibling: str,
    calls: Iterable[tuple[wire.LentCall, bytes]],
    own: StudentSource,
    checks: Sequence[Check],
    reference: Reference,
    *,
    hidden: bool,
) -> SiblingFault | None:
    """The first of these calls that shows a fault of this sibling, or None.

    calls: of lent siblings. own: the submission with nothing lent. checks: the sibling's own.
    hidden: the calls come of a hidden check.
    Raises FaultError where the reference has no answer.
    """
    used = _kinds_used(sibling, own, {check.id for check in checks})
    for call, blob in calls:
        if call.function != sibling:
            continue
        question = lent_question(call, blob, reference.parameters(sibling), place(own.device))
        if any(kind not in used.get(name, ()) for name, kind in kinds(question).items()):
            continue
        got = own.sandboxed.call(question, within(_SECONDS), hidden=hidden)
        found = _fault(got, reference.answer(question, _SECONDS))
        if found is not None:
            return found
    return None


def _kinds_used(sibling: str, own: StudentSource, checks: set[str]) -> dict[str, set[Kind]]:
    """The kinds of each argument in the calls of these checks, by the name of its parameter."""
    used: dict[str, set[Kind]] = {}
    for asked in own.asked.get(sibling, ()):
        if asked.check in checks:
            for name, kind in kinds(asked.question).items():
                used.setdefault(name, set()).add(kind)
    return used


def _fault(got: Observation, want: Observation) -> SiblingFault | None:
    if got.outcome not in REPLAYED or want.outcome not in REPLAYED:
        return None
    if got.outcome is not want.outcome:
        return SiblingFault(got, want)
    if _differ(resolved(got.value, got), resolved(want.value, want)):
        return SiblingFault(got, want)
    for name in {**got.after, **want.after}:
        if _differ(_afterwards(got, name), _afterwards(want, name)):
            return SiblingFault(got, want, name)
    return None


def _afterwards(seen: Observation, name: str) -> object:
    before = seen.call.arguments.get(name)
    return seen.after[name] if name in seen.after else as_seen(before, seen.call.device)


def _differ(got: object, want: object) -> bool:
    """Whether two values differ in a number, however they hold it: 1.0 and a tensor of ones do not."""
    if _is_number(want):
        return not _is_number(got) or _far(_tensor(got), _tensor(want))
    if isinstance(want, (list, tuple)):
        if not isinstance(got, (list, tuple)) or len(got) != len(want):
            return True
        return any(map(_differ, got, want))
    if isinstance(want, dict):
        return not isinstance(got, dict) or any(_differ(got.get(key), item) for key, item in want.items())
    return (isinstance(want, str) or want is None) and got != want


def _is_number(value: object) -> bool:
    return isinstance(value, (bool, int, float, SeenTensor))


def _tensor(value: object) -> torch.Tensor:
    return torch.as_tensor(value.data if isinstance(value, SeenTensor) else value).to(torch.float64)


def _far(got: torch.Tensor, want: torch.Tensor) -> bool:
    try:
        return not bool(torch.isclose(got, want, rtol=_RELATIVE, atol=_ABSOLUTE, equal_nan=True).all())
    except RuntimeError:
        return True  # no broadcasting makes them one shape


# ── in words ─────────────────────────────────────────────────────────────────────────────────────────────


def verdict(check: Check, device: str, fault: SiblingFault, caller: Check) -> CheckResult:
    """What the sibling's last check says now. caller: the check in which the call was made."""
    said = say(
        "{function} is wrong in a call that {caller} makes.",
        function=Code(check.function),
        caller=Code(caller.function),
    )
    failed = verdicts.verdict(check, device, Status.FAILED)
    if caller.hidden is not None or check.hidden is not None:
        # The call comes of inputs that are not shown.
        return replace(failed, message=said + say("The call is not shown."))
    return replace(failed, message=said + _words(fault), example=_example(fault), location=fault.got.location)


def _words(fault: SiblingFault) -> Message:
    got, want = fault.got, fault.want
    if got.outcome is Outcome.RAISED:
        return error_words(got)
    if fault.argument:
        at = say("Look at {argument} after the call.", argument=Code(fault.argument))
        return at + (difference(_now(fault, got), _now(fault, want)) or NOTHING)
    return (
        NOTHING
        if want.outcome is Outcome.RAISED
        else difference(_now(fault, got), _now(fault, want)) or NOTHING
    )


def _now(fault: SiblingFault, seen: Observation) -> object:
    return _afterwards(seen, fault.argument) if fault.argument else resolved(seen.value, seen)


def _example(fault: SiblingFault) -> Example:
    return Example(
        call=call_text(fault.got.call), expected=_came(fault, fault.want), got=_came(fault, fault.got)
    )


def _came(fault: SiblingFault, seen: Observation) -> Message:
    return shown(_now(fault, seen)) if seen.outcome is Outcome.RETURNED else outcome_words(seen)
