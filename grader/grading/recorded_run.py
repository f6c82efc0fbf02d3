"""A check run once to its end and kept: its questions, what the student answered, and what is right.

It can be run again with some answers in the student's place and right ones everywhere else. So one question
says by itself whether an answer to it is right, by the check's own judgement.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from grader.diagnosis.fingerprint import fingerprint
from grader.errors import FaultError, LostError
from grader.grading.responders import ReferenceResponder, StudentResponder
from grader.grading.runs import CheckRun, RunCheck, StudentRun, said
from grader.model import Observation
from grader.sandbox.outside.question import Question
from grader.testing.functions import Arguments, Asker
from grader.words.messages import Code, say


@dataclass(frozen=True, slots=True)
class Step:
    """One question, what the student made of it, and what is right."""

    question: Question
    seen: Observation
    right: Observation


class RecordedRun:
    """One check, recorded with a submission."""

    def __init__(self, run: RunCheck, given: StudentRun) -> None:
        """Raises FaultError where no right answer can be had."""
        self.check = given.check
        self._run = run
        self._given = given
        student = _Recorder(given.student, given.reference)
        said(run, answered_by(given, student))
        self.steps: Sequence[Step] = student.steps
        # How often the shortest loop goes round that was cut, if it is not; 0 where none was.
        self.rounds = given.student.rounds
        # What was found of an answer to one question: many edits answer the same.
        self._found: dict[tuple[int, object], bool] = {}

    def accepts(self, instead: Mapping[int, Observation]) -> bool:
        """Whether the check passes with these answers, by place, and right ones everywhere else."""
        if len(instead) != 1:
            return self._accepts(instead)
        ((place, seen),) = instead.items()
        key = place, fingerprint(seen)
        if key not in self._found:
            self._found[key] = self._accepts(instead)
        return self._found[key]

    def _accepts(self, instead: Mapping[int, Observation]) -> bool:
        student = _Replay([step.right for step in self.steps], instead)
        try:
            return said(self._run, answered_by(self._given, student)) is None
        except LostError:
            raise
        except FaultError:
            return False

    @property
    def fails(self) -> bool:
        """Whether the check says no to the student's answers, and not to right ones."""
        return self.accepts({}) and not self.accepts({n: self.steps[n].seen for n in self._own()})

    def _own(self) -> list[int]:
        """The places of questions to the function that the check is about."""
        return [n for n, step in enumerate(self.steps) if step.question.function == self.check.function]

    def failing(self) -> list[tuple[int, ...]]:
        """The places of questions that fail by themselves; where none does, those that fail together."""
        own = self._own()
        alone: list[tuple[int, ...]] = [(n,) for n in own if not self.accepts({n: self.steps[n].seen})]
        return alone or ([tuple(own)] if own else [])


def answered_by(given: CheckRun, student: Asker) -> CheckRun:
    """The same run with another in the student's place."""
    return CheckRun(given.check, given.device, given.seed, student, given.reference, given.first)


class _Recorder:
    """Answers rightly, and keeps what was asked and what the student answers."""

    def __init__(self, student: StudentResponder, reference: ReferenceResponder) -> None:
        self._student = student
        self._reference = reference
        self.steps: list[Step] = []

    def __call__(self, function: str, calls: Iterable[Arguments]) -> list[Observation]:
        asked = self._student.ask(function, calls)
        steps = [Step(one.question, one.seen, self._reference.answer(one.question)) for one in asked]
        self.steps += steps
        return [step.right for step in steps]


class _Replay:
    """Answers a check's calls in the order in which they were recorded."""

    def __init__(self, answers: Sequence[Observation], instead: Mapping[int, Observation]) -> None:
        """instead: by place, what is answered in the stead of what was recorded."""
        self._answers = [instead.get(n, answer) for n, answer in enumerate(answers)]
        self._next = 0

    def __call__(self, function: str, calls: Iterable[Arguments]) -> list[Observation]:
        count = len(list(calls))
        self._next += count
        if self._next > len(self._answers):
            raise FaultError(
                say("A check of {function} did not ask the same twice.", function=Code(function))
            )
        return self._answers[self._next - count : self._next]
