"""What the misconceptions of a course answer to the questions that a kit records.

No code of theirs goes into a kit. A mistake that no visible check finds is left out, words and all: only a
hidden check could be looking for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from grader.course.layout import Assignment, cell
from grader.diagnosis.function_mistakes import read_misconceptions
from grader.diagnosis.recorded import KnownMistake, KnownMistakes, Mistakes
from grader.diagnosis.same_observation import same_observation
from grader.errors import FaultError, LostError
from grader.grading.evaluation import Evaluation
from grader.grading.runs import said
from grader.model import Diagnosis, Observation
from grader.reference.live import PATIENT
from grader.reference.recorded import digest, packed, unpacked
from grader.sandbox.outside.pool import Pool
from grader.sandbox.outside.question import Question
from grader.sandbox.outside.sandboxed_source import SandboxedSource

_SECONDS = 5.0


class MistakeRecorder:
    """Asks the misconceptions of an assignment, seed after seed, what a student is asked on the CPU."""

    def __init__(self, pool: Pool, assignment: Assignment, functions: Iterable[str]) -> None:
        """Raises CourseError where a file of misconceptions cannot be read."""
        with_file = [name for name in functions if assignment.misconceptions(name).is_file()]
        self._functions = {name: _OfFunction(pool, assignment, name) for name in with_file}

    def add(self, evaluation: Evaluation) -> None:
        """What the reference was asked in this evaluation, as a student."""
        asked = evaluation.asked("cpu")
        for function, known in self._functions.items():
            known.ask(asked.get(function, []))
            known.find(evaluation)

    def made(self) -> Mistakes:
        """What was recorded."""
        frames: dict[bytes, int] = {}
        known = {name: one.made(frames) for name, one in self._functions.items()}
        return Mistakes(known={name: one for name, one in known.items() if one.mistakes}, frames=list(frames))

    def close(self) -> None:
        """Let the children go."""
        for known in self._functions.values():
            known.source.close()


class _OfFunction:
    """The misconceptions of one function."""

    def __init__(self, pool: Pool, assignment: Assignment, function: str) -> None:
        text = cell(assignment.misconceptions(function))
        said_of = read_misconceptions(text.text, function, assignment.name)
        self._function = function
        self._said = {diagnosis.id.rpartition("/")[2]: diagnosis for diagnosis in said_of}
        cells = [assignment.solution_cell(), text]
        self.source = SandboxedSource(pool, cells, [*self._said, function], budget=PATIENT, trusted=True)
        self._questions: dict[bytes, Question] = {}
        self._right: dict[bytes, bytes] = {}
        # By mistake, those that answer; and those that a visible check has found.
        self._frames: dict[str, dict[bytes, bytes]] = {name: {} for name in self._said}
        self._found: set[str] = set()

    def ask(self, questions: Sequence[Question]) -> None:
        """Put questions; of a mistake that gives no answer to one, nothing is kept."""
        for question in questions:
            key = digest(question)
            if key in self._questions:
                continue
            self._questions[key] = question
            self._right[key] = self._frame(question, self._function)
            for name, frames in list(self._frames.items()):
                try:
                    frame = self._frame(question, name)
                except LostError:
                    # Where its process answers as the right function, the mistake itself ends it.
                    self._frame(question, self._function)
                    del self._frames[name]
                except FaultError:
                    del self._frames[name]
                else:
                    same = same_observation(unpacked(question, frame), unpacked(question, self._right[key]))
                    frames[key] = self._right[key] if same else frame

    def find(self, evaluation: Evaluation) -> None:
        """Which mistakes the checks of this evaluation find."""
        own = [one for one in evaluation.judged if one.check.function == self._function]
        for one in own:
            for name in self._frames.keys() - self._found:
                given = evaluation.replayed(one.check, partial(self._answer, name))
                try:
                    if said(one.run, given) is not None:
                        self._found.add(name)
                except LostError:
                    raise
                except FaultError:
                    continue

    def _answer(self, name: str, question: Question) -> Observation | None:
        frames = self._frames[name] if question.function == self._function else {}
        frame = frames.get(digest(question))
        return None if frame is None else unpacked(question, frame)

    def _frame(self, question: Question, name: str) -> bytes:
        answer, blob = self.source.raw(question, _SECONDS, name, effects=False)
        return packed(question, answer, blob, with_error=True)

    def made(self, frames: dict[bytes, int]) -> KnownMistakes:
        """What is kept. frames: each once, and its number; grows."""
        kept = [
            _mistake(
                name, self._said[name], [frames.setdefault(own[key], len(frames)) for key in self._questions]
            )
            for name, own in self._frames.items()
            if name in self._found
        ]
        return KnownMistakes(questions=list(self._questions), mistakes=kept)


def _mistake(name: str, diagnosis: Diagnosis, answers: list[int]) -> KnownMistake:
    return KnownMistake(
        name=name,
        headline=str(diagnosis.headline),
        explanation=str(diagnosis.explanation),
        section=diagnosis.section,
        answers=answers,
    )
