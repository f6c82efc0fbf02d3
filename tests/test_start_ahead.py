"""The sandbox is on its way before torch is loaded here, and loads what draws only where somebody does."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from helpers.grading import ROOT

from grader.batch.local import draws
from grader.course.layout import open_course
from grader.sandbox import wire
from grader.sandbox.levels import Level
from grader.sandbox.outside.ahead import StartedAhead
from grader.sandbox.outside.client import Zygote
from grader.submission import Found

pytestmark = pytest.mark.usefixtures("own_zygotes")

# What stands in for the sandbox's start says whether torch was loaded by then.
WATCHED = """
import json, os, runpy, sys
from grader.sandbox.outside import launch
begin = launch.start
def start(order, control, errors):
    print(json.dumps({"torch": "torch" in sys.modules, "warm": order.warm}), file=sys.stderr)
    return begin(order, control, errors)
launch.start = start
sys.argv = json.loads(sys.argv[1])
end = os._exit
def say_and_end(code):
    print("torch at the end:", "torch" in sys.modules, file=sys.stderr, flush=True)
    end(code)
os._exit = say_and_end
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
"""


def run_watched(course: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a module, which says what was so at each start of a zygote."""
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, json.dumps(command)],
        capture_output=True, text=True, cwd=course, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def started(done: subprocess.CompletedProcess[str]) -> list[dict[str, bool]]:
    return [json.loads(line) for line in done.stderr.splitlines() if line.startswith('{"torch"')]


def starts(course: Path, *command: str) -> list[dict[str, bool]]:
    """Run a module; what was so at each start of a zygote."""
    return started(run_watched(course, *command))


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A small one: what starts when does not hang on what is graded."""
    return Path(shutil.copytree(ROOT / "tests" / "courses" / "sound", tmp_path / "course"))


@pytest.fixture
def handed_in(course: Path) -> str:
    return str(course / "solutions" / "shapes.py")


def test_grade_starts_one_sandbox_before_torch(course: Path, handed_in: str, tmp_path: Path) -> None:
    said = starts(course, "grader", "grade", handed_in, "--output", str(tmp_path / "out"), "--jobs", "1")
    assert said == [{"torch": False, "warm": False}]


def test_jobs_share_one_sandbox_and_the_command_loads_no_torch(
    course: Path, handed_in: str, tmp_path: Path
) -> None:
    """The processes of --jobs start at once; what is to be known of PyTorch is read from its files."""
    for name in ("a", "b", "c"):
        folder = tmp_path / "class" / name
        folder.mkdir(parents=True)
        shutil.copy(handed_in, folder)
    command = ("grader", "grade", str(tmp_path / "class"), "--output", str(tmp_path / "out"), "--jobs", "2")
    done = run_watched(course, *command)
    assert started(done) == [{"torch": False, "warm": False}]
    assert "torch at the end: False" in done.stderr
    assert len(list((tmp_path / "out").rglob("report.json"))) == 3


def test_pytest_starts_one_sandbox_before_torch(course: Path, handed_in: str) -> None:
    said = starts(course, "pytest", "autograde_tests", "-q", "--submission", handed_in)
    assert said == [{"torch": False, "warm": False}]


def test_who_draws(tmp_path: Path) -> None:
    """An assignment whose texts speak of pyplot, or a submission that does."""
    course = open_course(ROOT)
    plain, drawing = tmp_path / "a.py", tmp_path / "b.py"
    plain.write_text("x = 1\n", encoding="utf-8")
    drawing.write_text("import matplotlib.pyplot as plt\n", encoding="utf-8")
    by_name = {name: draws(course, [name], []) for name in course.assignments}
    assert {name for name, so in by_name.items() if so} == {"gradient_descent", "quadratic", "validation"}
    found = [Found(student="s", assignment="autograd", path=path) for path in (plain, drawing, tmp_path)]
    assert [draws(course, ["autograd"], [one]) for one in found] == [False, True, False]


LOADED = "import sys\ndef loaded():\n    return 'matplotlib.pyplot' in sys.modules\n"


def loaded_in_a_child(zygote: Zygote) -> object:
    child = zygote.spawn()
    child.ready()
    try:
        child.send(wire.pack(wire.Load([("a.py", LOADED)], ["loaded"])), time.monotonic() + 60)
        child.receive(time.monotonic() + 60)
        child.send(wire.pack(wire.Ask(1, "loaded", [], [], 0, "cpu")), time.monotonic() + 60)
        answer = wire.reply(child.receive(time.monotonic() + 60)[0])
        assert isinstance(answer, wire.Answer)
        return answer.value
    finally:
        child.close()


def test_what_draws_is_loaded_when_it_is_wanted() -> None:
    with StartedAhead(Level.NONE) as start:
        start.warm_up(figures=False)
        zygote = start()
        assert isinstance(zygote, Zygote)
        with zygote:
            assert loaded_in_a_child(zygote) is False
            zygote.warm_up(figures=True)
            assert loaded_in_a_child(zygote) is True


def test_what_nobody_takes_is_ended() -> None:
    start = StartedAhead(Level.NONE)
    (zygote,) = start._waiting
    start.close()
    assert isinstance(zygote, Zygote) and zygote._process.poll() is not None
