"""Which file of a student is meant, also where it was renamed or deleted."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from helpers.grading import ROOT

from grader.course.layout import Course, open_course
from grader.grading.reading import worked_in
from grader.student.own_work import as_named, named_file, own_work, said_first
from grader.submission import Found, read


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


def changed_notebook(course: Course, name: str) -> Path:
    """The notebook of an assignment, with one function more."""
    path = course.assignment(name).exercise.with_suffix(".ipynb")
    text = path.read_text(encoding="utf-8").replace("    raise NotImplementedError", "    return 12345")
    path.write_text(text, encoding="utf-8")
    return path


def said(found: Found) -> str:
    """What its owner reads before the report."""
    return str(said_first(found)[1])


def test_script_and_notebook_were_changed(course: Course) -> None:
    """The script is read, and the first words say so, and how to check the notebook."""
    notebook, script = changed_notebook(course, "tensors"), course.assignment("tensors").exercise
    found = own_work(course, course.assignment("tensors"))
    assert (found.path, said(found)) == (notebook, ""), "the script was not changed"
    script.write_text(script.read_text(encoding="utf-8") + "\nx = 1\n", encoding="utf-8")
    found = own_work(course, course.assignment("tensors"))
    assert found.path == script
    assert said(found) == (
        "You changed tensors.py and tensors.ipynb. This is the report of tensors.py. "
        "To check tensors.ipynb, type `grader check tensors.ipynb`."
    )
    assert said_first(found)[0].notes == ()


@pytest.mark.parametrize("typed", ["tensors.ipynb", "exercises/tensors.ipynb", "tensors.py"])
def test_a_named_file_is_the_one_that_is_checked(
    course: Course, typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the other one alone was changed; then the first words say that."""
    notebook, script = changed_notebook(course, "tensors"), course.assignment("tensors").exercise
    monkeypatch.chdir(course.root)
    path = named_file(course, typed)
    assert path is not None and path.name == Path(typed).name
    path = path.resolve()
    assert path in (notebook, script)
    found = as_named(course, Found(student="you", assignment="tensors", path=path))
    assert worked_in(found, course).path == path
    if path == notebook:
        assert said(found) == ""
        script.write_text(script.read_text(encoding="utf-8") + "\nx = 1\n", encoding="utf-8")
        found = as_named(course, Found(student="you", assignment="tensors", path=path))
        assert said(found).startswith("You changed tensors.ipynb and tensors.py. This is the report of")
        assert worked_in(found, course).path == notebook
    else:
        assert said(found).startswith("You changed tensors.ipynb, but not tensors.py.")


def test_what_is_no_file_is_not_named(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    """A function, an assignment, a file that is not there, a file that holds no code."""
    monkeypatch.chdir(course.root)
    names = ("identity", "tensors", "tensors.identity", "lost.py", "hints/tensors.md")
    assert [named_file(course, name) for name in names] == [None] * 5


def test_hints_are_nobody_s_work(course: Course) -> None:
    """They lie beside the work, and are not read with it; a file of the student's is."""
    script = course.assignment("tensors").exercise
    assert list(script.parent.glob("hints/*.md"))
    script.with_name("mine.md").write_text("1", encoding="utf-8")
    script.write_text(script.read_text(encoding="utf-8") + "\nopen('mine.md')\n", encoding="utf-8")
    found = own_work(course, course.assignment("tensors"))
    source = read(found.path, neighbours=found.neighbours)
    assert [one.name for one in source.beside] == ["mine.md"]
