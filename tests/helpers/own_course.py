"""A course of plain asserts, not made with this grader, that nbgrader runs: for tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from grader.nbgrader.settings import configure
from helpers.nbgrader_course import done, find_alembic, gradebook_in

POINTS = 2.0
GIVEN, RIGHT, WRONG, TESTS = "given cell", "right answer", "wrong answer", "grade cell"
_MARKED = "BEGIN SOLUTION"


@dataclass(frozen=True)
class Case:
    """A notebook of one answer: what was given above it, a right and a wrong answer, the grade cells."""

    name: str
    given: str
    right: str
    wrong: str
    tests: tuple[str, ...]

    def answer(self, student: str) -> str | None:
        """What a student of the name `right` or `wrong` writes; None: what was released stays."""
        return {"right": self.right, "wrong": self.wrong}.get(student)


def case_in(path: Path) -> Case:
    """A case from a file whose parts stand below lines `# %% …`; of a wrong answer each line is a comment."""
    parts: list[tuple[str, list[str]]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# %% "):
            parts.append((line.removeprefix("# %% "), []))
        else:
            parts[-1][1].append(line)
    texts = [(title, "\n".join(lines)) for title, lines in parts]

    def the(start: str) -> str:
        return next(text for title, text in texts if title.startswith(start))

    wrong = "\n".join(line[2:] for line in the(WRONG).split("\n"))
    tests = tuple(text for title, text in texts if title.startswith(TESTS))
    return Case(path.stem, the(GIVEN), the(RIGHT), wrong, tests)


def source(cases: Sequence[Case]) -> NotebookNode:
    """nbgrader's source notebook of some cases, one below the other."""
    cells = []
    for case in cases:
        solution = case.right
        if _MARKED not in solution:
            solution = f"### {_MARKED}\n{solution}\n### END SOLUTION"
        if case.given.strip():
            cells.append(_cell(case.given, f"{case.name}-given", locked=True))
        cells.append(_cell(solution, case.name, solution=True))
        cells += [
            _cell(text, f"{case.name}-{number}", grade=True, locked=True, points=POINTS)
            for number, text in enumerate(case.tests)
        ]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    made: NotebookNode = new_notebook(cells=cells, metadata={"kernelspec": kernel})
    return made


def _cell(text: str, grade_id: str, **marks: Any) -> NotebookNode:
    plain = {"schema_version": 3, "grade": False, "solution": False, "locked": False, "task": False}
    made: NotebookNode = new_code_cell(text, metadata={"nbgrader": plain | {"grade_id": grade_id} | marks})
    return made


class OwnCourse:
    """A folder in which nbgrader runs such a course.

    An assignment has one notebook of its own name, where no others are named.
    """

    def __init__(self, folder: Path, *, ours: bool = True) -> None:
        """ours: with the two lines of docs/nbgrader.md; else nbgrader as it comes."""
        find_alembic()
        self.folder = folder
        self.config = Config()
        self.config.CourseDirectory.root = str(folder)
        self.config.CourseDirectory.course_id = "own"
        self.config.CourseDirectory.db_url = self.url = gradebook_in(folder)
        if ours:
            configure(self.config)

    @property
    def api(self) -> NbGraderAPI:
        """nbgrader, with the settings as they are now."""
        return NbGraderAPI(CourseDirectory(config=self.config), config=self.config)

    def release(self, assignment: str, cases: Sequence[Case]) -> None:
        """Write the source notebook and make of it what students get."""
        self.release_notebooks(assignment, {assignment: cases})

    def release_notebooks(self, assignment: str, notebooks: Mapping[str, Sequence[Case]]) -> None:
        """The same with several notebooks."""
        for name, cases in notebooks.items():
            path = self.folder / "source" / assignment / f"{name}.ipynb"
            path.parent.mkdir(parents=True, exist_ok=True)
            nbformat.write(source(cases), path)
        done(self.api.generate_assignment(assignment))

    def hand_in(self, assignment: str, student: str, cases: Sequence[Case], notebook: str = "") -> Path:
        """The released notebook with the student's answers; the folder it lies in."""
        name = f"{notebook or assignment}.ipynb"
        released = nbformat.read(self.folder / "release" / assignment / name, as_version=nbformat.NO_CONVERT)
        answers = {case.name: case.answer(student) for case in cases}
        for cell in released.cells:
            written = answers.get(cell.metadata.nbgrader.grade_id)
            cell.source = cell.source if written is None else written
        folder = self.folder / "submitted" / student / assignment
        folder.mkdir(parents=True, exist_ok=True)
        nbformat.write(released, folder / name)
        return folder

    def autograde(self, assignment: str, student: str) -> dict[str, float | None]:
        """The automatic points by grade cell; None where a person has to decide."""
        done(self.api.autograde(assignment, student))
        return self.points(assignment, student)

    def points(self, assignment: str, student: str, notebook: str = "") -> dict[str, float | None]:
        """The same of a notebook that is graded."""
        with Gradebook(self.url) as book:
            submitted = book.find_submission_notebook(notebook or assignment, assignment, student)
            return {
                grade.name: None if grade.needs_manual_grade else grade.auto_score
                for grade in submitted.grades
            }

    def said(self, assignment: str, student: str, notebook: str = "") -> str:
        """What the graded notebook shows below its cells."""
        path = self.folder / "autograded" / student / assignment / f"{notebook or assignment}.ipynb"
        cells = nbformat.read(path, as_version=nbformat.NO_CONVERT).cells
        shown = [output for cell in cells if cell.cell_type == "code" for output in cell.outputs]
        return "\n".join("\n".join(one.get("traceback", [one.get("text", "")])) for one in shown)
