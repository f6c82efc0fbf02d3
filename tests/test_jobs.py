"""`grader grade --jobs N`: the same reports from several processes, and nothing lost where one dies."""

from __future__ import annotations

import json
import multiprocessing
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from functools import partial
from pathlib import Path

import pytest
from helpers.ending_workers import breaks_off, ends
from helpers.grading import ROOT

from grader.batch.local import grade_all, processes
from grader.batch.workers import LostTask, cores, share_out
from grader.cli import app, run
from grader.course.layout import Course, open_course
from grader.errors import CourseError
from grader.grading.settings import Settings
from grader.model import Report
from grader.submission import Found

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="grading others needs Linux")

SOUND = ROOT / "tests" / "courses" / "sound"
RIGHT = """\
def area(width, height): return width * height
def dry(width, height, depths): return area(width, max(height - sum(depths), 0))
def folds(length): return length.bit_length()
"""
TEXTS = {
    "ada": RIGHT,
    "bob": RIGHT + "def area(width, height): return width + height\n",
    "cleo": RIGHT + "def folds(length):\n    while True: pass\n",
    "dan": "def area(:",
    "eve": RIGHT + "import os\nos._exit(1)\n",
    "fay": "x = 1\n",
}
# A check of this course ends the process it runs in, as a fault of ours or a lack of memory would.
FATAL = '''

@check("area", points=1)
def test_it_survives(student):
    """The process that checks lives on."""
    if student.area(1, 1).value == 666:
        os.kill(os.getpid(), signal.SIGKILL)
'''
DEADLY = RIGHT + "def area(width, height): return 666 if width == height == 1 else width * height\n"


def handed_in(folder: Path, texts: dict[str, str]) -> list[Found]:
    """A file for each student."""
    found = []
    for student, text in texts.items():
        path = folder / student / "shapes.py"
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
        found.append(Found(student=student, assignment="shapes", path=path))
    return found


def graded(course: Course, found: list[Found], jobs: int = 2) -> list[Report]:
    """Reports in the order of what was handed in, each made once."""
    made: dict[int, Report] = {}

    def done(number: int, report: Report) -> None:
        assert number not in made
        made[number] = report

    grade_all(course, found, Settings(seed=7), done, jobs)
    return [made[number] for number in range(len(found))]


@pytest.mark.slow
def test_reports_are_the_same_as_with_one_job(tmp_path: Path) -> None:
    """Every file of the output, the class's table and its order, byte for byte but for seconds."""
    handed_in(tmp_path / "class", TEXTS)
    written = []
    for jobs in ("1", "3"):
        out = tmp_path / jobs
        command = ["grade", tmp_path / "class", "--course", SOUND, "--device", "cpu", "--seed", "7"]
        command += ["--format", "json,html,md", "--output", out, "--jobs", jobs]
        assert run(partial(app, [str(one) for one in command])) == 3  # dan and fay: not graded
        files = sorted(path for path in out.rglob("*") if path.is_file() and path.name != "results.db")
        written.append({path.relative_to(out): timeless(path.read_text("utf-8")) for path in files})
    assert len(written[0]) == 3 * len(TEXTS) + 2
    assert written[0] == written[1]
    assert [line.split(",")[0] for line in written[1][Path("grades.csv")].splitlines()[1:]] == list(TEXTS)


def timeless(text: str) -> str:
    """Without how long it took."""
    return re.sub(r'("seconds": )[\d.e-]+', r"\1-", text)


def test_a_worker_that_is_killed_costs_nothing(tmp_path: Path) -> None:
    """One of the processes is killed in the middle of the class: every submission is graded, once."""
    found = handed_in(tmp_path, {f"student{number}": RIGHT for number in range(8)})
    made: dict[int, Report] = {}

    def done(number: int, report: Report) -> None:
        assert number not in made
        if not made:
            multiprocessing.active_children()[0].kill()
        made[number] = report

    grade_all(open_course(SOUND), found, Settings(seed=7), done, jobs=2)
    assert [made[number].student for number in range(8)] == [one.student for one in found]
    assert {report.score for report in made.values()} == {4.0}


@pytest.mark.slow
def test_what_kills_every_worker_is_not_graded_and_says_so(tmp_path: Path) -> None:
    """No score and a reason for the one, the points that there were to be had, and scores for the others."""
    course = tmp_path / "course"
    shutil.copytree(SOUND, course)
    with (course / "autograde_tests" / "test_shapes.py").open("a", encoding="utf-8") as checks:
        checks.write("import os, signal\n" + FATAL)
    found = handed_in(tmp_path, {"ada": RIGHT, "deadly": DEADLY, "bob": RIGHT, "cleo": RIGHT})
    ada, deadly, *others = graded(open_course(course), found)
    assert [report.score for report in (ada, *others)] == [5.0, 5.0, 5.0]
    assert (deadly.status, deadly.score, deadly.max_score) == ("not graded", None, 5.0)
    assert "was ended by SIGKILL" in str(deadly.problem)
    assert "--jobs 1" in str(deadly.problem)


