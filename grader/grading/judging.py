"""One check judged, device after device until one says no: passed, failed, whose mistake it is, or a fault.

check ─► passed
      ├► failed, and a sibling that it calls is broken ─► once more with that sibling lent ─► passed?
      └► failed

What passes on the first device is tried on the next, where only the device can be what is wrong.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from grader.errors import FaultError, LibraryError, LostError, memory_may_run_out
from grader.grading import remarks, verdicts
from grader.grading.blame import Blame
from grader.grading.context import AssignmentContext
from grader.grading.loops import LoopCut
from grader.grading.runs import CheckRuns, Judged, RunCheck, StudentRun, said
from grader.grading.settings import Settings
from grader.grading.sources import StudentSource
from grader.model import CheckResult, Location, Source, Status
from grader.sandbox.libraries import package
from grader.sandbox.outside.gpu_children import KIND as CUDA
from grader.sandbox.sim.backend_name import TYPE as SIM
from grader.testing.checks import Check, CheckFailure
from grader.words.messages import NOTHING, Code, Items, Message, quoted, say, say_many


class _Failed(NamedTuple):
    """A check's no, from which its verdict can be made once more."""

    check: Check
    device: str
    run: RunCheck
    failure: CheckFailure
    # Siblings that were known to be wrong, and those that were known to have passed.
    suspects: tuple[tuple[str, ...], ...]


class _Waited(NamedTuple):
    """A check that waited for another, and so was not run."""

    device: str
    run: RunCheck


