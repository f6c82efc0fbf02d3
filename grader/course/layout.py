"""A course is a folder with three folders; an assignment has the same name in each.

exercises/<assignment>.py   solutions/<assignment>.py   autograde_tests/test_<assignment>.py
solutions/misconceptions/<assignment>/<function>.py

A student kit has `answers/` where a course has `solutions/`: what the reference answered to the calls of the
checks, for a few seeds, and the exercises as they were handed out.
"""

from __future__ import annotations

import json
import shlex
from dataclasses import dataclass
from pathlib import Path

from grader.course.solution_regions import stub
from grader.errors import CourseError
from grader.model import Cell
from grader.words.messages import Code, Heard, InFile, Items, Message, Name, code_list, say

FOLDERS = ("exercises", "solutions", "autograde_tests")
KIT_FOLDERS = ("exercises", "answers", "autograde_tests")
# Never over the folder that a student works in.
UNPACK = say(
    "Unpack the kit into an empty folder. Then copy its folder {answers} here.", answers=Code("answers")
)


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

    @property
    def answers(self) -> Path:
        """What a kit holds in the solution's place."""
        return self.root / "answers" / f"{self.name}.msgpack"

    @property
    def mistakes(self) -> Path:
        """What a kit knows of mistakes; it may hold none."""
        return self.root / "answers" / f"{self.name}.mistakes"

    @property
    def is_kit(self) -> bool:
        """Whether there are recorded answers and no solution."""
        return self.answers.is_file() and not self.solution.is_file()

    @property
    def handed_out(self) -> Path:
        """In a kit, whose exercises are worked in: the exercise as it was handed out, kept aside."""
        return self.answers.with_suffix(".py")

    def misconceptions(self, function: str) -> Path:
        return self.root / "solutions" / "misconceptions" / self.name / f"{function}.py"

    def solution_cell(self) -> Cell:
        """The reference's text. Raises CourseError where it cannot be read."""
        return cell(self.solution)

    def stub_cell(self) -> Cell:
        """The exercise as it was handed out, whatever a student has made of the file since.

        Raises CourseError where it cannot be made.
        """
        if self.is_kit:
            return cell(self.handed_out)
        return Cell(name=self.exercise.name, text=stub(self.solution_cell().text, self.solution.name))


@dataclass(frozen=True, slots=True)
class Course:
    """A course folder and its assignments, by name."""

    root: Path
    assignments: dict[str, Assignment]
    # The seeds whose answers a kit holds; () for a course, which has the reference and so any seed.
    seeds: tuple[int, ...] = ()

    def assignment(self, name: str) -> Assignment:
        """One assignment. Raises CourseError naming those that there are."""
        if name not in self.assignments:
            raise CourseError(
                say(
                    "There is no assignment {name} in {folder}. Expected {known}.",
                    name=Code(name),
                    folder=InFile(str(self.root)),
                    known=Items(tuple(map(Name, sorted(self.assignments))), "or"),
                )
            )
        return self.assignments[name]


def open_course(root: Path) -> Course:
    """The course or kit in a folder. Raises CourseError where one is missing, or no assignment whole."""
    if not _is_root(root):
        raise CourseError(_no_course(root))
    folders = FOLDERS if _has(root, FOLDERS) else KIT_FOLDERS
    names = sorted(path.stem.removeprefix("test_") for path in (root / "autograde_tests").glob("test_*.py"))
    found = {name: Assignment(name, root.resolve()) for name in names}
    for assignment in found.values():
        _demand_partners(assignment, folders)
    if not found:
        raise CourseError(
            say(
                "Expected at least one file `test_<assignment>.py` in {folder}, found none. "
                "Make one with `grader new-exercise NAME`.",
                folder=InFile(str(root / "autograde_tests")),
            )
        )
    return Course(root.resolve(), found, _seeds(root) if folders is KIT_FOLDERS else ())


def _no_course(root: Path) -> Message:
    """What a course and a kit have, and where to go, for who has either."""
    said = say("{folder} is not a student kit, and not a course.", folder=InFile(str(root.resolve())))
    below = [checks.parent for checks in sorted(root.glob("*/autograde_tests")) if _is_root(checks.parent)]
    if below:
        return said + say(
            "Go to {below}: {command}.", below=InFile(below[0].name), command=_cd(below[0].name)
        )
    every = dict.fromkeys((*KIT_FOLDERS, *FOLDERS))
    return (
        said
        + say("A kit has the folders {folders}.", folders=code_list(KIT_FOLDERS))
        + say("A course has the folders {folders}.", folders=code_list(FOLDERS))
        + say("Not found: {missing}.", missing=code_list(one for one in every if not (root / one).is_dir()))
        + say("Go to the folder of your kit or course: {command}.", command=_cd("FOLDER"))
        + say("Or name it with {option}.", option=Code("--course FOLDER"))
    )


def _cd(folder: str) -> Code:
    return Code(f"cd {shlex.quote(folder)}")


def _demand_partners(assignment: Assignment, folders: tuple[str, ...]) -> None:
    """An exercise that is missing stops nobody: a student may have given it another name."""
    is_kit = folders is KIT_FOLDERS
    partner = assignment.answers if is_kit else assignment.solution
    if not partner.is_file():
        missing = say(
            "{checks} also needs {file}, which is missing.",
            checks=InFile(str(assignment.checks)),
            file=InFile(str(partner)),
        )
        raise CourseError(missing + UNPACK if is_kit else missing)


def find_course(start: Path) -> Course:
    """The course that a folder lies in: itself or the nearest parent with the three folders."""
    return open_course(find_root(start))


def find_root(start: Path) -> Path:
    """The folder with the three folders: this one or the nearest parent; itself where there is none."""
    for folder in (start.resolve(), *start.resolve().parents):
        if _is_root(folder):
            return folder
    return start


def _is_root(folder: Path) -> bool:
    return _has(folder, FOLDERS) or _has(folder, KIT_FOLDERS)


def _has(root: Path, folders: tuple[str, ...]) -> bool:
    return all((root / folder).is_dir() for folder in folders)


def _seeds(root: Path) -> tuple[int, ...]:
    """The seeds that a kit was recorded with. Raises CourseError."""
    path = root / "answers" / "kit.json"
    try:
        seeds = json.loads(path.read_text(encoding="utf-8"))["seeds"]
        return tuple(int(seed) for seed in seeds)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CourseError(unreadable(path, error) + UNPACK) from None


def cell(path: Path) -> Cell:
    """A course's own file as one cell. Raises CourseError where it cannot be read."""
    try:
        return Cell(name=path.name, text=path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise CourseError(unreadable(path, error)) from None


def unreadable(path: Path, error: Exception) -> Message:
    """That a course's own file cannot be read, and why."""
    return say("Cannot read {file}: {why}.", file=InFile(str(path)), why=Heard(str(error)))
