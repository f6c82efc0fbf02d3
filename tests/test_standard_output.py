"""Standard output that is closed, full or read by nobody: real processes, redirected by bash."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import forked_python
from helpers.grading import ROOT, solution

from grader.authoring.release import release
from grader.authoring.scaffold import new_course, new_exercise

GRADER = shlex.join([sys.executable, "-m", "grader"])
LOST = "grader: Standard output could not be written: "
FULL, CLOSED = "No space left on device", "it is closed"
REDIRECTIONS = {"> /dev/full": FULL, ">&-": CLOSED}


def bash(command: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """`grader …` with redirections, as a shell has them; standard error as text."""
    return subprocess.run(
        ["bash", "-c", f"{GRADER} {command}"], cwd=folder, stderr=subprocess.PIPE, text=True, check=False
    )


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with one small assignment, not yet worked on."""
    root = tmp_path_factory.mktemp("small") / "course"
    new_course(root)
    new_exercise(root, "double")
    release(root)
    return root


@pytest.fixture
def classroom(tmp_path: Path) -> Path:
    """A class of one who has everything right."""
    work = tmp_path / "class" / "alice"
    work.mkdir(parents=True)
    (work / "autograd.py").write_text(solution("autograd"), encoding="utf-8")
    return tmp_path


def forked(command: str, redirection: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """`grader …` with standard output where the redirection says: in a Python that has torch already."""
    arguments = ("-m", "grader", *shlex.split(command))
    if redirection == ">&-":
        return forked_python.run(*arguments, cwd=folder, stdout=forked_python.CLOSED, levels=["none"])
    with open(redirection.removeprefix("> "), "wb") as full:
        return forked_python.run(*arguments, cwd=folder, stdout=full.fileno(), levels=["none"])


def grade(classroom: Path, redirected: str) -> subprocess.CompletedProcess[str]:
    to = f"--output {classroom}/out --device cpu --isolation none"
    # A start with all of them closed is bash's to make.
    begin = forked if redirected in REDIRECTIONS else lambda *parts: bash(" ".join(parts))
    return begin(f"grade {classroom}/class {to}", redirected)


@pytest.mark.parametrize(
    ("content", "redirection", "code"),
    [(solution("autograd"), "> /dev/full", 0), (solution("autograd"), ">&-", 0), ("", "> /dev/full", 3)],
)
def test_every_report_is_written(content: str, redirection: str, code: int, classroom: Path) -> None:
    """What grading a class ends with, all of its files, and one line that says where they are."""
    (classroom / "class" / "alice" / "autograd.py").write_text(content, encoding="utf-8")
    done = grade(classroom, redirection)
    assert done.returncode == code
    assert done.stderr == f"{LOST}{REDIRECTIONS[redirection]}. The reports are in {classroom}/out.\n"
    below = classroom / "out"
    written = {path.relative_to(below).as_posix() for path in below.rglob("*") if path.is_file()}
    reports = {f"alice/autograd/report.{kind}" for kind in ("json", "html", "md")}
    assert written == {"index.html", "grades.csv", "results.db"} | reports


@pytest.mark.slow
def test_lost_points_are_an_exit_code_all_the_same(classroom: Path) -> None:
    """`--fail-under` is 1, whoever reads."""
    text = solution("autograd") + "del update\n"
    (classroom / "class" / "alice" / "autograd.py").write_text(text, encoding="utf-8")
    assert grade(classroom, "--fail-under 99 > /dev/full").returncode == 1


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("--help > /dev/full", 0),
        ("--help >&-", 0),
        ("grade --help >&-", 0),
        ("--version > /dev/full", 0),
        ("hint double > /dev/full", 0),
        ("hint double >&-", 0),
        ("release --check >&-", 0),
        ("status > /dev/full", 0),
        ("check --fail-under 100 >&-", 1),
        pytest.param("doctor >&-", None, marks=pytest.mark.slow),
        pytest.param("audit --json --seeds 1 --device cpu > /dev/full", 0, marks=pytest.mark.slow),
    ],
)
def test_no_command_minds(command: str, code: int | None, course: Path) -> None:
    """Each ends as it would have, and says that nobody could read it: without a traceback."""
    given, redirection = re.fullmatch(r"(.*) (>.*)", command).groups()  # type: ignore[union-attr]
    torch = given.startswith(("status", "check", "release"))
    done = forked(given, redirection, course) if torch else bash(command, course)
    assert done.returncode in ((0, 3) if code is None else (code,)), done.stderr
    said = [line for line in done.stderr.splitlines() if line.strip()]
    assert said == [LOST + (FULL if "/dev/full" in command else CLOSED) + "."]


def test_a_reader_that_has_gone(course: Path) -> None:
    """A pipe that nobody reads any more, as `| head -1` leaves it."""
    ours, theirs = os.pipe()
    os.close(ours)
    command = [sys.executable, "-m", "grader", "hint", "double"]
    done = subprocess.run(command, cwd=course, stdout=theirs, stderr=subprocess.PIPE, text=True, check=False)
    os.close(theirs)
    assert (done.returncode, done.stderr) == (0, f"{LOST}Broken pipe.\n")


def test_watch_ends_where_nobody_sees_it(course: Path) -> None:
    """There is nothing else that it does; the terminal it would wait for is not there."""
    done = bash("watch double --device cpu <&- > /dev/full", course)
    assert (done.returncode, done.stderr) == (0, f"{LOST}{FULL}.\n")


@pytest.mark.parametrize("redirection", [pytest.param(">&- 2>&-", marks=pytest.mark.slow), "<&- >&- 2>&-"])
def test_standard_error_may_be_closed_as_well(redirection: str, classroom: Path) -> None:
    """Nothing can be said then; the files are written and the exit code is the work's."""
    assert grade(classroom, redirection).returncode == 0
    assert (classroom / "out" / "grades.csv").read_text(encoding="utf-8").count("autograd,graded,19,19") == 1


def test_a_mistake_is_not_said_on_standard_output(tmp_path: Path) -> None:
    """With standard error closed a message goes nowhere, and into no file that a script reads."""
    assert bash(f"grade nowhere 2>&- > {tmp_path}/out").returncode == 2
    assert (tmp_path / "out").read_text() == ""


def test_nothing_is_lost_where_nothing_was_said() -> None:
    """A command that prints to standard error alone does not complain of the other."""
    done = bash("grade nowhere >&-")
    assert done.returncode == 2 and "nowhere" in done.stderr
    assert LOST not in done.stderr


def test_a_slow_reader_gets_all_of_it() -> None:
    """A pipe that does not block when it is full is waited for."""
    ours, theirs = os.pipe()
    os.set_blocking(theirs, False)
    code = "from grader.commands.standard_output import guard, tell_loss\n"
    code += "from grader.words.translation import Translator\n"
    code += "guard()\nprint('x' * 1_000_000)\ntell_loss(Translator())"
    process = subprocess.Popen([sys.executable, "-c", code], stdout=theirs, stderr=subprocess.PIPE)
    os.close(theirs)
    with os.fdopen(ours, "rb") as pipe:
        read = pipe.read()
    assert process.communicate(timeout=60)[1] == b"" and process.returncode == 0
    assert len(read) == 1_000_001
