"""Which known misconception gives exactly this student's answers? Replayed, never guessed.

The calls that the checks put to the student's function are put to each misconception of that function. One
whose observations match throughout names the mistake. Where none does, each two of them at once are tried, as
far as their texts can be laid over each other (`grader.diagnosis.merge`). No match, no diagnosis.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import partial

from grader.compare import difference, same_tensor
from grader.course.layout import Assignment, cell
from grader.diagnosis.fingerprint import fingerprint
from grader.diagnosis.merge import blends
from grader.diagnosis.mistake import Mistake
from grader.diagnosis.same_error import same_error
from grader.diagnosis.same_figure import same_figure
from grader.diagnosis.systematic import systematic
from grader.errors import CourseError
from grader.model import Cell, Diagnosis, Observation, Outcome
from grader.reference.live import PATIENT
from grader.sandbox import wire
from grader.sandbox.outside.asked import LostCallError, within
from grader.sandbox.outside.budget import Budget
from grader.sandbox.outside.observed_values import Argument, SeenOptimizer, SeenTensor
from grader.sandbox.outside.pool import Pool
from grader.sandbox.outside.question import Leaf, Question, with_argument_of
from grader.sandbox.outside.sandboxed_source import SandboxedSource
from grader.words.messages import Code, Heard, Message, Name, of_course, say

_SECTION = re.compile(r"\((§[^)]*)\)\s*\.?\s*$")
_SECONDS = 5.0
# Two mistakes together may never end; what takes longer than a submission may is no submission's answer.
_BOTH_SECONDS = 2.0
_UNSURE = Budget(load=60.0, total=1e9, patience=1)
_RIGHT = "_right"
_AND = "__and__"
_KEPT = 200_000
# So many are asked together.
_TOGETHER = 3
# From so many calls on, the same answer to all of them is no chance.
_MANY = 4
REPLAYED = (Outcome.RETURNED, Outcome.RAISED)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question and what the student's function made of it."""

    question: Question
    seen: Observation
    # The id of the check that asked.
    check: str = ""


class Group(Enum):
    """Mistakes that are replayed together, and in this order."""

    WRITTEN = "written"
    PAIRS = "pairs"
    SYSTEMATIC = "systematic"


@dataclass(frozen=True, slots=True)
class _Known:
    """Mistakes of one function: what is said of each, by its name in the cells that they live in."""

    said: dict[str, Diagnosis]
    cells: tuple[Cell, ...]
    # Of those that keep an argument as it was in the first call: which.
    ignored: Mapping[str, str] = field(default_factory=dict)
    # Those that are said of no function that always answers the same.
    general: Collection[str] = ()
    # Cells that this program made: hundreds of mistakes, called by their names.
    made: tuple[Cell, ...] = ()


