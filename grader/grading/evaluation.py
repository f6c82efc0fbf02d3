"""One submission evaluated on one assignment: its answers, verdicts, whose fault, and why.

check ─► passed
      ├► failed, and a sibling that it calls is broken ─► once more with that sibling lent ─► passed?
      └► failed ─► at the end, diagnosed by replay

What passes on the first device is tried on the next, where only the device can be what is wrong.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import replace

from grader.errors import FaultError
from grader.grading import verdicts
from grader.grading.responders import SIM, Asking, AssignmentContext, Candidate
from grader.model import CheckResult, Diagnosis, FunctionResult, Location, Source, Status
from grader.reference.live import reached
from grader.sandbox.outside.observations import Loading
from grader.sandbox.outside.sandboxed_source import Budget
from grader.testing.checks import Check, CheckFailure

__all__ = ["AssignmentContext", "Evaluation"]


class Evaluation:
    """Runs checks on one submission. `student` and `reference` are what a check's fixtures hand out."""

    def __init__(
        self,
        context: AssignmentContext,
        source: Source,
        *,
        seed: int,
        budget: Budget = Budget(),
        only: Collection[str] = (),
        devices: Sequence[str] = ("cpu",),
    ) -> None:
        """only: the functions to check; none named is all. devices: kinds, in the order of trying."""
        self.context = context
        self.seed = seed
        # Those that are to run: all, or those of some functions.
        self.checks = [check for check in context.checks if not only or check.function in only]
        self.devices = tuple(devices)
        self.asking = Asking(context, source, seed, budget, self.devices)
        self.student = self.asking.student
        self.reference = self.asking.reference
        self.results: list[tuple[Check, CheckResult]] = []
        # Checks that did not pass, to be run on for more evidence where a diagnosis is not clear.
        self._open: list[tuple[Check, Callable[[], None]]] = []

    @property
    def device(self) -> str:
        """The kind of device under test at present."""
        return self.asking.device

    def load(self) -> Loading:
        """Load the submission, if it was not."""
        return self.asking.load()

    # ── judging ──────────────────────────────────────────────────────────────────────────────────────────

    def judge(self, check: Check, run: Callable[[], None]) -> CheckResult:
        """Run one check, device after device until one says no, and keep its verdicts.

        `run` asks through `student` and `reference`. Returns the verdict that the check's points hang on.
        """
        found: list[CheckResult] = []
        for device in self._devices_of(check):
            # Right so far; what it needs costs its own points on this device, not this check's.
            if found and self._waiting(check, device):
                break
            # On the pretend accelerator, a check that hands nothing over would see what it saw before.
            if not found or device != SIM or self.asking.handed_over:
                found.append(self._judge_on(device, check, run))
            if not verdicts.goes_on(found[-1]):
                break
        found = verdicts.settled(found)
        self.results += [(check, result) for result in found]
        return next((result for result in found if result.max_score), found[-1])

    def _devices_of(self, check: Check) -> list[str]:
        wanted = check.devices or self.devices
        return [device for device in self.devices if device in wanted] or [wanted[0]]

    def _judge_on(self, device: str, check: Check, run: Callable[[], None]) -> CheckResult:
        started = time.perf_counter()
        self.asking.turn_to(check, device)
        waits = self._waiting(check, device)
        if waits:
            result = verdicts.verdict(check, device, Status.BLOCKED, self._waits_for(waits))
        else:
            result = self._attempt(check, device, run)
        if device == self.devices[0] and result.status is not Status.PASSED:
            self._open.append((check, run))
        return replace(result, seconds=round(time.perf_counter() - started, 6))

    def _attempt(self, check: Check, device: str, run: Callable[[], None]) -> CheckResult:
        undone = self._undone(check.function)
        if undone is not None:
            return verdicts.verdict(check, device, Status.FAILED, undone)
        try:
            failure = _run(run)
            if failure is None:
                return verdicts.verdict(check, device, Status.PASSED)
            if device == SIM:
                self.asking.demand_sound(check, lambda: _run(run))
            blamed, own_fault = self._carry_forward(check, run)
        except FaultError as fault:
            # Its text may quote inputs, which a hidden check keeps to itself.
            why = str(fault) if check.hidden is None else "this check could not be run"
            return verdicts.verdict(check, device, Status.NOT_CHECKED if device == SIM else Status.FAULT, why)
        if blamed and own_fault is None:
            said = verdicts.blame_words(blamed)
            return replace(verdicts.verdict(check, device, Status.PASSED, said), blamed=blamed)
        # With right siblings lent, what is still wrong is this function's own doing: show that.
        right_on = self.devices[0] if device != self.devices[0] else ""
        no = verdicts.no(check, device, own_fault or failure, self._defined_at(check.function), right_on)
        return replace(no, message=no.message + self._suspicion(check.function))

    def _undone(self, function: str) -> str | None:
        """Why a function need not be called: it is missing, or still the stub."""
        loading = self.load()
        if loading.failed:
            return f"nothing in this file can be called: {loading.problem}"
        definition = loading.definitions.get(function)
        if definition is None:
            return verdicts.missing_words(function, list(loading.helpers))
        if self.context.reference.is_stub(definition):
            return f"`{function}` is not attempted yet"
        return None

    def _waiting(self, check: Check, device: str) -> list[str]:
        return [name for name in check.needs if not self._stands(name, device)]

    def _stands(self, name: str, device: str) -> bool:
        """Whether a check that another needs is in its way neither here nor on the devices before."""
        met = [result for check, result in self.results if check.id == name and self._before(result, device)]
        return bool(met) and all(result.status in (Status.PASSED, Status.NOT_CHECKED) for result in met)

    def _before(self, result: CheckResult, device: str) -> bool:
        order = {kind: number for number, kind in enumerate(self.devices)}
        return order.get(result.device, -1) <= order.get(device, len(order))

    def _waits_for(self, names: list[str]) -> str:
        titles = {check.id: check.title for check in self.context.checks}
        return "waits for: " + "; ".join(titles.get(name, name).rstrip(".") for name in names)

    def _defined_at(self, function: str) -> Location | None:
        definition = self.load().definitions.get(function)
        if definition is None or definition.place is None:
            return None
        return Location(file=definition.place.file, line=definition.place.line)

    # ── error carried forward ────────────────────────────────────────────────────────────────────────────

    def _carry_forward(
        self, check: Check, run: Callable[[], None]
    ) -> tuple[tuple[str, ...], CheckFailure | None]:
        """Run a failed check once more, the broken siblings that the function calls lent by the reference.

        Returns those that were called, and the failure where the check says no even so.
        """
        lent = self._broken_siblings(check.function)
        if not lent:
            return (), None
        candidate = self.asking.candidate = self.asking.answering(self.device, lent)
        candidate.sandboxed.lent_calls.clear()
        try:
            failure = _run(run)
        except FaultError:
            return (), None  # the reference had no answer; the first verdict stands
        called = candidate.sandboxed.lent_calls
        blamed = tuple(name for name in lent if name in called)
        return blamed, failure if blamed else None

    def _broken_siblings(self, function: str) -> tuple[str, ...]:
        reaches = self.context.reference.reaches
        allowed = [
            name for check in self.context.checks if check.function == function for name in check.may_call
        ]
        ours = reaches(function).union(allowed, *map(reaches, allowed))
        return tuple(name for name in self._broken_within(function) if name in ours)

    def _suspicion(self, function: str) -> str:
        """A kit lends no sibling: name the first broken one that it calls, which may be all that is wrong."""
        names = [] if self.context.reference.relay else self._broken_within(function)
        return f"; it calls `{names[0]}`, which is not right yet: begin there" if names else ""

    def _broken_within(self, function: str) -> list[str]:
        """Broken functions of the contract that the student's function calls, directly or through others."""
        loading = self.load()
        mentions = {name: item.mentions for name, item in loading.definitions.items()} | dict(loading.helpers)
        theirs = reached(function, mentions)
        return [name for name in self._judged() if name in theirs and self._broken(name)]

    def _judged(self) -> list[str]:
        return list(dict.fromkeys(check.function for check, _ in self.results))

    def _broken(self, function: str) -> bool:
        return any(
            check.function == function and result.status is Status.FAILED for check, result in self.results
        )

    # ── the whole ────────────────────────────────────────────────────────────────────────────────────────

    def functions(self) -> tuple[FunctionResult, ...]:
        """Every function that was to be checked with its verdicts and, where one fits, its diagnosis."""
        return tuple(self._function(name) for name in dict.fromkeys(c.function for c in self.checks))

    def _function(self, name: str) -> FunctionResult:
        checks = [result for check, result in self.results if check.function == name]
        if any(self._to_diagnose(result) for result in checks) and self._undone(name) is None:
            checks = verdicts.with_diagnosis(checks, self._diagnose(name), self.devices[0])
        scores = [result.score for result in checks]
        return FunctionResult(
            name=name,
            status=self._function_status(name, checks),
            score=None if None in scores else sum(score for score in scores if score is not None),
            max_score=sum(result.max_score for result in checks),
            checks=tuple(checks),
            location=self._defined_at(name),
        )

    def _function_status(self, name: str, checks: list[CheckResult]) -> Status:
        status = verdicts.function_status(checks)
        if status is not Status.FAILED:
            return status
        loading = self.load()
        definition = loading.definitions.get(name)
        if definition is None and not loading.failed:
            return Status.MISSING
        if definition is not None and self.context.reference.is_stub(definition):
            return Status.UNATTEMPTED
        return Status.FAILED

    def _to_diagnose(self, result: CheckResult) -> bool:
        # Misconceptions are about values; what fails on a further device alone is about the device.
        return result.status is Status.FAILED and result.device == self.devices[0]

    def _diagnose(self, name: str) -> Diagnosis | None:
        candidates = [one for one in self.asking.candidates(self.devices[0]) if name in one.asked]
        for pairs in (False, True):
            for candidate in candidates:
                if self.context.misconceptions.matching(name, candidate.asked[name], pairs=pairs):
                    # What failed first is little to go by: only what answers alike throughout is named.
                    self._probe(name, candidate)
                    found = self.context.misconceptions.matching(name, candidate.asked[name], pairs=pairs)
                    # Of several pairs that answer alike none is certain.
                    if len(found) == 1 or (found and not pairs):
                        return found[0]
        return None

    def _probe(self, name: str, candidate: Candidate) -> None:
        """Put all questions of a function's open checks, also those after its first failure."""
        for check, run in self._open:
            if check.function == name:
                self.asking.turn_to(check, self.devices[0])
                # The verdict is passed: where no answer can be had, there is less to go by, and no fault.
                with self.asking.probing(candidate), suppress(FaultError):
                    _run(run)

    def close(self) -> None:
        """Let the children go."""
        self.asking.close()


def _run(run: Callable[[], None]) -> CheckFailure | None:
    """A check's no, or None. Raises FaultError for anything that is not about the student."""
    try:
        run()
    except CheckFailure as failure:
        return failure
    except AssertionError as failure:
        return CheckFailure(str(failure) or "a plain assertion of the check does not hold")
    except FaultError:
        raise
    except Exception as error:
        raise FaultError(f"the check itself failed: {type(error).__name__}: {error}") from error
    return None
