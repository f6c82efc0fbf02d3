"""`grader check` alone: one thing to do next, then a line a function; `--all` has the rest."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from helpers.grading import ROOT, solution

from grader.cli import app, run

FIRST = "What to do next in autograd:"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """The course, with `autograd` written and one mistake in it."""
    for name in ("exercises", "solutions", "autograde_tests"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "course.toml", tmp_path)
    right = solution("autograd")
    wrong = (
        right
        + "\n\ndef accumulated_gradient(params, t_u, t_c, times):\n    return gradient(params, t_u, t_c)\n"
    )
    (tmp_path / "exercises" / "autograd.py").write_text(wrong, encoding="utf-8")
    return tmp_path


def check(course: Path, capsys: pytest.CaptureFixture[str], *more: str) -> list[str]:
    """The lines that `grader check` prints."""
    assert run(lambda: app(["check", "--course", str(course), *more])) == 0
    return capsys.readouterr().out.splitlines()


def rows(lines: list[str], mark: str) -> list[str]:
    """The functions of lines that begin with a mark."""
    return [line.split()[1] for line in lines if line.strip().startswith(mark)]


def test_one_thing_to_do_then_a_line_a_function(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The mistake stands first although `tensors`, not begun, comes before it in the course."""
    lines = check(course, capsys)
    assert lines[0] == FIRST
    assert "accumulated_gradient" in lines[1]
    assert rows(lines, "✗") == ["accumulated_gradient"]
    assert rows(lines, "✓") == ["zero_grad", "gradient", "update", "training_loop"]
    assert sum("functions are not written yet" in line for line in lines) == 5
    assert "grader check --all" in " ".join(lines[-2:])


def test_the_whole_reports_on_request(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--all`, an assignment or a function have the call that went wrong; the overview has not."""
    assert not [line for line in check(course, capsys) if "expected" in line]
    for more in (["--all"], ["--assignment", "autograd"], ["accumulated_gradient"]):
        assert [line for line in check(course, capsys, *more) if "expected" in line], more


@pytest.mark.parametrize(("function", "is_right"), [("zero_grad", True), ("accumulated_gradient", False)])
def test_one_function_is_not_the_whole_assignment(
    course: Path, capsys: pytest.CaptureFixture[str], function: str, is_right: bool
) -> None:
    """Its points stand beside its own name; who has them all is told how to go on."""
    said = check(course, capsys, function)
    assert said[0].startswith(f"autograd.{function} · you ")
    assert (f"`{function}` passes." in said) == is_right
    assert ("`grader status` shows what is next." in said) == is_right
    assert not [line for line in said if "nothing left" in line]


def test_the_first_words_say_which_file_is_read(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Both were changed: the script is read. Who names the notebook gets the report of the notebook."""
    notebook = course / "exercises" / "autograd.ipynb"
    text = notebook.read_text(encoding="utf-8")
    notebook.write_text(text.replace("    raise NotImplementedError", "    return 12345"), encoding="utf-8")
    for more in ([], ["accumulated_gradient"]):
        assert " ".join(check(course, capsys, *more)).startswith(
            "You changed autograd.py and autograd.ipynb."
        )
    lines = check(course, capsys, "autograd.ipynb")
    assert " ".join(lines).startswith("You changed autograd.ipynb and autograd.py.")
    assert not [line for line in lines if "✓" in line], "nothing of the script, in which four functions pass"


def test_written_questions_are_mentioned(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """How many there are, and that a person reads them; nothing where there are none, and of one function."""
    said = "It also has 4 written questions. A person reads what you answer."
    for more in ([], ["quadratic"], ["quadratic.ipynb"], ["--assignment", "quadratic"]):
        assert said in " ".join(" ".join(check(course, capsys, *more)).split()), more
    for other in ("autograd", "quadratic.grad_fn"):
        assert "written question" not in " ".join(check(course, capsys, other))
