"""`course.toml` at a course's root: what the instructor decides about a student's evening.

assignments = ["tensors", "gradient_descent"]      # the order of the course; the others follow by name

[students]
show_reference = true        # after all points of a function; a course without the file shows nothing
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import Any

from grader.course.layout import Course
from grader.errors import CourseError

FILE = "course.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseSettings:
    """What `course.toml` says, in a form that needs no further look at it."""

    # Every assignment of the course.
    order: tuple[str, ...]
    # Whether a student who has all points of a function may read the reference's own.
    show_reference: bool = False


def read_settings(course: Course) -> CourseSettings:
    """The course's settings, or those of a course that says nothing. Raises CourseError naming the key."""
    path = course.root / FILE
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    except (OSError, ValueError) as error:
        raise CourseError(f"{path} cannot be read: {error}") from None
    _known(said, ("assignments", "students"), path.name)
    students = said.get("students", {})
    if not isinstance(students, dict):
        raise CourseError(f"{path}: expected a table [students], got {students!r}")
    _known(students, ("show_reference",), f"{path.name}, [students]")
    shows = students.get("show_reference", False)
    if not isinstance(shows, bool):
        raise CourseError(f"{path}: show_reference is true or false, got {shows!r}")
    return CourseSettings(order=_order(course, said.get("assignments", [])), show_reference=shows)


def _order(course: Course, named: Any) -> tuple[str, ...]:
    if not isinstance(named, list) or not all(isinstance(name, str) for name in named):
        raise CourseError(f"{FILE}: assignments is a list of names, got {named!r}")
    # A kit may hold fewer assignments than the course it was made of.
    first = [name for name in dict.fromkeys(named) if name in course.assignments]
    return (*first, *(name for name in sorted(course.assignments) if name not in first))


def _known(table: dict[str, Any], keys: tuple[str, ...], where: str) -> None:
    unknown = [key for key in table if key not in keys]
    if unknown:
        raise CourseError(f"{where}: there is no setting {unknown[0]!r}; expected any of {', '.join(keys)}")
