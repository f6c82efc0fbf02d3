"""Whom the fixtures `student` and `reference` ask: a child per device and set of lent siblings.

What comes back from the pretend accelerator and may be its own doing (an operation it lacks, a crash, a
timeout) is no answer: `FaultError`, and the check is not judged there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial

import torch

from grader.course.layout import Assignment
from grader.diagnosis.replay import Asked, Misconceptions, same_observation
from grader.errors import FaultError
from grader.model import Observation, Outcome, Source
from grader.reference.live import Reference
from grader.reference.recorded import Recorded, reference_of
from grader.sandbox.outside.observations import Loading
from grader.sandbox.outside.observed_values import moved
from grader.sandbox.outside.pool import Pool
from grader.sandbox.outside.question import Question, place, question
from grader.sandbox.outside.sandboxed_source import Budget, SandboxedSource
from grader.sandbox.sim.backend_name import give_name
from grader.testing.checks import Check
from grader.testing.functions import Arguments, Functions
from grader.testing.seen import resolved

SIM = "sim"
_TELLING = (Outcome.RETURNED, Outcome.RAISED, Outcome.MISSING)
_SIM_IS_SLOWER = 5.0


class AssignmentContext:
    """What all evaluations of one assignment share: the reference, the misconceptions, the checks."""

    def __init__(
        self,
        pool: Pool,
        assignment: Assignment,
        checks: Sequence[Check],
        reference: Reference | Recorded | None = None,
    ) -> None:
        self.pool = pool
        self.assignment = assignment
        self.checks = list(checks)
        self.functions = list(dict.fromkeys(check.function for check in checks))
        self.reference = reference or reference_of(pool, assignment, self.functions)
        self.misconceptions = Misconceptions(pool, assignment)
        # (check, seed) → whether the reference itself passes it on the pretend accelerator.
        self.sound: dict[tuple[str, int], bool] = {}

    def close(self) -> None:
        self.reference.close()
        self.misconceptions.close()


@dataclass
class Candidate:
    """One child that answers for the student, and what it was asked, by function."""

    sandboxed: SandboxedSource
    asked: dict[str, list[Asked]] = field(default_factory=dict)


class Asking:
    """Puts the present check's calls, on the present device, to a candidate and to the reference."""

    def __init__(
        self, context: AssignmentContext, source: Source, seed: int, budget: Budget, devices: tuple[str, ...]
    ) -> None:
        self.context = context
        self.source = source
        self.seed = seed
        self.budget = budget
        self.devices = devices
        self.device = devices[0]
        if SIM in devices:
            give_name()  # a check may say `torch.device(device)` here
        self.student = Functions(self._ask_student)
        self.reference = Functions(self._ask_reference)
        self.check: Check | None = None
        # Whether the present check has handed over a tensor.
        self.handed_over = False
        # By device and the siblings lent.
        self._candidates: dict[tuple[str, tuple[str, ...]], Candidate] = {}
        self.candidate = self.answering(self.device)
        self._seeds: dict[str, int] = {}
        # The present check's.
        self._encoded: dict[tuple[object, ...], tuple[object, Question]] = {}
        # The check is handed the reference's answers in place of the student's: to listen, or as a control.
        self._probing = self._in_control = False

    def turn_to(self, check: Check, device: str) -> None:
        """From now on the calls are this check's, on this device, to the submission by itself."""
        self.check, self.device, self.handed_over = check, device, False
        self.candidate = self.answering(device)
        self._encoded.clear()

    def answering(self, device: str, lent: tuple[str, ...] = ()) -> Candidate:
        """Who answers on a device, these siblings lent by the reference."""
        if (device, lent) not in self._candidates:
            self._candidates[device, lent] = Candidate(self._sandboxed_source(device, lent))
        return self._candidates[device, lent]

    def candidates(self, device: str) -> list[Candidate]:
        """All who have answered on a device, the submission by itself first."""
        return [candidate for (kind, _), candidate in self._candidates.items() if kind == device]

    def _sandboxed_source(self, device: str, lent: tuple[str, ...]) -> SandboxedSource:
        relay = self.context.reference.relay
        return SandboxedSource(
            self.context.pool,
            self.source.cells,
            self.context.functions,
            budget=self.budget,
            lent=lent,
            relay=partial(relay, device=device) if lent and relay else None,
            device=device,
        )

    def load(self) -> Loading:
        """Load the submission, if it was not."""
        return self.answering(self.devices[0]).sandboxed.load()

    def close(self) -> None:
        """Let the children go."""
        for candidate in self._candidates.values():
            candidate.sandboxed.close()

    # ── one call ─────────────────────────────────────────────────────────────────────────────────────────

    def _ask_student(self, function: str, calls: Iterable[Arguments]) -> list[Observation]:
        if self._in_control:
            return [self._controlled(function, call) for call in calls]
        put: list[Question] = []
        questions = self._each_question(function, calls, put)
        observations = self.candidate.sandboxed.call_all(questions, self._seconds())
        for asked, seen in zip(put, observations, strict=True):
            self.handed_over = self.handed_over or asked.hands_over_tensors()
            _demand_telling(seen, self.device)
            self.candidate.asked.setdefault(function, []).append(Asked(asked, seen))
        if not self._probing:
            return observations
        # A probe only listens: the check is handed the right answers, so that it asks on to its end.
        return [self.context.reference.answer(asked, self._seconds()) for asked in put]

    def _each_question(
        self, function: str, calls: Iterable[Arguments], put: list[Question]
    ) -> Iterator[Question]:
        for call in calls:
            put.append(self._question(function, call, self.device))
            yield put[-1]

    def _ask_reference(self, function: str, calls: Iterable[Arguments]) -> list[Observation]:
        observations = []
        for call in calls:
            asked = self._question(function, call, self.device)
            observations.append(self.context.reference.answer(asked, self._seconds()))
            _demand_telling(observations[-1], self.device)
        return observations

    def _question(self, function: str, call: Arguments, device: str) -> Question:
        """A call as a question; one just put to the student is not encoded anew for the reference."""
        arguments, keywords = call
        if keywords:
            return self._encode(function, call, device)
        key = function, device, id(arguments), *(getattr(item, "_version", 0) for item in arguments)
        if key not in self._encoded:
            # With the arguments, so that no others get their identity meanwhile.
            self._encoded[key] = arguments, self._encode(function, call, device)
        return self._encoded[key][1]

    def _encode(self, function: str, call: Arguments, device: str) -> Question:
        names = self.context.reference.parameters(function)
        return question(function, names, *call, seed=self._call_seed(), device=place(device))

    def _call_seed(self) -> int:
        name = self.check.id if self.check else ""
        if name not in self._seeds:
            digest = hashlib.sha256(f"{self.seed}:{name}:call".encode()).digest()
            self._seeds[name] = int.from_bytes(digest[:4], "little")
        return self._seeds[name]

    def _seconds(self) -> float:
        seconds = self.check.seconds if self.check else 2.0
        return seconds * _SIM_IS_SLOWER if self.device == SIM else seconds

    # ── the reference in the student's place ─────────────────────────────────────────────────────────────

    @contextmanager
    def probing(self, candidate: Candidate) -> Iterator[None]:
        """While this lasts, this candidate is asked and heard, and the check goes on with right answers."""
        self.candidate, self._probing = candidate, True
        try:
            yield
        finally:
            self._probing = False

    def demand_sound(self, check: Check, run: Callable[[], object]) -> None:
        """Raise FaultError unless the reference gives its own answers in this check on this device, too.

        run: the check, to be run with the reference in the student's place; raises where it says no.
        """
        if self.device in self.context.reference.proved:
            return
        key = check.id, self.seed
        if key not in self.context.sound:
            self._in_control = True
            try:
                self.context.sound[key] = run() is None
            except FaultError:
                self.context.sound[key] = False
            finally:
                self._in_control = False
        if not self.context.sound[key]:
            raise FaultError("the pretend accelerator does not bear even the reference out")

    def _controlled(self, function: str, call: Arguments) -> Observation:
        """The reference's answer, which must be the one that it gives on the CPU."""
        asked, on_cpu = self._question(function, call, self.device), self._on_the_cpu(function, call)
        self.handed_over = self.handed_over or asked.hands_over_tensors()
        seen = self.context.reference.answer(asked, self._seconds())
        _demand_telling(seen, self.device)
        expected = self.context.reference.answer(on_cpu, self._seconds())
        if not same_observation(_moved(seen), _moved(expected)):
            raise FaultError(f"the reference's {asked.function} answers otherwise than on the CPU")
        return seen

    def _on_the_cpu(self, function: str, call: Arguments) -> Question:
        """The same call there; a device that is handed over by name is the CPU, too."""
        arguments, keywords = call
        moved_arguments = tuple(map(self._at_home, arguments))
        named = {name: self._at_home(value) for name, value in keywords.items()}
        return self._encode(function, (moved_arguments, named), "cpu")

    def _at_home(self, value: object) -> object:
        if not isinstance(value, (str, torch.device)) or str(value) not in (self.device, place(self.device)):
            return value
        return "cpu" if isinstance(value, str) else torch.device("cpu")


def _demand_telling(seen: Observation, device: str) -> None:
    """Raise FaultError for what, on the pretend accelerator, may be its own doing."""
    if device == SIM and (seen.unsupported or seen.outcome not in _TELLING):
        raise FaultError(f"the pretend accelerator cannot tell: {seen.error or seen.outcome.value}")


def _moved(seen: Observation) -> Observation:
    """As if it had been seen on the CPU; there, `x.to(device)` may be x itself, and here not."""
    after = {name: moved(value) for name, value in seen.after.items()}
    return replace(seen, value=moved(resolved(seen.value, seen)), after=after)
