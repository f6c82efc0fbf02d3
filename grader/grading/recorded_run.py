"""A check run once to its end and kept: its questions, what the student answered, and what is right.

It can be run again with some answers in the student's place and right ones everywhere else. So one question
says by itself whether an answer to it is right, by the check's own judgement.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

import torch

from grader.errors import FaultError, LostError
from grader.grading.responders import ReferenceResponder, StudentResponder
from grader.grading.runs import CheckRun, RunCheck, StudentRun, said
from grader.model import Observation, Outcome
from grader.sandbox.outside.observed_values import SeenOptimizer, SeenTensor
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

    def failing(self) -> list[tuple[int, ...]]:
        """The places of questions that fail by themselves; where none does, those that fail together."""
        own = [n for n, step in enumerate(self.steps) if step.question.function == self.check.function]
        alone: list[tuple[int, ...]] = [(n,) for n in own if not self.accepts({n: self.steps[n].seen})]
        return alone or ([tuple(own)] if own else [])


def fingerprint(seen: Observation) -> object:
    """What two answers share that no check can tell apart: of exceptions the words, else every bit."""
    if seen.outcome is Outcome.RAISED:
        return seen.error
    after = tuple((name, _bits(seen.after[name])) for name in sorted(seen.after))
    return seen.outcome, _bits(seen.value), after, seen.used_autograd, seen.kept, seen.gradients_on


def _bits(value: object) -> object:
    if isinstance(value, torch.Tensor):
        flat = value.detach().contiguous().reshape(-1)
        return str(value.dtype), tuple(value.shape), flat.view(torch.uint8).numpy().tobytes()
    if isinstance(value, tuple | list):
        return type(value).__name__, tuple(map(_bits, value))
    if isinstance(value, Mapping):
        return tuple((repr(key), _bits(part)) for key, part in value.items())
    if isinstance(value, SeenTensor | SeenOptimizer):
        return tuple(_bits(getattr(value, field.name)) for field in fields(value))
    return repr(value)


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
