"""Nobody is refused for form: written answers alone, pictures, kernels of any name, one of two broken."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

pytest.importorskip("nbgrader")

import nbformat
from helpers.nbgrader_course import done
from helpers.own_course import Case, OwnCourse
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_notebook
from nbgrader.api import Gradebook

from grader.nbgrader.exporter import mended

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is built on Linux's own means")

DOUBLE = Case("double", "", "def f(x):\n    return 2 * x", "def f(x):\n    return x", ("assert f(2) == 4",))


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> OwnCourse:
    return OwnCourse(tmp_path_factory.mktemp("forms"))


def question() -> NotebookNode:
    """A notebook of one written answer."""
    marks = {
        "schema_version": 3, "grade": True, "grade_id": "why", "solution": True, "locked": False,
        "task": False, "points": 2.0,
    }  # fmt: skip
    cell = new_markdown_cell("Because.", metadata={"nbgrader": marks})
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    made: NotebookNode = new_notebook(cells=[cell], metadata={"kernelspec": kernel})
    return made


def write(course: OwnCourse, folder: str, name: str, notebook: NotebookNode) -> Path:
    """A notebook at its place."""
    path = course.folder / folder / f"{name}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    return path


def test_written_answers_alone_wait_for_a_person_and_keep_their_folder(course: OwnCourse) -> None:
    """No code is no fault there."""
    write(course, "source/essay", "essay", question())
    done(course.api.generate_assignment("essay"))
    written = question()
    written.cells[0].source = "Both halves lie on each other."
    write(course, "submitted/ada/essay", "essay", written)
    done(course.api.autograde("essay", "ada"))
    assert (course.folder / "autograded" / "ada" / "essay" / "essay.ipynb").is_file()
    with Gradebook(course.url) as book:
        (grade,) = book.find_submission_notebook("essay", "essay", "ada").grades
        assert grade.needs_manual_grade and grade.auto_score is None


def test_of_two_notebooks_only_the_broken_one_is_lost(course: OwnCourse) -> None:
    """The other one has its points and its page; nbgrader ends as with a failure, and names the notebook."""
    course.release("pair", [DOUBLE])
    write(
        course, "source/pair", "other", nbformat.read(course.folder / "source/pair/pair.ipynb", as_version=4)
    )
    done(course.api.generate_assignment("pair", force=True))
    folder = course.hand_in("pair", "right", [DOUBLE])
    (folder / "other.ipynb").write_text('{"cells": [', encoding="utf-8")
    result = course.api.autograde("pair", "right")
    assert not result["success"] and "other.ipynb" in result["log"]
    assert [path.name for path in (course.folder / "autograded" / "right" / "pair").glob("*.ipynb")] == [
        "pair.ipynb"
    ]
    with Gradebook(course.url) as book:
        scores = {
            name: [grade.auto_score for grade in book.find_submission_notebook(name, "pair", "right").grades]
            for name in ("pair", "other")
        }
    assert scores == {"pair": [2.0], "other": [None]}


def test_another_language_is_the_instructors_to_hear(course: OwnCourse) -> None:
    """Before any hand-in is touched."""
    course.release("birds", [DOUBLE])
    course.hand_in("birds", "right", [DOUBLE])
    path = course.folder / "source" / "birds" / "birds.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["metadata"]["kernelspec"] = {"display_name": "R", "language": "R", "name": "ir"}
    path.write_text(json.dumps(notebook), encoding="utf-8")
    result = course.api.autograde("birds", "right")
    assert not result["success"]
    assert "birds.ipynb is in R. The grader grades Python only." in result["log"] + result["error"]
    assert not (course.folder / "autograded" / "right" / "birds").exists()


@pytest.mark.parametrize("kernel", ["conda-env-stats-py", "ir-and-python", "julia"])
def test_a_kernel_of_any_name_is_graded(course: OwnCourse, kernel: str) -> None:
    """What a student's Jupyter calls its kernel says nothing of the work."""
    if not (course.folder / "release" / "kernels").is_dir():
        course.release("kernels", [DOUBLE])
        course.hand_in("kernels", "right", [DOUBLE])
    folder = course.folder / "submitted" / "right" / "kernels"
    path = folder / "kernels.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["metadata"] = {"kernelspec": {"display_name": kernel, "language": "", "name": kernel}}
    path.write_text(json.dumps(notebook), encoding="utf-8")
    assert course.autograde("kernels", "right") == {"double-0": 2.0}


def test_outputs_and_pictures_do_not_count_as_size(tmp_path: Path) -> None:
    """Outputs go; pictures in a written answer stay, for whoever marks it."""
    picture = {"image.png": {"image/png": "A" * 3_000_000}}
    shown = {"output_type": "stream", "name": "stdout", "text": "x" * 3_000_000}
    cells = [
        {
            "cell_type": "markdown",
            "metadata": {},
            "source": "See ![](attachment:image.png)",
            "attachments": picture,
        },
        {"cell_type": "code", "metadata": {}, "source": "x = 1", "outputs": [shown], "execution_count": 1},
    ]
    path = tmp_path / "large.ipynb"
    path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    made = mended(path)
    assert made.cells[0].attachments == picture
    assert made.cells[1].outputs == [] and made.cells[1].source == "x = 1"
