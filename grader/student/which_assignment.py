"""Which assignment is meant where several have a function of one name: asked once, and remembered.

It is remembered in the small file beside the exercises; who names an assignment has said it, too.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from grader.course.layout import Assignment, Course
from grader.course.targets import Target, functions_of, functions_written, targets
from grader.errors import UsageError
from grader.student.progress import Progress
from grader.words.messages import NOTHING, Code, Message, Name, say


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Several assignments, of which the student has to name one."""

    # Why it is asked.
    about: Message
    assignments: tuple[str, ...]
    # What to type to name each of them.
    typed: tuple[str, ...]


# Returns one of the assignments. Raises UsageError where nobody can be asked.
Choose = Callable[[Choice], str]


class Meant(NamedTuple):
    """What a name means, and what to say of that."""

    targets: list[Target]
    remark: Message = NOTHING


def meant_by(course: Course, name: str | None, assignment: str | None, command: str, choose: Choose) -> Meant:
    """The functions that a name means, of one assignment where it is the name of a function.

    command: what they were named to, such as "grader check".

    Raises:
        CourseError: there is no such assignment.
        UsageError: there is no such function, or nobody can be asked.
    """
    found = targets(course, name, assignment)
    function = (name or "").rpartition(".")[2]
    if {target.function for target in found} != {function}:
        return Meant(found)
    names = [target.assignment for target in found]
    if len(names) == 1:
        return Meant(found, remember(course, names[0], [function]))
    kept = remembered(course, names, [function])
    if kept is not None:
        return Meant([Target(kept, function)], _as_before(function, kept, command))
    about = say("{count} assignments have a function {function}.", count=len(names), function=Code(function))
    typed = tuple(f"{command} {target}" for target in found)
    chosen = choose(Choice(about=about, assignments=tuple(names), typed=typed))
    return Meant([Target(chosen, function)], remember(course, chosen, [function]))


def _as_before(function: str, assignment: str, command: str) -> Message:
    taken = say(
        "{function} is the one of {assignment}, as before.",
        function=Code(function),
        assignment=Name(assignment),
    )
    return taken + say("For another one, type {command}.", command=Code(f"{command} ASSIGNMENT.{function}"))


def fitting(course: Course, among: Sequence[str], defined: Collection[str]) -> list[str]:
    """Of some assignments those with most of the functions that a file defines; none where none has any.

    What an exercise was handed out with is its own, too. Of those with as many, what is checked decides.
    """
    count = {name: _shared(course.assignment(name), set(defined)) for name in among}
    fit = {name: counted for name, counted in count.items() if counted[1]}
    most = max(fit.values(), default=(0, 0))
    return [name for name in fit if fit[name] == most]


def _shared(assignment: Assignment, defined: set[str]) -> tuple[int, int]:
    """How many of these functions an exercise has, and how many of them are checked."""
    checked = set(functions_of(assignment))
    own = checked.union(functions_written(assignment))
    return len(defined & own), len(defined & checked)


def remembered(course: Course, among: Collection[str], functions: Collection[str]) -> str | None:
    """The one of some assignments that was named before for one of these functions."""
    progress = Progress(course)
    kept = [progress.assignment_of(function) for function in sorted(functions)]
    return next((name for name in kept if name in among), None)


def remember(course: Course, assignment: str, functions: Collection[str]) -> Message:
    """Keep which assignment was named for functions that several have; what went wrong where it cannot be."""
    known = [target.function for target in targets(course)]
    own = set(functions) & set(functions_of(course.assignment(assignment)))
    shared = [name for name in sorted(own) if known.count(name) > 1]
    try:
        Progress(course).belong_to(assignment, shared)
    except UsageError as error:
        return error.said
    return NOTHING
