"""nbgrader's whole cycle by its own commands, on the real course, with a class of 30."""

from __future__ import annotations

import ast
import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytest.importorskip("nbgrader", reason="needs nbgrader: pip install -e '.[nbgrader]'")
pytest.importorskip("jupytext", reason="needs jupytext: pip install -e '.[authoring]'")

import nbformat
from helpers.grading import ROOT
from helpers.nbgrader_course import cell, without
from nbformat import NotebookNode
from nbgrader.api import Gradebook

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="grading others needs Linux"),
]
BIN = Path(sys.executable).parent
NAME = "quadratic"
HOSTILE = ("exit_at_import", "fork_bomb", "network", "patched_torch", "writes_files", "flood_descriptors")
Edit = Callable[[NotebookNode], object]


def reverse(notebook: NotebookNode) -> None:
    notebook.cells.reverse()


def strip_marks(notebook: NotebookNode) -> None:
    for one in notebook.cells:
        one.metadata = nbformat.from_dict({})


def convert(notebook: NotebookNode) -> None:
    for name in ("model", "test_model"):
        one = cell(notebook, name)
        one.cell_type = "markdown"
        del one["outputs"], one["execution_count"]


DAMAGED: dict[str, Edit] = {
    "deleted": without("test_model", "test_grad_fn", "what_changes"),
    "reversed": reverse,
    "stripped": strip_marks,
    "converted": convert,
}


class Course:
    """A folder of nbgrader's, and its exchange, driven by commands."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / "course"
        self.url = f"sqlite:///{self.folder}/gradebook.db"
        (root / "exchange").mkdir()
        (root / "exchange").chmod(0o777)
        self.run("grader", "nbgrader", "init", self.folder, NAME, "--course", ROOT, cwd=root)
        with (self.folder / "nbgrader_config.py").open("a", encoding="utf-8") as config:
            config.write(f"\nc.Exchange.root = {str(root / 'exchange')!r}\nc.RunInSandbox.seed = 7\n")

    def run(self, *command: str | Path, cwd: Path | None = None, code: int = 0) -> str:
        """Run one of our or nbgrader's commands; its output."""
        path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
        ended = subprocess.run(
            [BIN / command[0], *command[1:]],
            cwd=cwd or self.folder,
            env=os.environ | {"PATH": path, "HOME": str(self.root)},
            capture_output=True,
            text=True,
            timeout=900,
        )
        assert ended.returncode == code, ended.stdout + ended.stderr
        return ended.stdout + ended.stderr

    def submit(self, student: str, notebook: NotebookNode | str) -> None:
        """As a student does, from a folder of their own."""
        work = self.root / "homes" / student / NAME
        work.mkdir(parents=True)
        text = notebook if isinstance(notebook, str) else nbformat.writes(notebook)
        (work / f"{NAME}.ipynb").write_text(text, encoding="utf-8")
        root = f"--Exchange.root={self.root / 'exchange'}"
        self.run("nbgrader", "submit", NAME, f"--student={student}", "--course=course", root, cwd=work.parent)


def hand_ins(course: Course) -> Iterator[tuple[str, NotebookNode | str]]:
    """30 students: 10 hostile or damaged, the others right, wrong as people are wrong, or not done."""
    source = nbformat.read(course.folder / "source" / NAME / f"{NAME}.ipynb", as_version=4)
    answers = {
        one.metadata.nbgrader.grade_id: one.source
        for one in source.cells
        if one.metadata.get("nbgrader", {}).get("solution")
    } | {"what_changes": "The model and its gradient."}

    def notebook(**changed: str) -> NotebookNode:
        made: NotebookNode = nbformat.read(course.folder / "release" / NAME / f"{NAME}.ipynb", as_version=4)
        for one in made.cells:
            name = one.metadata.get("nbgrader", {}).get("grade_id")
            one.source = (answers | changed).get(name, one.source)
        return made

    for attack in HOSTILE:
        text = (ROOT / "tests" / "hostile" / f"{attack}.py").read_text(encoding="utf-8")
        yield attack, notebook(model=answers["model"] + "\n\n" + text)
    for how, damage in list(DAMAGED.items())[:3]:
        made = notebook()
        damage(made)
        yield how, made
    yield "half", nbformat.writes(notebook())[:5000]
    for number, (function, text) in enumerate(misconceptions()):
        yield f"mistaken{number:02}", notebook(**{function: text})
    made = notebook()
    convert(made)
    yield "converted", made
    yield "empty", nbformat.read(course.folder / "release" / NAME / f"{NAME}.ipynb", as_version=4)
    yield "right", notebook()


