"""Whose fault a failed check is, where the function calls siblings: they are lent by the reference, as data.

A sibling that failed a check of its own is lent first. Where all that are called have passed, each may
still be wrong in a way that its checks do not ask for: see `sibling_fault`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol

from grader.errors import DeviceError, FaultError, LostError
from grader.grading import sibling_fault
from grader.grading.context import AssignmentContext
from grader.grading.sibling_fault import SiblingFault, first_fault
from grader.grading.sources import StudentSource, StudentSources
from grader.model import CheckResult, Status
from grader.reference.live import Reference, reached
from grader.sandbox import wire
from grader.testing.checks import Check, CheckFailure

# A trial of siblings that have passed is seldom worth more calls: each takes the time of two.
_CALLS = 400


class WithLent(Protocol):
    """Runs a failed check once more with siblings lent: who answered, and the failure where it still fails.

    Raises FaultError where the reference has no answer, or more calls are made than `at_most`.
    """

    def __call__(
        self, lent: tuple[str, ...], at_most: int | None = None
    ) -> tuple[StudentSource, CheckFailure | None]: ...


class Blame:
    """Frees functions of one submission from the mistakes of their siblings."""

    def __init__(
        self, context: AssignmentContext, sources: StudentSources, results: list[tuple[Check, CheckResult]]
    ) -> None:
        """results: the verdicts so far, to which others add; one may be changed here."""
        self._context = context
        self._sources = sources
        self._results = results
        # Whether the submission's time was over before siblings were tried: a verdict stood that might not.
        self.untried = False
        # Functions whose siblings are tried no more.
        self._at_fault: set[str] = set()

    # ── siblings that failed ─────────────────────────────────────────────────────────────────────────────

    def carried_forward(
        self, function: str, with_lent: WithLent
    ) -> tuple[tuple[str, ...], CheckFailure | None]:
        """The broken siblings that a check of this function called when they were lent.

        With the failure where the check says no even so.
        """
        lent = self.broken_siblings(function)
        if not lent:
            return (), None
        try:
            source, failure = with_lent(lent)
        except (DeviceError, LostError):
            raise  # whoever is wrong, this device cannot tell, and who was lost tells nothing
        except FaultError:
            return (), None  # the reference had no answer; the first verdict stands
        if failure is not None and self._sources.spending.is_used_up:
            self.untried = True
            return (), None
        blamed = tuple(name for name in lent if name in source.sandboxed.lent_calls)
        return blamed, failure if blamed else None

    def suspects(self, function: str) -> tuple[tuple[str, ...], ...]:
        """Siblings on which blame may fall: those known to be broken, and those that passed all checks."""
        return self.broken_siblings(function), self._passed_siblings(function)

    def broken_siblings(self, function: str) -> tuple[str, ...]:
        """Those that it calls and may be lent, and that failed a check of their own."""
        return self._lendable(function, self.broken_within(function))

    def broken_within(self, function: str) -> list[str]:
        """Broken functions of the contract that the student's function calls, directly or through others."""
        theirs = self._reached(function)
        return [name for name in self._judged() if name in theirs and self._broken(name)]

    def _lendable(self, function: str, names: Iterable[str]) -> tuple[str, ...]:
        """Of these names, those that a right function may call, too."""
        reaches = self._context.reference.reaches
        allowed = [name for check in self._checks_of(function) for name in check.may_call]
        ours = reaches(function).union(allowed, *map(reaches, allowed))
        return tuple(name for name in names if name in ours)

    def _reached(self, function: str) -> set[str]:
        """What the student's function calls, directly or through others."""
        loading = self._sources.load()
        mentions = {name: item.mentions for name, item in loading.definitions.items()} | dict(loading.helpers)
        return reached(function, mentions)

    def _judged(self) -> list[str]:
        return list(dict.fromkeys(check.function for check, _ in self._results))

    def _broken(self, function: str) -> bool:
        return any(
            check.function == function and result.status is Status.FAILED for check, result in self._results
        )

    # ── siblings that passed ─────────────────────────────────────────────────────────────────────────────

    def unnoticed(self, check: Check, device: str, with_lent: WithLent) -> tuple[str, ...]:
        """The sibling that is to blame though it passed all its checks; its last one then fails.

        Only where all siblings that are called have passed, and until a check of this function shows a
        mistake of its own.
        """
        suspects = self._passed_siblings(check.function)
        if not self._context.reference.relay or not suspects or check.function in self._at_fault:
            return ()
        try:
            return self._convicted(check, device, suspects, with_lent)
        except (DeviceError, LostError):
            raise
        except (FaultError, wire.WireError):
            # Once is enough to find out.
            self._at_fault.add(check.function)
            return ()

    def _convicted(
        self, check: Check, device: str, suspects: tuple[str, ...], with_lent: WithLent
    ) -> tuple[str, ...]:
        # All at once first: what they do not mend together none of them is to blame for.
        source, failure = with_lent(suspects, _CALLS)
        if failure is not None:
            self._at_fault.add(check.function)
        for name in suspects if failure is None else ():
            if len(suspects) > 1:
                source.asked.clear()
                source, failure = with_lent((name,), _CALLS)
            fault = None if failure else self._fault_of(name, source, device, hidden=check.hidden is not None)
            if fault is not None:
                self._fail_after_all(name, device, fault, check)
                return (name,)
        # What it answered with siblings lent that are not to blame is nothing to go by.
        source.asked.clear()
        return ()

    def _fault_of(
        self, name: str, mended: StudentSource, device: str, *, hidden: bool
    ) -> SiblingFault | None:
        reference = self._context.reference
        if mended.lending is None or not isinstance(reference, Reference):
            return None
        own = self._sources.of(device)
        calls, checks = mended.lending.calls, self._checks_of(name)
        return first_fault(name, calls, own, checks, reference, hidden=hidden)

    def _passed_siblings(self, function: str) -> tuple[str, ...]:
        """Those that may be lent, where all that it calls have passed all their checks; else none."""
        theirs = self._reached(function)
        called = self._lendable(function, [name for name in self._judged() if name in theirs])
        return called if all(map(self._has_passed, called)) else ()

    def _has_passed(self, function: str) -> bool:
        met = {check.id: result.status for check, result in self._results if check.function == function}
        return all(met.get(check.id) is Status.PASSED for check in self._checks_of(function))

    def _checks_of(self, function: str) -> list[Check]:
        return [check for check in self._context.checks if check.function == function]

    def _fail_after_all(self, sibling: str, device: str, fault: SiblingFault, caller: Check) -> None:
        """Turn a sibling's last check, whose verdict is in, into one that failed."""
        last = self._checks_of(sibling)[-1]
        failed = sibling_fault.verdict(last, device, fault, caller)
        location = failed.location or self._sources.load().places.get(sibling)
        before = [check.id for check, _ in self._results].index(last.id)
        self._results[:] = [one for one in self._results if one[0].id != last.id]
        self._results.insert(before, (last, replace(failed, location=location)))
