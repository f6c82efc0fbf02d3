"""What a student means by a name: `dloss_fn`, `autograd.update`, `autograd`, or the file of one.

Reads texts, runs nothing.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from grader.course.layout import Assignment, Course, cell
from grader.course.settings import read_settings
from grader.errors import UsageError
from grader.words.messages import Code, Message, code_list, say

_CHECKED = re.compile(r"""^@check\(\s*["'](\w+)["']""", re.MULTILINE)
_WRITTEN = re.compile(r"""^# %% \[markdown\].*\bwritten=""", re.MULTILINE)
_DEFINED = re.compile(r"^def (\w+)\(", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Target:
    """One function of one assignment."""

    assignment: str
    function: str

    def __str__(self) -> str:
        return f"{self.assignment}.{self.function}"


def functions_of(assignment: Assignment) -> list[str]:
    """The functions that an assignment's checks are about, in the order in which the exercise has them."""
    checked = dict.fromkeys(_CHECKED.findall(cell(assignment.checks).text))
    first = [name for name in functions_written(assignment) if name in checked]
    return [*first, *(name for name in checked if name not in first)]


def functions_written(assignment: Assignment) -> list[str]:
    """All functions that an exercise defines as it is handed out, given ones too, in its order."""
    return list(dict.fromkeys(_DEFINED.findall(assignment.stub_cell().text)))


def written_questions(assignment: Assignment) -> int:
    """How many questions of an exercise are answered in words, which a person reads."""
    return len(_WRITTEN.findall(assignment.stub_cell().text))


def targets(course: Course, name: str | None = None, assignment: str | None = None) -> list[Target]:
    """Every function that a name may mean, in the order of the course; no name means all.

    Raises:
        CourseError: there is no such assignment.
        UsageError: there is no such function; names those that are spelled alike.
    """
    name = _of_file(name)
    prefix, _, function = (name or "").rpartition(".")
    if assignment is None and name in course.assignments:
        prefix, function = name, ""
    wanted = prefix or assignment
    names = [course.assignment(wanted).name] if wanted else read_settings(course).order
    known = [Target(one, item) for one in names for item in functions_of(course.assignment(one))]
    found = [target for target in known if function in ("", target.function)]
    if not found:
        raise UsageError(_no_such(function, known, [] if wanted else names))
    return found


def _of_file(name: str | None) -> str | None:
    """`exercises/autograd.py` is the assignment `autograd`; other names are as they are."""
    path = PurePath(name or "")
    return path.stem if path.suffix in (".py", ".ipynb") else name


def _no_such(function: str, known: Sequence[Target], assignments: Sequence[str]) -> Message:
    """assignments: those that may be meant, too."""
    names = list(dict.fromkeys(item.function for item in known))
    close = _alike(function, [*assignments, *names])
    missing = say("No assignment has a function {function}.", function=Code(function))
    if close:
        return missing + say("Did you mean {names}?", names=code_list(close, "or"))
    return missing + say("The functions are {names}.", names=code_list(names))


def _alike(typed: str, names: Sequence[str]) -> list[str]:
    """Names that are spelled like what was typed; small letters and capitals are the same."""
    by_spelling: dict[str, list[str]] = {}
    for name in names:
        by_spelling.setdefault(name.lower(), []).append(name)
    close = difflib.get_close_matches(typed.lower(), by_spelling, n=3)
    return list(dict.fromkeys(name for spelling in close for name in by_spelling[spelling]))