def misconceptions() -> Iterator[tuple[str, str]]:
    """17 wrong functions under the right name, from the course's own collection."""
    found = []
    for path in sorted((ROOT / "solutions" / "misconceptions" / NAME).glob("*.py")):
        for part in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(part, ast.FunctionDef):
                part.name = path.stem
                found.append((path.stem, ast.unparse(part)))
    yield from found[:17]


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Generated, released, handed in through the exchange, collected, autograded."""
    made = Course(tmp_path_factory.mktemp("cycle"))
    made.run("nbgrader", "generate_assignment", NAME)
    made.run("nbgrader", "release_assignment", NAME)
    students = dict(hand_ins(made))
    assert len(students) == 30
    for student, notebook in students.items():
        made.submit(student, notebook)
    made.run("nbgrader", "collect", NAME)
    log = made.run("nbgrader", "autograde", NAME, code=1)  # one cannot be read, and is named
    assert "half, quadratic could not be graded" in log or "for student 'half'" in log
    return made


def test_scores_are_those_of_grader_grade(course: Course) -> None:
    """30 of 30: the same file and seed, the same points, by nbgrader and by `grader grade`."""
    out = course.root / "out"
    asked: list[str | Path] = [course.folder / "submitted", "--output", out, "--seed", "7", "--course", ROOT]
    course.run("grader", "grade", *asked, code=3)
    compared = 0
    with Gradebook(course.url) as book:
        for path in sorted(out.glob(f"*/{NAME}/report.json")):
            told = json.loads(path.read_text(encoding="utf-8"))
            grades = book.find_submission_notebook(NAME, NAME, told["student"]).grades
            theirs = {grade.name: grade.auto_score for grade in grades}
            for function in told["functions"]:
                assert theirs[f"test_{function['name']}"] == function["score"], told["student"]
            if told["score"] is None:
                assert set(theirs.values()) == {None}
            compared += 1
    assert compared == 30


def test_answers_are_marked_and_feedback_comes_back(course: Course) -> None:
    """A written answer is marked by hand; feedback is generated, released and holds both."""
    with Gradebook(course.url) as book:
        grade = book.find_grade("what_changes", NAME, NAME, "right")
        assert grade.needs_manual_grade and grade.auto_score is None
        for name in ("what_changes", "what_is_agnostic", "is_the_loss_lower", "is_the_result_better"):
            grade = book.find_grade(name, NAME, NAME, "right")
            grade.manual_score, grade.needs_manual_grade = 1.5, False
        book.find_comment("what_changes", NAME, NAME, "right").manual_comment = "And the start values?"
        book.db.commit()
    course.run("nbgrader", "generate_feedback", NAME)
    course.run("nbgrader", "release_feedback", NAME)
    page = (course.folder / "feedback" / "right" / NAME / f"{NAME}.html").read_text(encoding="utf-8")
    assert "And the start values?" in page and "1.5 / 2.0" in page
    assert list((course.root / "exchange" / "course" / "feedback").glob("*.html"))


def test_scores_are_exported(course: Course) -> None:
    """Every exporter knows every student; those who wait for a person have no score yet."""
    course.run("nbgrader", "export", "--exporter=grader.nbgrader.CanvasExport", "--to=canvas.csv")
    with (course.folder / "canvas.csv").open(encoding="utf-8") as file:
        rows = {row["SIS Login ID"]: row[NAME] for row in csv.DictReader(file)}
    assert len(rows) == 31  # the second line holds the points
    assert rows["half"] == "" and rows["empty"] == "0"
