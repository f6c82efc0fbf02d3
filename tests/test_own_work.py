"""Which file of a student is meant, also where it was renamed or deleted."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from helpers.grading import ROOT

from grader.course.layout import Course, open_course
from grader.student.own_work import own_work


@pytest.fixture
def course(tmp_path: Path) -> Course:
    for name in ("exercises", "solutions", "autograde_tests"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return open_course(tmp_path)


def lose(course: Course, *names: str) -> None:
    """Delete the script and the notebook of these assignments."""
    for name in names:
        script = course.assignment(name).exercise
        script.unlink()
        script.with_suffix(".ipynb").unlink()


def chosen(course: Course, name: str) -> str:
    """The name of the file that is checked, or nothing."""
    found = own_work(course, course.assignment(name))
    return "" if found.problem else found.path.name


def test_the_usual_name(course: Course) -> None:
    """Script and notebook as they were handed out: the script; the notebook alone: the notebook."""
    assert chosen(course, "autograd") == "autograd.py"
    course.assignment("autograd").exercise.unlink()
    assert chosen(course, "autograd") == "autograd.ipynb"


@pytest.mark.parametrize("ending", [".qmd", ".rmd"])
def test_a_document(ending: str, course: Course) -> None:
    """Beside a script that was not touched, the one that was; alone, it needs no other name."""
    script = course.assignment("autograd").exercise
    document = script.with_suffix(ending)
    document.write_text(f"```{{python}}\n{script.read_text(encoding='utf-8')}```\n", encoding="utf-8")
    assert chosen(course, "autograd") == "autograd.py"
    document.write_text("```{python}\nx = 1\n```\n", encoding="utf-8")
    assert chosen(course, "autograd") == document.name
    lose(course, "autograd")
    assert chosen(course, "autograd") == document.name


@pytest.mark.parametrize("name", ["autograd copy.py", "final (2).ipynb"])
def test_another_name(name: str, course: Course) -> None:
    """A renamed file is found by what it defines, and a note says so; others are not disturbed."""
    folder = course.assignment("autograd").exercise.parent
    shutil.copy(folder / f"autograd{Path(name).suffix}", folder / name)
    lose(course, "autograd", "optimizers")
    found = own_work(course, course.assignment("autograd"))
    assert found.path.name == name
    [note] = found.notes
    assert (
        str(note.text)
        == f"exercises/autograd.py is not there. exercises/{name} has its functions, so it was checked."
    )
    assert chosen(course, "optimizers") == "", "a training_loop alone is more of autograd than of optimizers"
    assert chosen(course, "tensors") == "tensors.py"


def test_none(course: Course) -> None:
    """A deleted file is said, with what to do; files that hold nothing of it are left alone."""
    lose(course, "autograd")
    folder = course.assignment("autograd").exercise.parent
    (folder / "notes.py").write_text("def gradients():\n    pass\n", encoding="utf-8")
    (folder / "half.ipynb").write_bytes(b"\xff\x00{")
    problem = str(own_work(course, course.assignment("autograd")).problem)
    assert problem.startswith("exercises/autograd.py is not there.")
    assert "`grader release` makes the exercise again." in problem
