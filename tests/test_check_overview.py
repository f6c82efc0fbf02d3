"""`grader check` alone: one thing to do next, then a line a function; `--all` has the rest."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import redirect_stdout
from functools import cache
from io import StringIO
from pathlib import Path

import pytest
from helpers.grading import solution
from helpers.student_course import copy_course

from grader.cli import app, run

FIRST = "What to do next in autograd:"
ORDER = 'assignments = ["tensors", "autograd", "quadratic"]\n'
Said = Callable[..., list[str]]


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three assignments of the course, with `autograd` written and one mistake in it."""
    folder = tmp_path_factory.mktemp("course")
    copy_course(folder, "tensors", "autograd", "quadratic")
    (folder / "course.toml").write_text(ORDER, encoding="utf-8")
    right = solution("autograd")
    wrong = (
        right
        + "\n\ndef accumulated_gradient(params, t_u, t_c, times):\n    return gradient(params, t_u, t_c)\n"
    )
    (folder / "exercises" / "autograd.py").write_text(wrong, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def said(course: Path) -> Said:
    """The lines that `grader check` prints there, once for the same options."""
    return cache(lambda *more: check(course, *more))


def check(course: Path, *more: str) -> list[str]:
    """The lines that `grader check` prints."""
    written = StringIO()
    with redirect_stdout(written):
        assert run(lambda: app(["check", "--course", str(course), *more])) == 0
    return written.getvalue().splitlines()


def rows(lines: list[str], mark: str) -> list[str]:
    """The functions of lines that begin with a mark."""
    return [line.split()[1] for line in lines if line.strip().startswith(mark)]


def test_one_thing_to_do_then_a_line_a_function(said: Said) -> None:
    """The mistake stands first although `tensors`, not begun, comes before it in the course."""
    lines = said()
    assert lines[0] == FIRST
    assert "accumulated_gradient" in lines[1]
    assert rows(lines, "✗") == ["accumulated_gradient"]
    assert rows(lines, "✓") == ["zero_grad", "gradient", "update", "training_loop"]
    assert sum("functions are not written yet" in line for line in lines) == 2
    assert "grader check --all" in " ".join(lines[-2:])


def test_the_whole_reports_on_request(said: Said) -> None:
    """`--all`, an assignment or a function have the call that went wrong; the overview has not."""
    assert not [line for line in said() if "expected" in line]
    for more in (["--all"], ["--assignment", "autograd"], ["accumulated_gradient"]):
        assert [line for line in said(*more) if "expected" in line], more


@pytest.mark.parametrize(("function", "is_right"), [("zero_grad", True), ("accumulated_gradient", False)])
def test_one_function_is_not_the_whole_assignment(said: Said, function: str, is_right: bool) -> None:
    """Its points stand beside its own name; who has them all is told how to go on."""
    lines = said(function)
    assert lines[0].startswith(f"autograd.{function} · you ")
    assert (f"`{function}` passes." in lines) == is_right
    assert ("`grader status` shows what is next." in lines) == is_right
    assert not [line for line in lines if "nothing left" in line]


def test_the_first_words_say_which_file_is_read(course: Path, tmp_path: Path) -> None:
    """Both were changed: the script is read. Who names the notebook gets the report of the notebook."""
    course = Path(shutil.copytree(course, tmp_path / "course"))
    notebook = course / "exercises" / "autograd.ipynb"
    text = notebook.read_text(encoding="utf-8")
    notebook.write_text(text.replace("    raise NotImplementedError", "    return 12345"), encoding="utf-8")
    for more in ([], ["accumulated_gradient"]):
        assert " ".join(check(course, *more)).startswith("You changed autograd.py and autograd.ipynb.")
    lines = check(course, "autograd.ipynb")
    assert " ".join(lines).startswith("You changed autograd.ipynb and autograd.py.")
    assert not [line for line in lines if "✓" in line], "nothing of the script, in which four functions pass"


def test_written_questions_are_mentioned(said: Said) -> None:
    """How many there are, and that a person reads them; nothing where there are none, and of one function."""
    words = "It also has 4 written questions. A person reads what you answer."
    for more in ([], ["quadratic"], ["quadratic.ipynb"], ["--assignment", "quadratic"]):
        assert words in " ".join(" ".join(said(*more)).split()), more
    for other in ("autograd", "quadratic.grad_fn"):
        assert "written question" not in " ".join(said(other))
