"""The mistakes that are known of one function: the course's own, pairs of these, and made ones."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import Enum

from grader.course.layout import Assignment, cell
from grader.diagnosis.merge import blends
from grader.diagnosis.mistake import Mistake
from grader.diagnosis.systematic import systematic
from grader.errors import CourseError
from grader.model import Cell, Diagnosis
from grader.words.messages import Code, Heard, Message, Name, of_course, say

# Between the names of two mistakes in that of their pair.
AND = "__and__"
_SECTION = re.compile(r"\((§[^)]*)\)\s*\.?\s*$")
_RIGHT = "_right"


class Group(Enum):
    """Mistakes that are replayed together, and in this order."""

    WRITTEN = "written"
    PAIRS = "pairs"
    SYSTEMATIC = "systematic"


@dataclass(frozen=True, slots=True)
class FunctionMistakes:
    """Mistakes of one function: what is said of each, by its name in the cells that they live in."""

    said: dict[str, Diagnosis]
    cells: tuple[Cell, ...] = ()
    # Of those that keep an argument as it was in the first call: which.
    ignored: Mapping[str, str] = field(default_factory=dict)
    # Those that are said of no function that always answers the same.
    general: Collection[str] = ()
    # Cells that this program made: hundreds of mistakes, called by their names.
    made: tuple[Cell, ...] = ()


def function_mistakes(assignment: Assignment, function: str, group: Group) -> FunctionMistakes:
    """The group's mistakes of one function; none where there are none.

    Raises:
        CourseError: the course's file of them cannot be read.
    """
    if group is Group.SYSTEMATIC:
        # A kit has no reference to make them from.
        return _systematic(assignment, function) if assignment.solution.is_file() else FunctionMistakes({})
    path = assignment.misconceptions(function)
    if not path.is_file():
        return FunctionMistakes({})
    return (_pairs if group is Group.PAIRS else _written)(assignment, function, cell(path))


def _systematic(assignment: Assignment, function: str) -> FunctionMistakes:
    made = systematic(assignment.solution_cell().text, function)
    text = Cell(name=f"systematic mistakes in {function}", text="\n".join(one.source for one in made))
    return FunctionMistakes(
        {one.name: _systematic_diagnosis(function, one) for one in made},
        made=(text,),
        ignored={one.name: one.ignored for one in made if one.ignored},
        general=frozenset(one.name for one in made if one.general),
    )


def _written(assignment: Assignment, function: str, text: Cell) -> FunctionMistakes:
    said = read_misconceptions(text.text, function, assignment.name)
    return FunctionMistakes({diagnosis.id.rpartition("/")[2]: diagnosis for diagnosis in said}, (text,))


def _pairs(assignment: Assignment, function: str, text: Cell) -> FunctionMistakes:
    alone = _written(assignment, function, text).said
    wrong = _functions(text.text)
    solution = _functions(assignment.solution_cell().text)
    right = [*right_wordings(text.text).values(), *filter(None, [solution.get(function)])]
    both = blends(right, {name: wrong[name] for name in alone})
    named = {f"{one}{AND}{other}": (one, other, laid) for (one, other), laid in both.items()}
    made = [laid.replace("_", name, 1) for name, (_, _, laid) in named.items()]
    return FunctionMistakes(
        {name: _both(alone[one], alone[other]) for name, (one, other, _) in named.items()},
        (text, Cell(name=f"pairs of {text.name}", text="\n".join(made))),
    )


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
