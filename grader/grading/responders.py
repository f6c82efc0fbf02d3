"""Who answers the calls of one run of a check: each run is given its responders, as it is given its device.

    student     the submission, in a child of its own; what it answers is recorded
    control     the reference in the student's place; it must answer as on the CPU
    probe       the submission is asked and recorded; the check gets the right answers, and so asks to its end
    reference   the right answers, in every run

On the pretend accelerator, an operation that it lacks is no answer: `FaultError`, and the check is not judged
there. What ends or hangs there is the submission's doing, as long as the reference passes the check there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from grader.diagnosis.asked import Asked
from grader.diagnosis.same_observation import same_observation
from grader.errors import FaultError
from grader.grading.questions import Questions
from grader.grading.sources import StudentSource
from grader.model import Observation, Outcome
from grader.reference.live import Reference
from grader.reference.recorded import Recorded
from grader.sandbox.outside.asked import within
from grader.sandbox.outside.observed_values import moved
from grader.sandbox.outside.question import Question
from grader.sandbox.sim.backend_name import TYPE as SIM
from grader.testing.functions import Arguments
from grader.testing.seen import resolved
from grader.words.messages import Code, say

# Seconds for a call on sim that has taken too long already.
_PATIENT = 10.0
# A call that came back.
CONCLUSIVE = (Outcome.RETURNED, Outcome.RAISED, Outcome.MISSING)


class ReferenceResponder:
    """The right answers."""

    def __init__(self, questions: Questions, reference: Reference | Recorded) -> None:
        self._questions = questions
        self._reference = reference

    @property
    def at_once(self) -> bool:
        """Whether calls for later are asked at once: what is recorded must hold all that may be asked."""
        return self._reference.is_recorded

    def __call__(self, function: str, calls: Iterable[Arguments]) -> list[Observation]:
        return [self.answer(self._questions.of(function, call)) for call in calls]

    def answer(self, question: Question) -> Observation:
        """The right answer. Raises FaultError where none can be had."""
        seen = self._reference.answer(question, self._questions.seconds)
        _require_conclusive(seen, question.kind)
        return seen


class StudentResponder:
    """The submission answers, and what it answers is recorded."""

    def __init__(self, questions: Questions, source: StudentSource, *, unseen: bool = False) -> None:
        """unseen: nothing that is answered stands in a report, and so a child may know of hidden checks."""
        self._questions = questions
        self._hidden = unseen or questions.check.hidden is not None
        self.source = source
        # Whether the run has handed it a tensor.
        self.handed_over = False

    @property
    def cut_any(self) -> bool:
        """Whether a loop of the run was cut."""
        return self._questions.cut_any

    @property
    def rounds(self) -> int:
        """How often the shortest loop goes round that was cut, if it is not; 0 where none was."""
        return self._questions.rounds

    def question(self, function: str, call: Arguments) -> Question:
        """A call as this run puts it."""
        return self._questions.of(function, call)

    def __call__(self, function: str, calls: Iterable[Arguments]) -> list[Observation]:
        return [asked.seen for asked in self.ask(function, calls)]

    def ask(self, function: str, calls: Iterable[Arguments]) -> Sequence[Asked]:
        """Put calls and record each with its answer."""
        put: list[Question] = []
        each = self._each(function, calls, put)
        observations = self.source.sandboxed.call_all(each, self._questions.allowance, hidden=self._hidden)
        check, allowance = self._questions.check.id, self._questions.allowance
        asked = [
            Asked(one, self._patiently(one, seen), allowance(one), check)
            for one, seen in zip(put, observations, strict=True)
        ]
        for one in asked:
            self.handed_over = self.handed_over or one.question.hands_over_tensors()
            _require_operations(one.seen)
            self.source.asked.setdefault(function, []).append(one)
        return asked

    def _patiently(self, question: Question, seen: Observation) -> Observation:
        """An answer on sim that took too long is waited for: sim takes longer for many small operations."""
        if self._questions.device != SIM or seen.outcome is not Outcome.TIMED_OUT or seen.out_of_time:
            return seen
        return self.source.sandboxed.call(question, within(_PATIENT), hidden=self._hidden)

    def _each(self, function: str, calls: Iterable[Arguments], put: list[Question]) -> Iterator[Question]:
        for call in calls:
            put.append(self._questions.of(function, call))
            yield put[-1]


class ProbeResponder:
    """Asks the submission as the check would if all were right: the check is handed the right answers."""

    def __init__(self, student: StudentResponder, reference: ReferenceResponder) -> None:
        self._student = student
        self._reference = reference

    def __call__(self, function: str, calls: Iterable[Arguments]) -> list[Observation]:
        return [self._reference.answer(asked.question) for asked in self._student.ask(function, calls)]


class ReplayResponder:
    """Answers that are known already in the student's place, and right ones where there is none."""

    def __init__(
        self,
        questions: Questions,
        reference: ReferenceResponder,
        known: Callable[[Question], Observation | None],
    ) -> None:
        self._questions = questions
        self._reference = reference
        self._known = known

    def __call__(self, function: str, calls: Iterable[Arguments]) -> list[Observation]:
        put = [self._questions.of(function, call) for call in calls]
        return [self._known(question) or self._reference.answer(question) for question in put]


class ControlResponder:
    """The reference in the student's place, where what it answers must be what it answers on the CPU."""

    def __init__(self, questions: Questions, reference: ReferenceResponder) -> None:
        self._questions = questions
        self._reference = reference

    def __call__(self, function: str, calls: Iterable[Arguments]) -> list[Observation]:
        return [self._answer(function, call) for call in calls]

    def _answer(self, function: str, call: Arguments) -> Observation:
        seen = self._reference.answer(self._questions.of(function, call))
        expected = self._reference.answer(self._questions.on_cpu(function, call))
        if not same_observation(_on_cpu(seen), _on_cpu(expected)):
            raise FaultError(
                say(
                    "The reference's {function} does not answer as it does on the CPU.",
                    function=Code(function),
                )
            )
        return seen


def _require_conclusive(seen: Observation, device: str) -> None:
    """Raise FaultError for a right answer that the pretend accelerator cannot give."""
    if device == SIM and (seen.lacks or seen.outcome not in CONCLUSIVE):
        raise FaultError(say("Sim, a pretend GPU, cannot judge this call.") + seen.ended)


def _require_operations(seen: Observation) -> None:
    """Raise FaultError where the pretend accelerator lacks what a submission asks of it."""
    if seen.lacks:
        raise FaultError(say("Sim, a pretend GPU, lacks an operation: {name}.", name=Code(seen.lacks)))


def _on_cpu(seen: Observation) -> Observation:
    """As if it had been seen on the CPU; there, `x.to(device)` may be x itself, and here not."""
    after = {name: moved(value) for name, value in seen.after.items()}
    return replace(seen, value=moved(resolved(seen.value, seen)), after=after)