@pytest.mark.slow
def test_a_class_of_which_nothing_survives_ends(tmp_path: Path) -> None:
    """Where every process dies, all are reported without a score, and no process is started for ever."""
    course = tmp_path / "course"
    shutil.copytree(SOUND, course)
    with (course / "autograde_tests" / "test_shapes.py").open("a", encoding="utf-8") as checks:
        checks.write("import os\nos._exit(7)\n")
    reports = graded(open_course(course), handed_in(tmp_path, dict.fromkeys(TEXTS, RIGHT)))
    assert {report.score for report in reports} == {None}
    assert all("The last worker ended with exit code 7." in str(report.problem) for report in reports)
    # Six workers are started; two or three submissions have had two of them each.
    told = Counter(str(report.problem).partition(".")[0] for report in reports)
    twice = told.pop("This submission was given to two workers, and both ended")
    assert twice in (2, 3)
    assert told == {"6 workers ended one after another": len(TEXTS) - twice}


def test_what_stops_every_worker_is_said_once(tmp_path: Path) -> None:
    """A course that cannot be used is one error, as with one job."""
    course = tmp_path / "course"
    shutil.copytree(SOUND, course)
    (course / "autograde_tests" / "test_shapes.py").write_text('"""None."""\n', encoding="utf-8")
    with pytest.raises(CourseError, match="has no checks"):
        graded(open_course(course), handed_in(tmp_path, TEXTS))


def test_how_many_processes() -> None:
    """As asked; else one for a few submissions, and never more than there are cores."""
    assert processes(3, 1000) == 3
    assert processes(0, 1) == processes(0, 5) == 1
    assert processes(0, 1000) == cores()


@pytest.mark.slow
def test_no_process_stays_behind(tmp_path: Path) -> None:
    """Interrupted in the middle of a class, the command ends all that it has started."""
    found = handed_in(tmp_path, {f"student{number}": RIGHT for number in range(8)})

    def done(number: int, report: Report) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        grade_all(open_course(SOUND), found, Settings(seed=7), done, jobs=2)
    assert multiprocessing.active_children() == []


def test_an_interrupted_command_says_so(tmp_path: Path) -> None:
    """Ctrl-C at a class: exit code 130, one line, and every report that was made lies there, whole."""
    # One is soon done; with so many others the class is not over when the signal comes, on whatever machine.
    slow = {f"student{number:03}": TEXTS["cleo"] for number in range(100)}
    handed_in(tmp_path / "class", {"ada": RIGHT} | slow)
    command = [sys.executable, "-m", "grader", "grade", str(tmp_path / "class"), "--course", str(SOUND)]
    command += ["--device", "cpu", "--jobs", "2", "--format", "json", "--output", str(tmp_path / "out")]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as grading:
        while not (reports := list((tmp_path / "out").rglob("report.json"))):
            assert grading.poll() is None, grading.communicate()
            time.sleep(0.05)
        grading.send_signal(signal.SIGINT)
        _, said = grading.communicate(timeout=60)
    assert (grading.returncode, said.strip()) == (130, "grader: Stopped. What is already written stays.")
    assert [json.loads(path.read_text("utf-8"))["max_score"] for path in reports] == [4.0] * len(reports)


def test_a_worker_that_ends_within_a_message() -> None:
    """Its task is tried in others, and then lost with the reason: no error of the pipe ends the class."""
    lost: dict[int, LostTask] = {}
    share_out(breaks_off, [0], 1, lambda number, result: None, lost.__setitem__)
    assert list(lost) == [0]
    assert str(lost[0].how) == f"The last worker was ended by signal {signal.SIGRTMIN + 6}."


def test_what_is_said_where_no_worker_lives() -> None:
    """Only of what two workers had is that said; of the rest, how many ended until no more were started."""
    lost: dict[int, LostTask] = {}
    share_out(ends, [0, 1, 2], 1, lambda number, result: None, lost.__setitem__)
    assert {number: one.in_a_row for number, one in lost.items()} == {0: 0, 1: 3, 2: 3}
    assert {str(one.how) for one in lost.values()} == {"The last worker ended with exit code 7."}
