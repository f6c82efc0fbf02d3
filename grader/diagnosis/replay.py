"""Which known misconception gives exactly this student's answers? Replayed, never guessed.

The calls that the checks put to the student's function are put to each misconception of that function. One
whose observations match throughout names the mistake. Where none does, each two of them at once are tried, as
far as their texts can be laid over each other (`grader.diagnosis.merge`). No match, no diagnosis.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Sequence
from dataclasses import dataclass

from grader.compare import difference
from grader.course.layout import Assignment, cell
from grader.diagnosis.merge import blends
from grader.diagnosis.same_error import same_error
from grader.errors import CourseError
from grader.model import Cell, Diagnosis, Observation, Outcome
from grader.reference.live import PATIENT
from grader.sandbox.outside.budget import Budget
from grader.sandbox.outside.observed_values import Argument, SeenOptimizer
from grader.sandbox.outside.pool import Pool
from grader.sandbox.outside.question import Question
from grader.sandbox.outside.sandboxed_source import SandboxedSource, within
from grader.words.messages import Code, Heard, Message, Name, of_course, say

_SECTION = re.compile(r"\((§[^)]*)\)\s*\.?\s*$")
_SECONDS = 5.0
# Two mistakes together may never end; what takes longer than a submission may is no submission's answer.
_BOTH_SECONDS = 2.0
_UNSURE = Budget(load=60.0, total=1e9, patience=1)
_RIGHT = "_right"
_AND = "__and__"
_KEPT = 200_000
_REPLAYED = (Outcome.RETURNED, Outcome.RAISED)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question and what the student's function made of it."""

    question: Question
    seen: Observation


@dataclass(frozen=True, slots=True)
class _Known:
    """Mistakes of one function: what is said of each, by its name in the cells that they live in."""

    said: dict[str, Diagnosis]
    cells: tuple[Cell, ...]


class Misconceptions:
    """The misconceptions of one assignment, alone and in pairs; children of their own for each function."""

    def __init__(self, pool: Pool, assignment: Assignment) -> None:
        self._pool = pool
        self._assignment = assignment
        # By function, and whether of pairs; children by kind of device, too.
        self._known: dict[tuple[str, bool], _Known] = {}
        self._sandboxed: dict[tuple[str, bool, str], SandboxedSource] = {}
        self._answers: dict[tuple[str, bytes], Observation] = {}

    def matching(self, function: str, asked: Sequence[Asked], *, pairs: bool = False) -> list[Diagnosis]:
        """The misconceptions, or pairs, that answer all of these as the student did; in the file's order."""
        if not asked or any(item.seen.outcome not in _REPLAYED for item in asked):
            return []
        # Errors and None have many causes: they bear out one mistake that is known for them, and no two.
        if pairs and not any(_telling(item.seen) for item in asked):
            return []
        return [
            diagnosis
            for name, diagnosis in self._of(function, pairs).said.items()
            if all(same_observation(item.seen, self._answer(function, name, item, pairs)) for item in asked)
            and (not pairs or self._both_hold(function, name, asked))
        ]

    def _both_hold(self, function: str, name: str, asked: Sequence[Asked]) -> bool:
        """Whether the words for each fit both: not where one raises an error by itself, but both do not."""
        return not any(
            self._answer(function, part, item).outcome is Outcome.RAISED
            for part in name.split(_AND)
            for item in asked
            if item.seen.outcome is not Outcome.RAISED
        )

    def _of(self, function: str, pairs: bool) -> _Known:
        if (function, pairs) not in self._known:
            path = self._assignment.misconceptions(function)
            read = self._pairs if pairs else self._alone
            self._known[function, pairs] = read(function, cell(path)) if path.is_file() else _Known({}, ())
        return self._known[function, pairs]

    def _alone(self, function: str, text: Cell) -> _Known:
        said = read_misconceptions(text.text, function, self._assignment.name)
        return _Known({diagnosis.id.rpartition("/")[2]: diagnosis for diagnosis in said}, (text,))

    def _pairs(self, function: str, text: Cell) -> _Known:
        alone = self._alone(function, text).said
        wrong = _functions(text.text)
        solution = _functions(self._assignment.solution_cell().text)
        right = [*right_wordings(text.text).values(), *filter(None, [solution.get(function)])]
        both = blends(right, {name: wrong[name] for name in alone})
        named = {f"{one}{_AND}{other}": (one, other, laid) for (one, other), laid in both.items()}
        made = [laid.replace("_", name, 1) for name, (_, _, laid) in named.items()]
        return _Known(
            {name: _both(alone[one], alone[other]) for name, (one, other, _) in named.items()},
            (text, Cell(name=f"pairs of {text.name}", text="\n".join(made))),
        )

    def _answer(self, function: str, name: str, item: Asked, pairs: bool = False) -> Observation:
        key = (f"{function}/{name}", item.question.key())
        if key not in self._answers:
            if len(self._answers) >= _KEPT:
                self._answers.clear()
            sandboxed = self._sandboxed_source(function, pairs, item.question.kind)
            seconds = _BOTH_SECONDS if pairs else _SECONDS
            seen = sandboxed.call(item.question, within(seconds), name)
            if seen.outcome is Outcome.DIED:
                return seen  # for this time only
            self._answers[key] = seen
        return self._answers[key]

    def _sandboxed_source(self, function: str, pairs: bool, device: str) -> SandboxedSource:
        key = function, pairs, device
        if key not in self._sandboxed:
            known = self._of(function, pairs)
            cells = [self._assignment.solution_cell(), *known.cells]
            budget = _UNSURE if pairs else PATIENT
            self._sandboxed[key] = SandboxedSource(
                self._pool, cells, list(known.said), budget=budget, trusted=True, device=device
            )
        return self._sandboxed[key]

    def close(self) -> None:
        for sandboxed in self._sandboxed.values():
            sandboxed.close()


