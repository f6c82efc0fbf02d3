"""One run of a check: the device and the responders that it is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from grader.errors import FaultError, memory_may_run_out
from grader.grading.context import AssignmentContext
from grader.grading.loops import LoopCut, LoopLengths
from grader.grading.questions import Questions
from grader.grading.responders import (
    ControlResponder,
    ProbeResponder,
    ReferenceResponder,
    ReplayResponder,
    StudentResponder,
)
from grader.grading.settings import Settings
from grader.grading.sources import StudentSource, StudentSources
from grader.model import Observation, Source, Status
from grader.reference.live import Reference
from grader.sandbox.outside.budget import Spending
from grader.sandbox.outside.question import Question
from grader.testing.checks import Check, CheckFailure
from grader.testing.functions import Asker
from grader.words.messages import Heard, Value, heard, say


@dataclass(frozen=True, slots=True)
class CheckRun:
    """What one run of a check is given."""

    check: Check
    device: str
    # Of which its inputs are drawn.
    seed: int
    # Who answers what is asked of `student`, and of `reference`.
    student: Asker
    reference: ReferenceResponder
    # Whether it is the check's first device, on which special values are tried.
    first: bool


@dataclass(frozen=True, slots=True)
class StudentRun(CheckRun):
    """A run in which the submission itself answers."""

    student: StudentResponder


# Runs a check once, with what this run is given; raises where the check says no.
RunCheck = Callable[[CheckRun], None]


class Judged(NamedTuple):
    """A check that was judged, how to run it again, and what came of it."""

    check: Check
    run: RunCheck
    status: Status


class CheckRuns:
    """Makes the runs of checks on one submission."""

    def __init__(
        self,
        context: AssignmentContext,
        source: Source,
        settings: Settings,
        spending: Spending | None = None,
    ) -> None:
        """spending: of the submission that the source is made from, where it is an edited one."""
        self._reference = context.reference
        self._seed = settings.seed
        self._devices = settings.devices
        self.sources = StudentSources(context, source, settings, spending)

    def student(
        self,
        check: Check,
        device: str,
        lent: tuple[str, ...] = (),
        *,
        cut: LoopCut = LoopCut.NONE,
        seed: int | None = None,
    ) -> StudentRun:
        """The submission on a device, these siblings lent by the reference, its loops cut or not.

        seed: by default that of grading.
        """
        seed = self._seed if seed is None else seed
        questions, reference = self._asked(check, device, seed, cut)
        student = StudentResponder(questions, self.sources.of(device, lent))
        return StudentRun(check, device, seed, student, reference, self._is_first(check, device))

    def probe(
        self, check: Check, source: StudentSource, seed: int | None = None, cut: LoopCut = LoopCut.NONE
    ) -> CheckRun:
        """Asks this source on to the check's end, whatever it answers. seed: by default that of grading."""
        seed = self._seed if seed is None else seed
        questions, reference = self._asked(check, source.device, seed, cut)
        probe = ProbeResponder(StudentResponder(questions, source, unseen=True), reference)
        first = self._is_first(check, source.device)
        return CheckRun(check, source.device, seed, probe, reference, first)

    def replayed(self, check: Check, answer: Callable[[Question], Observation | None]) -> CheckRun:
        """On the first device: these answers, and right ones where there is none."""
        device = self.devices_of(check)[0]
        questions, reference = self._asked(check, device, self._seed)
        replay = ReplayResponder(questions, reference, answer)
        return CheckRun(check, device, self._seed, replay, reference, self._is_first(check, device))

    def control(self, check: Check, device: str) -> CheckRun:
        """The reference in the student's place."""
        questions, reference = self._asked(check, device, self._seed)
        control = ControlResponder(questions, reference)
        return CheckRun(check, device, self._seed, control, reference, self._is_first(check, device))

    def cut_anew(self, cut: LoopCut) -> LoopCut:
        """How loops are cut where nobody has asked before: in a kit not at all, which has no such answers."""
        return cut if isinstance(self._reference, Reference) else LoopCut.NONE

    def devices_of(self, check: Check) -> list[str]:
        """The kinds of device on which a check is tried, in order."""
        wanted = check.devices or self._devices
        return [device for device in self._devices if device in wanted] or [wanted[0]]

    def _is_first(self, check: Check, device: str) -> bool:
        return device == self.devices_of(check)[0]

    def _asked(
        self, check: Check, device: str, seed: int, cut: LoopCut = LoopCut.NONE
    ) -> tuple[Questions, ReferenceResponder]:
        is_cut = cut is not LoopCut.NONE and self._reference.cuts_loops
        loops = LoopLengths(check.brief, all_short=cut is LoopCut.ALL) if is_cut else None
        questions = Questions(check, device, self._reference, seed, loops)
        return questions, ReferenceResponder(questions, self._reference)


def said(run: RunCheck, given: CheckRun) -> CheckFailure | None:
    """A check's no, or None. Raises FaultError for anything that is not about the student."""
    try:
        with memory_may_run_out():
            run(given)
    except CheckFailure as failure:
        return failure.of(given.check)
    except AssertionError as failure:
        plain = say("A plain assertion of the check does not hold.")
        return CheckFailure(heard(str(failure)) or plain)
    except FaultError:
        raise
    except Exception as error:
        kind, words = Value(type(error).__name__), Heard(str(error))
        raise FaultError(
            say("The check itself has an error: {kind}: {words}", kind=kind, words=words)
        ) from error
    return None
