"""Which known misconception gives exactly this student's answers? Replayed, never guessed.

The calls that the checks put to the student's function are put to each misconception of that function. One
whose observations match throughout names the mistake; no match, no diagnosis.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Sequence
from dataclasses import dataclass

from grader.compare import difference
from grader.course import Assignment, cell
from grader.errors import CourseError
from grader.model import Diagnosis, Observation, Outcome
from grader.reference import PATIENT
from grader.sandbox.pool import Pool
from grader.sandbox.question import Question
from grader.sandbox.subject import Subject
from grader.sandbox.values import Argument, SeenOptimizer

_SECTION = re.compile(r"\((§[^)]*)\)\s*\.?\s*$")
_SECONDS = 5.0
_KEPT = 200_000
_REPLAYED = (Outcome.RETURNED, Outcome.RAISED)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question and what the student's function made of it."""

    question: Question
    seen: Observation


class Misconceptions:
    """The misconceptions of one assignment; each function's live in a child of their own."""

    def __init__(self, pool: Pool, assignment: Assignment) -> None:
        self._pool = pool
        self._assignment = assignment
        self._known: dict[str, list[Diagnosis]] = {}
        # By function and kind of device.
        self._subjects: dict[tuple[str, str], Subject] = {}
        self._answers: dict[tuple[str, bytes], Observation] = {}

    def of(self, function: str) -> list[Diagnosis]:
        """What is known to go wrong with a function, in the order of the file."""
        if function not in self._known:
            path = self._assignment.misconceptions(function)
            self._known[function] = read_misconceptions(cell(path).text, function) if path.is_file() else []
        return self._known[function]

    def matching(self, function: str, asked: Sequence[Asked]) -> list[Diagnosis]:
        """The misconceptions that answer all of these as the student did, in the order of the file."""
        if not asked or any(item.seen.outcome not in _REPLAYED for item in asked):
            return []
        return [
            diagnosis
            for diagnosis in self.of(function)
            if all(self._agrees(function, diagnosis, item) for item in asked)
        ]

    def _agrees(self, function: str, diagnosis: Diagnosis, item: Asked) -> bool:
        key = (diagnosis.id, item.question.key())
        if key not in self._answers:
            if len(self._answers) >= _KEPT:
                self._answers.clear()
            name = diagnosis.id.rpartition("/")[2]
            self._answers[key] = self._subject(function, item.question.kind).call(
                item.question, _SECONDS, name
            )
        return same_observation(item.seen, self._answers[key])

    def _subject(self, function: str, device: str) -> Subject:
        if (function, device) not in self._subjects:
            cells = [
                self._assignment.solution_cell(),
                cell(self._assignment.misconceptions(function)),
            ]
            names = [diagnosis.id.rpartition("/")[2] for diagnosis in self.of(function)]
            self._subjects[function, device] = Subject(
                self._pool, cells, names, budget=PATIENT, trusted=True, device=device
            )
        return self._subjects[function, device]

    def close(self) -> None:
        for subject in self._subjects.values():
            subject.close()


def read_misconceptions(text: str, function: str) -> list[Diagnosis]:
    """The top-level functions of a misconception file as diagnoses. Raises CourseError without docstring."""
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        raise CourseError(
            f"the misconceptions of {function} do not parse: line {error.lineno}: {error.msg}"
        ) from None
    found = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            doc = inspect.cleandoc(ast.get_docstring(node) or "")
            if not doc:
                raise CourseError(
                    f"misconception {function}/{node.name} needs a docstring: what a student reads"
                )
            found.append(_diagnosis(f"{function}/{node.name}", doc))
    return found


def _diagnosis(name: str, doc: str) -> Diagnosis:
    headline, _, rest = doc.partition("\n\n")
    section = _SECTION.search(doc)
    explanation = " ".join(_SECTION.sub("", rest).split())
    return Diagnosis(
        id=name,
        headline=" ".join(_SECTION.sub("", headline).split()),
        explanation=explanation,
        section=section.group(1) if section else "",
    )


def same_observation(mine: Observation, theirs: Observation) -> bool:
    """Whether two calls look the same from outside: outcome, value, identity, arguments, autograd."""
    if mine.outcome is not theirs.outcome or _conduct(mine) != _conduct(theirs):
        return False
    if mine.outcome is Outcome.RAISED:
        return mine.error.partition(":")[0] == theirs.error.partition(":")[0]
    return (
        _same_value(mine.value, theirs.value)
        and mine.after.keys() == theirs.after.keys()
        and all(_same_value(value, theirs.after[name]) for name, value in mine.after.items())
    )


def _conduct(seen: Observation) -> tuple[object, ...]:
    return seen.used_autograd, seen.kept, seen.gradients_on


def _same_value(mine: object, theirs: object) -> bool:
    if isinstance(mine, Argument) or isinstance(theirs, Argument):
        return isinstance(mine, Argument) and isinstance(theirs, Argument) and mine.name == theirs.name
    if isinstance(mine, SeenOptimizer) and isinstance(theirs, SeenOptimizer):
        return (mine.name == theirs.name and difference(mine.options, theirs.options) is None) and (
            _same_value(mine.params, theirs.params)
        )
    if isinstance(mine, tuple) and isinstance(theirs, tuple) and len(mine) == len(theirs):
        return all(_same_value(a, b) for a, b in zip(mine, theirs, strict=True))
    if type(mine) is not type(theirs):
        return False
    flags = [(getattr(v, "requires_grad", None), getattr(v, "has_graph", None)) for v in (mine, theirs)]
    if flags[0] != flags[1] or difference(mine, theirs) is not None:
        return False
    grads = [getattr(v, "grad", None) for v in (mine, theirs)]
    return grads[0] is grads[1] or (None not in grads and difference(*grads) is None)