def read_misconceptions(text: str, function: str, assignment: str) -> list[Diagnosis]:
    """The top-level functions of a misconception file as diagnoses.

    Raises:
        CourseError: the file is no Python, or a misconception has no docstring.
    """
    try:
        functions = _functions(text)
    except SyntaxError as error:
        raise CourseError(
            say(
                "Python cannot read the misconceptions of {function}: line {line}, {error}.",
                function=Code(function),
                line=error.lineno or 1,
                error=Heard(error.msg),
            )
        ) from None
    found = []
    for name, node in functions.items():
        if not name.startswith("_"):
            doc = inspect.cleandoc(ast.get_docstring(node) or "")
            if not doc:
                raise CourseError(
                    say("The misconception {name} needs a docstring.", name=Name(f"{function}/{name}"))
                    + say("It is what a student reads.")
                )
            found.append(_diagnosis(f"{function}/{name}", doc, assignment))
    return found


def right_wordings(text: str) -> dict[str, ast.FunctionDef]:
    """The functions `_right…` of a misconception file: right, in the words of the mistakes around them."""
    return {name: node for name, node in _functions(text).items() if name.startswith(_RIGHT)}


def _functions(text: str) -> dict[str, ast.FunctionDef]:
    return {node.name: node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)}


def _both(one: Diagnosis, other: Diagnosis) -> Diagnosis:
    return Diagnosis(
        id=f"{one.id}+{other.id.rpartition('/')[2]}",
        headline=say("Two mistakes at once.") + _numbered(one.headline, other.headline),
        explanation=_numbered(one.explanation, other.explanation),
        section=", ".join(dict.fromkeys(filter(None, [one.section, other.section]))),
    )


def _numbered(one: Message, other: Message) -> Message:
    return say("(1) {first} (2) {second}", first=one, second=other)


def _diagnosis(name: str, doc: str, assignment: str) -> Diagnosis:
    headline, _, rest = doc.partition("\n\n")
    section = _SECTION.search(doc)
    explanation = " ".join(_SECTION.sub("", rest).split())
    return Diagnosis(
        id=name,
        headline=of_course(" ".join(_SECTION.sub("", headline).split()), f"{assignment}/{name}/headline"),
        explanation=of_course(explanation, f"{assignment}/{name}/explanation"),
        section=section.group(1) if section else "",
    )


def _telling(seen: Observation) -> bool:
    return seen.outcome is Outcome.RETURNED and (seen.value is not None or bool(seen.after))


def same_observation(mine: Observation, theirs: Observation) -> bool:
    """Whether two calls look the same from outside: outcome, value, identity, arguments, autograd."""
    if mine.outcome is not theirs.outcome or _conduct(mine) != _conduct(theirs):
        return False
    if mine.outcome is Outcome.RAISED:
        return same_error(mine, theirs)
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
