"""Watch in a real terminal: single keys, saves as editors make them, the terminal given back as it was."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.student_course import NAME, copy_course, write

from grader.course.layout import Course
from grader.course.settings import read_settings
from grader.errors import CourseError, UsageError
from grader.student.events import LiveEvents, Saved
from grader.student.keys import keyboard, named

PATIENCE = 60.0


class Terminal:
    """A pseudo terminal with `grader watch` in it."""

    def __init__(self, course: Course, *arguments: str) -> None:
        self.ours, theirs = pty.openpty()
        self.before = termios.tcgetattr(theirs)
        self.theirs = theirs
        self.process = subprocess.Popen(
            [str(Path(sys.executable).with_name("grader")), "watch", *arguments],
            cwd=course.root,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "90", "LINES": "40"},
        )
        self.text = ""

    def until(self, said: str) -> None:
        """Read until something is said; forget what came before it."""
        deadline = time.monotonic() + PATIENCE
        while said not in self.text:
            ready, _, _ = select.select([self.ours], [], [], max(0.0, deadline - time.monotonic()))
            assert ready, f"waited for {said!r}, saw {self.text[-2000:]}"
            self.text += re.sub(r"\x1b(\[[0-9;?]*[A-Za-z]|\].*?\x1b\\)", "", self._read())
        self.text = self.text.partition(said)[2]

    def _read(self) -> str:
        return os.read(self.ours, 65536).decode("utf-8", "replace")

    def press(self, key: str) -> None:
        os.write(self.ours, key.encode())

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.ours)
        os.close(self.theirs)


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return copy_course(tmp_path)


@pytest.fixture
def terminal(course: Course) -> Iterator[Terminal]:
    made = Terminal(course, "loss_fn")
    yield made
    made.close()


def test_keys_and_saves_in_a_terminal(terminal: Terminal, course: Course) -> None:
    """A key is obeyed without Enter, a file replaced by an editor is checked, q leaves all as it was."""
    terminal.until("q quit")
    terminal.press("h")
    terminal.until("Hint 1 of 3")
    work = course.assignment(NAME).exercise
    # As many editors save: written aside, then moved into place.
    aside = work.with_suffix(".tmp")
    aside.write_text(work.read_text(encoding="utf-8"), encoding="utf-8")
    write(aside, "loss_fn", "return ((t_p - t_c) ** 2).mean()")
    aside.replace(work)
    terminal.until("loss_fn is right: 2 / 2")
    terminal.until("q quit")
    terminal.press("l")
    terminal.until("enter go there")
    terminal.press("\x1b[B\r")
    terminal.until("n next")
    terminal.press("q")
    assert terminal.process.wait(PATIENCE) == 0
    assert termios.tcgetattr(terminal.theirs) == terminal.before


def test_ctrl_c_gives_the_terminal_back(terminal: Terminal) -> None:
    """An evening that is broken off leaves a terminal that echoes, and no process."""
    terminal.until("q quit")
    terminal.process.send_signal(2)
    assert terminal.process.wait(PATIENCE) == 130
    assert termios.tcgetattr(terminal.theirs) == terminal.before


def test_keys_by_name() -> None:
    """Arrows come as several characters at once, and are one key."""
    assert named("n\x1b[A\x1b[Bq\r") == ["n", "up", "down", "q", "enter"]
    assert keyboard(open(os.devnull)) is None, "a file has no keys"  # noqa: SIM115 - closed with the test


@pytest.mark.parametrize("poll", [False, True])
def test_saves_are_seen(tmp_path: Path, poll: bool) -> None:
    """A save is an event, with the file's path; also where files are looked at again and again."""
    below = tmp_path / "mine" / "helpers.py"
    below.parent.mkdir()
    events = LiveEvents(tmp_path, None, poll=poll)
    try:
        seen = iter(events)
        path = tmp_path / "autograd.py"
        # The watcher says nowhere that it has begun: write until it sees.
        stop = time.monotonic() + PATIENCE
        while events._queue.empty() and time.monotonic() < stop:
            path.write_text(f"{time.monotonic()}")
            time.sleep(0.1)
        assert next(seen) == Saved(path)
        path.rename(path.with_name("other.py"))
        assert Saved(path.with_name("other.py")) in seen
        below.write_text("x = 1\n")
        assert Saved(below) in seen
    finally:
        events.close()


def test_a_folder_that_cannot_be_watched(tmp_path: Path) -> None:
    """Where saves cannot be watched, the sentence names the flag that avoids it."""
    events = LiveEvents(tmp_path / "not there", None)
    try:
        with pytest.raises(UsageError, match="Try `grader watch --poll`"):
            next(iter(events))
    finally:
        events.close()


def test_settings_of_a_course(tmp_path: Path) -> None:
    """course.toml gives the order of assignments and what students may see; slips are named."""
    course = copy_course(tmp_path, NAME, "autograd", "optimizers")
    assert read_settings(course).order == ("autograd", NAME, "optimizers")
    assert read_settings(course).show_reference is False
    file = tmp_path / "course.toml"
    file.write_text(f'assignments = ["{NAME}", "later"]\n[students]\nshow_reference = true\n')
    assert read_settings(course).order == (NAME, "autograd", "optimizers")
    assert read_settings(course).show_reference is True
    for text, said in (
        ("[student]\n", "no setting `student` in course.toml. Expected `assignments`, `book`,"),
        ("[students]\nshow = true\n", "no setting `show` in course.toml, table `[students]`. Expected"),
        (
            "[students]\nshow_reference = 1\n",
            "Expected `true` or `false` for `show_reference` in course.toml, got 1",
        ),
        ("assignments = 'x'\n", "Expected a list of names for `assignments`"),
        ("[", "Cannot read "),
    ):
        file.write_text(text)
        with pytest.raises(CourseError, match=re.escape(said)):
            read_settings(course)


@pytest.mark.parametrize(
    ("said", "language"),
    [("zh-TW", "zh-TW"), ("zh_tw", "zh-TW"), ("ZH-hant-tw", "zh-Hant-TW"), ("en", "en"), ("fil", "fil")],
)
def test_the_language_of_a_course(said: str, language: str, tmp_path: Path) -> None:
    """course.toml names it as HTML does; capitals and a low line are no reason to find no catalog."""
    course = copy_course(tmp_path, NAME)
    assert read_settings(course).language is None
    (tmp_path / "course.toml").write_text(f'language = "{said}"\n')
    assert read_settings(course).language == language


@pytest.mark.parametrize("said", ["'Chinese'", "''", "'zh-'", "'zh TW'", "'../zh'", "886", "['zh-TW']"])
def test_a_language_that_is_none_is_refused(said: str, tmp_path: Path) -> None:
    """With what was expected, and what was found."""
    course = copy_course(tmp_path, NAME)
    (tmp_path / "course.toml").write_text(f"language = {said}\n")
    expected = f"Expected a language such as `en` or `zh-TW` for `language` in course.toml, got {said}."
    with pytest.raises(CourseError, match=re.escape(expected)):
        read_settings(course)
