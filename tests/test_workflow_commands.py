"""What GitHub Actions would take for a command is broken in all that is printed, but for our annotations."""

from __future__ import annotations

import io
import os
import re
from pathlib import Path

import pytest
from helpers import forked_python
from helpers.grading import solution
from helpers.student_course import copy_course

from grader.commands.standard_output import _Text
from grader.words.workflow_commands import broken

ATTACK = """
def loss_fn(t_p, t_c):
    print("::stop-commands::x")
    print("##[error]printed")
    raise ValueError("\\n::error file=x::forged\\n  ::add-mask::5 a::b ##[error]forged\\n:::warning::")
"""
OURS = re.compile(r"::error file=[^:]*::(?!.*(::|##\[))")


@pytest.fixture
def on_github(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")


@pytest.mark.parametrize("text", ["::", ":::", "::::error::", "a ##[error]", "##[", "x[::2]"])
def test_marks_are_broken(on_github: None, text: str) -> None:
    """However many colons; nothing is lost but that they stood together."""
    assert "::" not in broken(text) and "##[" not in broken(text)
    assert broken(text).replace(" ", "") == text.replace(" ", "")


def test_elsewhere_a_text_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """`x[::2]` is code, and nobody reads commands in it."""
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    assert broken("x[::2] ##[error]") == "x[::2] ##[error]"


@pytest.mark.parametrize(
    "parts", [["::error::"], [":", ":error:", ":"], ["#", "#", "[error]"], list(":::##[x")]
)
def test_a_mark_that_is_written_in_parts_is_broken(on_github: None, parts: list[str]) -> None:
    """The stream remembers how the last part ended."""
    made = io.BytesIO()
    stream = _Text(io.TextIOWrapper(io.BufferedWriter(_Raw(made)), encoding="utf-8"))
    for part in parts:
        stream.write(part)
    stream.flush()
    told = made.getvalue().decode()
    assert "::" not in told and "##[" not in told
    assert told.replace(" ", "") == "".join(parts)


class _Raw(io.RawIOBase):
    def __init__(self, to: io.BytesIO) -> None:
        self._to = to

    def writable(self) -> bool:
        return True

    def write(self, sent: object, /) -> int:
        return self._to.write(sent)  # type: ignore[arg-type]


def commands(text: str) -> list[str]:
    """The lines that GitHub's runner would take for commands, but for our annotations."""
    lines = [line for line in text.splitlines() if line.lstrip().startswith("::") or "##[" in line]
    return [line for line in lines if not OURS.match(line)]


@pytest.mark.parametrize("actions", ["true", ""])
def test_what_a_student_says_is_no_command(tmp_path: Path, actions: str) -> None:
    """In a terminal, under pytest, on both streams; and elsewhere it is said as it is."""
    course = copy_course(tmp_path / "course")
    work = tmp_path / "course" / "exercises" / "gradient_descent.py"
    work.write_text(solution("gradient_descent") + ATTACK, encoding="utf-8")
    env = os.environ | {"GITHUB_ACTIONS": actions, "COLUMNS": "60"}
    graded = ("--submission", str(work), "--grading-isolation", "none", "--grading-device", "cpu")
    for command in (
        ["grader", "check", "loss_fn", "--device", "cpu"],
        ["pytest", "-q", "-rA", "autograde_tests", "-k", "loss", *graded],
    ):
        done = forked_python.run("-m", *command, cwd=course.root, env=env, levels=["none"])
        told = done.stdout + done.stderr
        assert "forged" in told, told
        assert bool(commands(told)) is (actions != "true"), commands(told)