class Misconceptions:
    """The misconceptions of one assignment, alone and in pairs; children of their own for each function."""

    def __init__(self, pool: Pool, assignment: Assignment) -> None:
        self._pool = pool
        self._assignment = assignment
        self._known: dict[tuple[str, Group], _Known] = {}
        # Children by kind of device, too.
        self._sandboxed: dict[tuple[str, Group, str], SandboxedSource] = {}
        self._answers: dict[tuple[str, bytes], Observation] = {}
        # How many answers were not kept, and which names were found to fit answers of students.
        self._passing = 0
        self._found: dict[Hashable, list[str]] = {}

    def matching(
        self, function: str, asked: Sequence[Asked], group: Group = Group.WRITTEN, among: Collection[str] = ()
    ) -> list[str]:
        """The names of mistakes that answer all of these as the student did; in the file's order.

        among: only these are tried; all of the group where empty.
        """
        if not asked or any(item.seen.outcome not in REPLAYED for item in asked):
            return []
        key = function, group, tuple(among), _fingerprints(asked)
        return self._once(key, partial(self._matching, function, asked, group, among))

    def _once(self, key: Hashable, find: Callable[[], list[str]]) -> list[str]:
        """What was found for a student with the same answers, or is found now."""
        if key not in self._found:
            passing = self._passing
            found = find()
            if self._passing != passing:
                return found  # for this time only, as the answers that it hangs on
            if len(self._found) >= _KEPT:
                self._found.clear()
            self._found[key] = found
        return self._found[key]

    def _matching(
        self, function: str, asked: Sequence[Asked], group: Group, among: Collection[str]
    ) -> list[str]:
        if group is Group.SYSTEMATIC:
            return self._systematic_matching(function, asked, among)
        # Errors and None have many causes: they bear out one mistake that is known for them, and no two.
        if group is Group.PAIRS and not any(_telling(item.seen) for item in asked):
            return []
        names = among or self._of(function, group).said
        self._answer_together(function, group, list(names), asked[0])
        return [
            name
            for name in names
            if all(same_observation(item.seen, self._answer(function, group, name, item)) for item in asked)
            and (group is not Group.PAIRS or self._both_hold(function, name, asked))
        ]

    def likely(self, function: str, short: Sequence[Asked], group: Group, first: Asked) -> list[str]:
        """The names of mistakes that answer these as the student did, whatever else must hold of them.

        first: the student's first call of all.
        """
        names = self._of(function, group).said
        if any(item.seen.outcome not in REPLAYED for item in short):
            return list(names)
        key = function, group, first.question.key(), _fingerprints(short)
        return self._once(key, partial(self._answering, function, short, group, first))

    def _answering(self, function: str, short: Sequence[Asked], group: Group, first: Asked) -> list[str]:
        names = self._of(function, group).said
        if group is Group.SYSTEMATIC:
            order = _order(self._alike(function, short)) if names else []
            return self._all_fitting(function, list(names), short, order, first.question)
        self._answer_together(function, group, list(names), short[0])
        return [
            name
            for name in names
            if all(same_observation(item.seen, self._answer(function, group, name, item)) for item in short)
        ]

    def _systematic_matching(
        self, function: str, asked: Sequence[Asked], among: Collection[str]
    ) -> list[str]:
        """What `.grad` holds afterwards is left aside, which right answers may differ in.

        Nothing where calls raise or return None that should not, and no other is wrong: that has too many
        causes.
        """
        names = among or self._of(function, Group.SYSTEMATIC).said
        if not names:
            return []
        right = self._right(function, asked)
        alike = self._alike(function, asked)
        telling = [_telling(item.seen) for item in asked]
        lost = any(_telling(one) and not told for one, told in zip(right, telling, strict=True))
        if lost and not any(told and not same for told, same in zip(telling, alike, strict=True)):
            return []
        if _is_one_answer(asked):
            # Of a function that always answers the same, many things are true that help nobody.
            general = self._of(function, Group.SYSTEMATIC).general
            names = [name for name in names if name not in general]
        # Where nothing differs, what is wrong is nothing that these mistakes are about.
        if all(alike):
            return []
        return self._all_fitting(function, list(names), asked, _order(alike), asked[0].question)

    def _right(self, function: str, asked: Sequence[Asked]) -> list[Observation]:
        return [self._answer(function, Group.SYSTEMATIC, function, item) for item in asked]

    def _alike(self, function: str, asked: Sequence[Asked]) -> list[bool]:
        """Which of the student's answers are right ones."""
        right = self._right(function, asked)
        return [same_observation(item.seen, one, grads=False) for one, item in zip(right, asked, strict=True)]

    def _all_fitting(
        self, function: str, names: list[str], asked: Sequence[Asked], order: Sequence[int], first: Question
    ) -> list[str]:
        """Of these systematic mistakes those that answer as the student did. order: of the calls."""
        if names and order:
            self._answer_together(function, Group.SYSTEMATIC, names, asked[order[0]])
        return [name for name in names if self._fits(function, name, asked, order, first)]

    def _fits(
        self, function: str, name: str, asked: Sequence[Asked], order: Sequence[int], first: Question
    ) -> bool:
        """first: the student's first call, whose arguments stand for those that are ignored."""
        ignored = self._of(function, Group.SYSTEMATIC).ignored.get(name)
        if ignored is None:
            put, asks = name, list(asked)
        else:
            # Who answers as if an argument were always the same is the right function, asked otherwise.
            put = function
            asks = [replace(item, question=with_argument_of(item.question, first, ignored)) for item in asked]
        return all(
            same_observation(
                asked[at].seen, self._answer(function, Group.SYSTEMATIC, put, asks[at]), grads=False
            )
            for at in order
        )

    def words(
        self,
        function: str,
        names: Sequence[str],
        group: Group,
        asked: Sequence[Asked],
        failed: Collection[str],
    ) -> Diagnosis | None:
        """What is said where these mistakes have matched, or None where that is not certain.

        asked: as in `matching`. failed: ids of checks that did not pass.
        """
        if group is not Group.PAIRS:
            return self._of(function, group).said[names[0]] if names else None
        telling = [item for item in asked if item.check in failed]
        shown = dict.fromkeys(self._shown(function, name, telling) for name in names)
        # Of several pairs that answer alike none is certain.
        return self._said_of(function, *shown) if len(shown) == 1 else None

    def _shown(self, function: str, pair: str, asked: Sequence[Asked]) -> str:
        """The pair, or that half of it without which these answers would be others; or nothing."""
        one, other = pair.split(_AND)
        halves = [
            half for half, rest in ((one, other), (other, one)) if self._adds(function, pair, rest, asked)
        ]
        return pair if len(halves) == 2 else "".join(halves)

    def _adds(self, function: str, pair: str, rest: str, asked: Sequence[Asked]) -> bool:
        """Whether both at once answer any of these otherwise than the one that is the rest of the pair."""
        return any(
            not same_observation(
                self._answer(function, Group.PAIRS, pair, item),
                self._answer(function, Group.WRITTEN, rest, item),
            )
            for item in asked
        )

    def _said_of(self, function: str, name: str) -> Diagnosis | None:
        group = Group.PAIRS if _AND in name else Group.WRITTEN
        return self._of(function, group).said.get(name)

    def _both_hold(self, function: str, name: str, asked: Sequence[Asked]) -> bool:
        """Whether the words for each fit both: not where one raises an error by itself, but both do not."""
        return not any(
            self._answer(function, Group.WRITTEN, part, item).outcome is Outcome.RAISED
            for part in name.split(_AND)
            for item in asked
            if item.seen.outcome is not Outcome.RAISED
        )

    def _of(self, function: str, group: Group) -> _Known:
        if (function, group) not in self._known:
            self._known[function, group] = self._read(function, group)
        return self._known[function, group]

    def _read(self, function: str, group: Group) -> _Known:
        if group is Group.SYSTEMATIC:
            # A kit has no reference to make them from.
            return self._systematic(function) if self._assignment.solution.is_file() else _Known({}, ())
        path = self._assignment.misconceptions(function)
        if not path.is_file():
            return _Known({}, ())
        return (self._pairs if group is Group.PAIRS else self._alone)(function, cell(path))

    def _systematic(self, function: str) -> _Known:
        made = systematic(self._assignment.solution_cell().text, function)
        text = Cell(name=f"systematic mistakes in {function}", text="\n".join(one.source for one in made))
        return _Known(
            {one.name: _systematic_diagnosis(function, one) for one in made},
            (),
            {one.name: one.ignored for one in made if one.ignored},
            frozenset(one.name for one in made if one.general),
            (text,),
        )

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

    def _answer_together(self, function: str, group: Group, names: Sequence[str], item: Asked) -> None:
        """Have mistakes answer a call that all of them are compared by: many questions travel together."""
        known = self._of(function, group)
        key = item.question.key()
        new = [
            name
            for name in names
            if name not in known.ignored and (f"{function}/{name}", key) not in self._answers
        ]
        if len(new) < _TOGETHER:
            return
        sandboxed = self._sandboxed_source(function, group, item.question.kind)
        put = [replace(item.question, function=name) for name in new]
        try:
            found = sandboxed.call_all(put, within(_seconds(group)))
        except LostCallError:
            return  # each is asked by itself
        for name, seen in zip(new, found, strict=True):
            self._keep(function, group, name, key, seen)

    def _keep(self, function: str, group: Group, name: str, key: bytes, seen: Observation) -> None:
        """Remember an answer. Two at once may never end; of a single mistake that says nothing."""
        if seen.outcome in REPLAYED or group is Group.PAIRS:
            if len(self._answers) >= _KEPT:
                self._answers.clear()
            self._answers[f"{function}/{name}", key] = seen
        else:
            self._passing += 1

    def _answer(self, function: str, group: Group, name: str, item: Asked) -> Observation:
        key = item.question.key()
        known = self._answers.get((f"{function}/{name}", key))
        if known is not None:
            return known
        sandboxed = self._sandboxed_source(function, group, item.question.kind)
        try:
            seen = sandboxed.call(item.question, within(_seconds(group)), name)
        except LostCallError as lost:
            # Where its process answers as the right function, the mistake itself ends it. This time only.
            sandboxed.call(item.question, within(_seconds(group)), function)
            self._passing += 1
            return lost.seen
        self._keep(function, group, name, key, seen)
        return seen

    def _sandboxed_source(self, function: str, group: Group, device: str) -> SandboxedSource:
        key = function, group, device
        if key not in self._sandboxed:
            known = self._of(function, group)
            budget = _UNSURE if group is Group.PAIRS else PATIENT
            self._sandboxed[key] = SandboxedSource(
                self._pool,
                [self._assignment.solution_cell(), *known.cells],
                [function],
                budget=budget,
                trusted=True,
                device=device,
                made=known.made,
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


def _systematic_diagnosis(function: str, mistake: Mistake) -> Diagnosis:
    return Diagnosis(
        id=f"{function}/{mistake.name}",
        headline=mistake.headline,
        explanation=mistake.explanation,
        section="",
    )


def _order(alike: Sequence[bool]) -> list[int]:
    """Places of calls: first those with wrong answers, which are the quickest to tell mistakes apart."""
    return sorted(range(len(alike)), key=alike.__getitem__)


def _fingerprints(asked: Sequence[Asked]) -> Hashable:
    """Equal where the same was asked and answered."""
    return tuple((item.question.key(), fingerprint(item.seen)) for item in asked)


def _seconds(group: Group) -> float:
    """What one call may use."""
    return _BOTH_SECONDS if group is Group.PAIRS else _SECONDS


def _telling(seen: Observation) -> bool:
    return seen.outcome is Outcome.RETURNED and (seen.value is not None or bool(seen.after))


def _is_one_answer(asked: Sequence[Asked]) -> bool:
    """Whether many calls all returned the same; of an argument that comes back, what it holds then."""
    values = [_held(item.seen.value) for item in asked if item.seen.outcome is Outcome.RETURNED]
    return len(values) >= _MANY and all(_same_value(values[0], value) for value in values[1:])


def _held(value: object) -> object:
    return value.now if isinstance(value, Argument) else value


def same_observation(mine: Observation, theirs: Observation, *, grads: bool = True) -> bool:
    """Whether two calls look the same from outside: outcome, value, identity, arguments, autograd.

    grads: whether what `.grad` holds must be the same, too.
    """
    if mine.outcome is not theirs.outcome or _conduct(mine) != _conduct(theirs):
        return False
    if mine.outcome is Outcome.RAISED:
        return same_error(mine, theirs)
    names = mine.after.keys() | theirs.after.keys()
    if grads and mine.after.keys() != theirs.after.keys():
        return False
    return _same_value(mine.value, theirs.value, grads) and all(
        _same_value(_afterwards(mine, name), _afterwards(theirs, name), grads) for name in names
    )


def _afterwards(seen: Observation, name: str) -> object:
    """What an argument holds after a call; of a leaf that did not change, without its `.grad`."""
    before = seen.call.arguments.get(name)
    if name in seen.after or not isinstance(before, Leaf):
        return seen.after.get(name, before)
    return SeenTensor(data=before.data, device=seen.call.device, requires_grad=True)


def _conduct(seen: Observation) -> tuple[object, ...]:
    return seen.used_autograd, seen.kept, seen.gradients_on


def _same_value(mine: object, theirs: object, grads: bool = True) -> bool:
    if isinstance(mine, Argument) or isinstance(theirs, Argument):
        return isinstance(mine, Argument) and isinstance(theirs, Argument) and mine.name == theirs.name
    if isinstance(mine, SeenOptimizer) and isinstance(theirs, SeenOptimizer):
        return (mine.name == theirs.name and difference(mine.options, theirs.options) is None) and (
            _same_value(mine.params, theirs.params, grads)
        )
    if isinstance(mine, tuple) and isinstance(theirs, tuple) and len(mine) == len(theirs):
        return all(_same_value(a, b, grads) for a, b in zip(mine, theirs, strict=True))
    if isinstance(mine, wire.Figure) and isinstance(theirs, wire.Figure):
        return same_figure(mine, theirs)
    if isinstance(mine, wire.Opaque) and isinstance(theirs, wire.Opaque):
        # `<Axes: xlabel='…'>` is a kind of object, and what it says of itself is no answer.
        described = mine.text.startswith("<") and theirs.text.startswith("<")
        return mine.type == theirs.type and (described or mine.text == theirs.text)
    if type(mine) is not type(theirs):
        return False
    flags = [(getattr(v, "requires_grad", None), getattr(v, "has_graph", None)) for v in (mine, theirs)]
    if flags[0] != flags[1]:
        return False
    if isinstance(mine, SeenTensor) and isinstance(theirs, SeenTensor):
        alike = same_tensor(mine, theirs)
    else:
        alike = difference(mine, theirs) is None
    if not alike:
        return False
    held = [getattr(v, "grad", None) for v in (mine, theirs)]
    return not grads or held[0] is held[1] or (None not in held and difference(*held) is None)
