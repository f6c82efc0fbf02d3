"""A course is a folder with three rooms; an assignment has the same name in each.

exercises/<assignment>.py   solutions/<assignment>.py   autograde_tests/test_<assignment>.py
solutions/misconceptions/<assignment>/<function>.py
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from grader.errors import CourseError
from grader.model import Cell

ROOMS = ("exercises", "solutions", "autograde_tests")


@dataclass(frozen=True, slots=True)
class Assignment:
    """One assignment and where its parts lie."""

    name: str
    root: Path

    @property
    def exercise(self) -> Path:
        return self.root / "exercises" / f"{self.name}.py"

    @property
    def solution(self) -> Path:
        return self.root / "solutions" / f"{self.name}.py"

    @property
    def checks(self) -> Path:
        return self.root / "autograde_tests" / f"test_{self.name}.py"

    def misconceptions(self, function: str) -> Path:
        return self.root / "solutions" / "misconceptions" / self.name / f"{function}.py"

    def solution_cell(self) -> Cell:
        """The reference's text. Raises CourseError where it cannot be read."""
        return cell(self.solution)

    def exercise_cell(self) -> Cell:
        """The stub's text. Raises CourseError where it cannot be read."""
        return cell(self.exercise)


@dataclass(frozen=True, slots=True)
class Course:
    """A course folder and its assignments, by name."""

    root: Path
    assignments: dict[str, Assignment]

    def assignment(self, name: str) -> Assignment:
        """One assignment. Raises CourseError naming those that there are."""
        if name not in self.assignments:
            known = ", ".join(sorted(self.assignments))
            raise CourseError(f"there is no assignment {name!r} in {self.root}; there are: {known}")
        return self.assignments[name]


def open_course(root: Path) -> Course:
    """The course in a folder. Raises CourseError where rooms are missing or no assignment is whole."""
    missing = [room for room in ROOMS if not (root / room).is_dir()]
    if missing:
        raise CourseError(
            f"{root} is not a course: expected the folders {', '.join(ROOMS)}, but "
            f"{', '.join(missing)} is missing; go to a course's folder or name it with --course"
        )
    names = sorted(path.stem.removeprefix("test_") for path in (root / "autograde_tests").glob("test_*.py"))
    found = {name: Assignment(name, root.resolve()) for name in names}
    for assignment in found.values():
        for path in (assignment.exercise, assignment.solution):
            if not path.is_file():
                raise CourseError(
                    f"{assignment.checks} has no partner: expected {path}; run `grader release`"
                )
    if not found:
        raise CourseError(f"{root / 'autograde_tests'} holds no test_<assignment>.py; expected at least one")
    return Course(root.resolve(), found)


def find_course(start: Path) -> Course:
    """The course that a folder lies in: itself or the nearest parent with the three rooms."""
    for folder in (start.resolve(), *start.resolve().parents):
        if all((folder / room).is_dir() for room in ROOMS):
            return open_course(folder)
    return open_course(start)


def cell(path: Path) -> Cell:
    """A course's own file as one cell. Raises CourseError where it cannot be read."""
    try:
        return Cell(name=path.name, text=path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise CourseError(f"{path} cannot be read: {error}") from None
