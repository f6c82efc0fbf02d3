"""A class that nbgrader runs, for tests: a small course with a written question, and its students."""

from __future__ import annotations

import copy
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config.loader import PyFileConfigLoader

from grader.authoring.release import release
from grader.course.layout import Course, open_course
from grader.model import FunctionResult, Report, Status
from grader.nbgrader.init import init
from grader.words.messages import NOTHING
from helpers.sample_reports import a_class

HERE = Path(__file__).resolve().parents[1]
QUESTION = """

# %% [markdown] written="why" points=2
# Why does a fold halve the length?
#
# ### BEGIN SOLUTION
# Because both halves lie on each other.
# ### END SOLUTION
"""
RIGHT = {
    "area": "def area(width, height):\n    return height * width",
    "dry": "def dry(width, height, depths):\n    return area(width, max(height - sum(depths), 0))",
    "folds": "def folds(length):\n    return length.bit_length()",
    "why": "Both halves cover each other.",
}
POINTS = {"area": 1.0, "dry": 2.0, "folds": 1.0}
Edit = Callable[[NotebookNode], None]


def shapes(folder: Path) -> Course:
    """The course: assignment `shapes`, 4 points by checks and 2 by hand."""
    shutil.copytree(HERE / "courses" / "sound", folder)
    with (folder / "solutions" / "shapes.py").open("a", encoding="utf-8") as file:
        file.write(QUESTION)
    release(folder)
    return open_course(folder)


def shapes_report(student: str, **scores: float | None) -> Report:
    """A report of `shapes` with these scores; all points where none is said."""
    functions = tuple(
        FunctionResult(
            name=name,
            status=Status.PASSED,
            score=scores.get(name, points),
            max_score=points,
            checks=(),
        )
        for name, points in POINTS.items()
    )
    total = sum(function.score or 0.0 for function in functions)
    return replace(
        a_class()[0], student=student, assignment="shapes", functions=functions, score=total, problem=NOTHING
    )


@cache
def _empty_gradebook() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "gradebook.db"
        Gradebook(f"sqlite:///{path}", course_id="").close()
        return path.read_bytes()


def gradebook_in(folder: Path) -> str:
    """The address of a folder's gradebook; where there is none yet, an empty one that nbgrader has made.

    It starts `alembic` for each that it makes, which takes seconds: so it makes one for a process of tests.
    """
    path = folder / "gradebook.db"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_empty_gradebook())
    return f"sqlite:///{path}"


def find_alembic() -> None:
    """nbgrader calls `alembic` by name when it makes a gradebook: let it find the one beside this Python."""
    beside = str(Path(sys.executable).parent)
    if beside not in os.environ["PATH"].split(os.pathsep):
        os.environ["PATH"] = f"{beside}{os.pathsep}{os.environ['PATH']}"


class NbClass:
    """nbgrader's own course folder for a course of ours, driven through nbgrader's API in this process."""

    def __init__(self, folder: Path, course: Course | None, assignment: str, url: str = "") -> None:
        """course: what to make the folder of; None for one that is there already. url: the gradebook's."""
        find_alembic()
        self.folder = folder
        self.assignment = assignment
        if course is not None:
            init(folder, course, [assignment])
        self.config = PyFileConfigLoader("nbgrader_config.py", path=str(folder)).load_config()
        self.url = url or gradebook_in(folder)
        self.config.CourseDirectory.db_url = self.url
        self.api = NbGraderAPI(CourseDirectory(config=self.config), config=self.config)
        if not (folder / "release" / assignment).is_dir():
            done(self.api.generate_assignment(assignment))

    def copy(self, folder: Path) -> NbClass:
        """The same in another folder, which is quicker than to make it anew."""
        shutil.copytree(self.folder, folder)
        config = folder / "nbgrader_config.py"
        text = config.read_text(encoding="utf-8").replace(str(self.folder), str(folder))
        config.write_text(text, encoding="utf-8")
        return NbClass(folder, None, self.assignment)

    def released(self) -> NotebookNode:
        """The notebook that students get."""
        path = self.folder / "release" / self.assignment / f"{self.assignment}.ipynb"
        made: NotebookNode = nbformat.read(path, as_version=4)
        return made

    def hand_in(self, student: str, answers: Mapping[str, str], edit: Edit | None = None) -> Path:
        """A student's notebook: answers by cell, then whatever else they did to it."""
        notebook = copy.deepcopy(self.released())
        for cell in notebook.cells:
            name = cell.metadata.get("nbgrader", {}).get("grade_id")
            if name in answers:
                cell.source = answers[name]
        if edit is not None:
            edit(notebook)
        return self.hand_in_text(student, nbformat.writes(notebook))

    def hand_in_text(self, student: str, text: str, encoding: str = "utf-8") -> Path:
        """Any text as a student's notebook."""
        path = self.folder / "submitted" / student / self.assignment / f"{self.assignment}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode(encoding))
        return path

    def autograde(self, student: str) -> dict[str, Any]:
        """As formgrader's button does; success, log, error."""
        result: dict[str, Any] = self.api.autograde(self.assignment, student)
        return result

    def grades(self, student: str) -> dict[str, float | None]:
        """What the autograder scored, by cell; None where a person has to."""
        with Gradebook(self.url) as book:
            submitted = book.find_submission_notebook(self.assignment, self.assignment, student)
            return {grade.name: grade.auto_score for grade in submitted.grades}

    def comments(self, student: str) -> dict[str, str | None]:
        """What students read beside their answers, by cell."""
        with Gradebook(self.url) as book:
            submitted = book.find_submission_notebook(self.assignment, self.assignment, student)
            return {comment.name: comment.comment for comment in submitted.comments}

    def autograded(self, student: str) -> dict[str, NotebookNode]:
        """The graded notebook's marked cells by name."""
        path = self.folder / "autograded" / student / self.assignment / f"{self.assignment}.ipynb"
        cells = nbformat.read(path, as_version=4).cells
        return {
            cell.metadata.nbgrader.grade_id: cell
            for cell in cells
            if cell.metadata.get("nbgrader", {}).get("grade_id")
        }

    def feedback(self, student: str) -> str:
        """The feedback page."""
        done(self.api.generate_feedback(self.assignment, student))
        path = self.folder / "feedback" / student / self.assignment / f"{self.assignment}.html"
        return path.read_text(encoding="utf-8")


def done(result: dict[str, Any]) -> None:
    """Fail with nbgrader's own log where a step did not succeed."""
    assert result["success"], result.get("log", "") + result.get("error", "")


def cell(notebook: NotebookNode, name: str) -> NotebookNode:
    """A marked cell of a notebook."""
    found: NotebookNode = next(
        one for one in notebook.cells if one.metadata.get("nbgrader", {}).get("grade_id") == name
    )
    return found


def without(*names: str) -> Edit:
    """An edit that deletes marked cells."""

    def edit(notebook: NotebookNode) -> None:
        notebook.cells = [
            one for one in notebook.cells if one.metadata.get("nbgrader", {}).get("grade_id") not in names
        ]

    return edit