class Judging:
    """Judges the checks of one submission, each run with a device and responders of its own."""

    def __init__(
        self,
        context: AssignmentContext,
        source: Source,
        runs: CheckRuns,
        blame: Blame,
        settings: Settings,
        results: list[tuple[Check, CheckResult]],
        *,
        brief: bool,
    ) -> None:
        """results: the verdicts, to which others are added. brief: cut loops on further devices."""
        self._context = context
        self._runs = runs
        self._blame = blame
        self._settings = settings
        self._results = results
        self._unused = source.unused
        self._brief = brief
        # By check: what may be judged again once hidden checks have run.
        self._failed: dict[str, _Failed] = {}
        self._waited: dict[str, _Waited] = {}
        # By function, the library for want of which it cannot be graded here.
        self.needed: dict[str, LibraryError] = {}
        # On the first device: what each check came to, and how to run it again.
        self.judged: list[Judged] = []

    def judge(self, check: Check, run: RunCheck) -> CheckResult:
        """Run one check, device after device until one says no, and keep its verdicts.

        Returns the verdict that the check's points hang on. Raises LostError.
        """
        with memory_may_run_out():
            return self._judged(check, run)

    def _judged(self, check: Check, run: RunCheck) -> CheckResult:
        found: list[CheckResult] = []
        handed_over = False
        devices = self._runs.devices_of(check)
        for device in devices[:1] if self._of_another_torch(check) else devices:
            # Right so far; what it needs costs its own points on this device, not this check's.
            if found and self._waiting(check, device):
                break
            # On the pretend accelerator, a check that hands nothing over would see what it saw before.
            if not found or device != SIM or handed_over:
                given = self._run_on(check, device)
                found.append(self._judge_on(given, run))
                handed_over = given.student.handed_over
            if not verdicts.goes_on(found[-1]):
                break
        found = verdicts.settled(found)
        self._results += [(check, result) for result in found]
        return next((result for result in found if result.max_score), found[-1])

    def _run_on(self, check: Check, device: str, lent: tuple[str, ...] = ()) -> StudentRun:
        is_further = device != self._runs.devices_of(check)[0]
        cut = LoopCut.MOST if self._brief and is_further else LoopCut.NONE
        return self._runs.student(check, device, lent, cut=cut)

    def _judge_on(self, given: StudentRun, run: RunCheck) -> CheckResult:
        check, device = given.check, given.device
        started = time.perf_counter()
        waits = self._waiting(check, device)
        if waits:
            self._waited[check.id] = _Waited(device, run)
            why = self._waits_for(waits)
            result = verdicts.verdict(check, device, Status.BLOCKED, why, told=why)
        else:
            result = self._attempt(given, run)
        if device == self._first_device:
            self._note(Judged(check, run, result.status))
        return replace(result, seconds=round(time.perf_counter() - started, 6))

    def _attempt(self, given: StudentRun, run: RunCheck) -> CheckResult:
        check, device = given.check, given.device
        if library := self._runs.sources.load().needs.get(check.function, ""):
            return self._needs(check, device, LibraryError(check.function, library, package(library)))
        lost = remarks.not_callable(self._runs.sources.load(), check.function)
        if lost is not None:
            why, where = lost
            return replace(verdicts.verdict(check, device, Status.FAILED, why, told=why), location=where)
        undone = self.undone(check.function)
        if undone is not None:
            return verdicts.verdict(check, device, Status.FAILED, undone, told=undone)
        if self._of_another_torch(check):
            why = say("The right answer depends on the version of PyTorch.")
            why += self._context.reference.other_torch
            return verdicts.verdict(check, device, Status.NOT_CHECKED, why, told=why)
        try:
            failure = self._says(run, given)
            if failure is None:
                return verdicts.verdict(check, device, Status.PASSED)
            if device == SIM:
                self._require_control(check, run)
            suspects = self._blame.suspects(check.function)
            return self._with_blame(_Failed(check, device, run, failure, suspects))
        except LibraryError as error:
            return self._needs(check, device, error)
        except LostError:
            raise
        except FaultError as fault:
            # Its text may quote inputs, which a hidden check keeps to itself.
            why = fault.said if check.hidden is None else say("This check could not be run.")
            return verdicts.verdict(check, device, self._unjudged(device), why)

    def _with_blame(self, failed: _Failed) -> CheckResult:
        """The verdict on a check that said no: whose mistake it is, with right siblings lent.

        Raises FaultError where this device cannot tell.
        """
        check, device, failure = failed.check, failed.device, failed.failure
        with_lent = partial(self._with_lent, check, device, failed.run)
        blamed, own_fault = self._blame.carried_forward(check.function, with_lent)
        if not blamed and device == self._first_device:
            blamed = self._blame.unnoticed(check, device, with_lent)
        if blamed and own_fault is None:
            said = verdicts.blame_words(blamed)
            return replace(verdicts.verdict(check, device, Status.PASSED, said), blamed=blamed)
        self._failed[check.id] = failed
        # With right siblings lent, what is still wrong is this function's own doing: show that.
        right_on = self._first_device if device != self._first_device else ""
        no = verdicts.no(check, device, own_fault or failure, self.defined_at(check.function), right_on)
        return verdicts.adding(
            no, self._suspicion(check.function) + self._remarks(check, own_fault or failure)
        )

    def settle(self, checks: Sequence[Check]) -> None:
        """Once all checks have run: free the callers of siblings that hidden checks alone have caught.

        Hidden checks ask last, so nobody knew of these siblings when their callers were judged.
        """
        for check in checks:
            failed, waited = self._failed.get(check.id), self._waited.get(check.id)
            if failed is not None and failed.suspects != (now := self._blame.suspects(check.function)):
                self._blame_again(failed._replace(suspects=now))
            elif waited is not None and not self._waiting(check, waited.device):
                self._judge_again(check, waited.run)

    def _blame_again(self, failed: _Failed) -> None:
        check, device = failed.check, failed.device
        try:
            result = self._with_blame(failed)
        except LostError:
            raise
        except FaultError:
            return  # the first verdict stands
        for at, (one, old) in enumerate(self._results):
            if (one.id, old.device) == (check.id, device):
                self._results[at] = check, replace(result, seconds=old.seconds)
        if device == self._first_device:
            self._note(Judged(check, failed.run, result.status))

    def _judge_again(self, check: Check, run: RunCheck) -> None:
        del self._waited[check.id]
        at = [one.id for one, _ in self._results].index(check.id)
        self._results[:] = [pair for pair in self._results if pair[0].id != check.id]
        others = len(self._results)
        self.judge(check, run)
        found, self._results[others:] = self._results[others:], []
        self._results[at:at] = found

    def _note(self, judged: Judged) -> None:
        """What a check came to on the first device, and how to run it again."""
        self.judged[:] = [one for one in self.judged if one.check.id != judged.check.id]
        self.judged.append(judged)

    def _needs(self, check: Check, device: str, error: LibraryError) -> CheckResult:
        """The verdict where an answer hangs on a library that is not here: none, on any device."""
        self.needed.setdefault(check.function, error)
        return verdicts.verdict(check, device, Status.FAULT, error.said)

    def _says(self, run: RunCheck, given: StudentRun, lent: tuple[str, ...] = ()) -> CheckFailure | None:
        """A check's no, or None. A no to loops that were cut is not the last word: it is said to whole ones.

        For a check may count by itself how often a loop went round.
        """
        failure = said(run, given)
        if failure is None or not given.student.cut_any:
            return failure
        return said(run, self._runs.student(given.check, given.device, lent))

    def _of_another_torch(self, check: Check) -> bool:
        """Whether the right answers are of another version of torch, and the check hangs on the version."""
        return check.varies_with_torch and bool(self._context.reference.other_torch)

    def _unjudged(self, device: str) -> Status:
        """What a check comes to that could not be judged on a device: a fault, unless nobody asked for it."""
        unasked = device == CUDA and device != self._first_device and not self._settings.cuda_named
        return Status.NOT_CHECKED if device == SIM or unasked else Status.FAULT

    def undone(self, function: str) -> Message | None:
        """Why a function need not be called: it is missing, or still the stub."""
        loading = self._runs.sources.load()
        if loading.failed:
            return say("Nothing in this file can be called.") + loading.problem
        definition = loading.definitions.get(function)
        if definition is None:
            unused = remarks.not_used(loading, self._unused, function)
            return unused or verdicts.missing_words(function, list(loading.helpers))
        if self._context.reference.is_stub(definition):
            return say("{function} is not written yet.", function=Code(function))
        return None

    def _waiting(self, check: Check, device: str) -> list[str]:
        return [name for name in check.needs if not self._stands(name, device)]

    def _stands(self, name: str, device: str) -> bool:
        """Whether a check that another needs is in its way neither here nor on the devices before."""
        met = [result for check, result in self._results if check.id == name and self._before(result, device)]
        return bool(met) and all(result.status in (Status.PASSED, Status.NOT_CHECKED) for result in met)

    def _before(self, result: CheckResult, device: str) -> bool:
        order = {kind: number for number, kind in enumerate(self._settings.devices)}
        return order.get(result.device, -1) <= order.get(device, len(order))

    def _waits_for(self, names: list[str]) -> Message:
        titles = {check.id: check.title for check in self._context.checks}
        known = [titles.get(name) or quoted(Code(name)) for name in names]
        return say_many(
            "This check waits. First make this one pass: {checks}",
            "This check waits. First make these {n} pass: {checks}",
            len(names),
            checks=Items(tuple(say('"{title}"', title=title) for title in known), "commas"),
        )

    def defined_at(self, function: str) -> Location | None:
        loading = self._runs.sources.load()
        lost = remarks.not_callable(loading, function)
        return loading.places.get(function) if lost is None else lost[1]

    def _require_control(self, check: Check, run: RunCheck) -> None:
        """Raise FaultError unless the reference in the student's place passes on the pretend accelerator."""
        if SIM in self._context.reference.proved:
            return
        key = check.id, self._settings.seed
        if key not in self._context.controls:
            self._context.controls[key] = self._control_passes(check, run)
        if not self._context.controls[key]:
            raise FaultError(say("Even the reference does not pass this check on sim, a pretend GPU."))

    def _control_passes(self, check: Check, run: RunCheck) -> bool:
        try:
            return said(run, self._runs.control(check, SIM)) is None
        except LostError:
            raise  # nothing is known of it, now or later
        except FaultError:
            return False

    @property
    def _first_device(self) -> str:
        return self._settings.devices[0]

    # ── error carried forward ────────────────────────────────────────────────────────────────────────────

    def _with_lent(
        self,
        check: Check,
        device: str,
        run: RunCheck,
        lent: tuple[str, ...],
        at_most: int | None = None,
    ) -> tuple[StudentSource, CheckFailure | None]:
        """Run a failed check once more, siblings lent: who answered, and the failure where it still fails.

        at_most: calls of lent siblings. Raises FaultError where there are more.
        """
        given = self._run_on(check, device, lent)
        source = given.student.source
        source.forget_lent_calls(at_most)
        return source, self._says(run, given, lent)

    def _suspicion(self, function: str) -> Message:
        """A kit lends no sibling: name the first broken one that it calls, which may be all that is wrong."""
        names = [] if self._context.reference.relay else self._blame.broken_within(function)
        if not names:
            return NOTHING
        return say("It calls {function}, which is not right yet. Begin there.", function=Code(names[0]))

    def _remarks(self, check: Check, failure: CheckFailure) -> Message:
        """What of the file's own names may be why a check fails."""
        function, loading, reference = check.function, self._runs.sources.load(), self._context.reference
        named = remarks.on_names(function, loading, reference.given_functions)
        raised = failure.kind == "raised"
        return named + remarks.on_parameters(function, loading, reference.parameters(function), raised=raised)
