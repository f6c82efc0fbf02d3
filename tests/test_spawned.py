"""Where there is no fork, children are started one by one, and answer as forked ones do.

Tried on Linux alone, with what macOS and Windows lack taken away as far as Python can pretend.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.student_course import NAME, copy_course, write

from grader.errors import FaultError, IsolationError
from grader.model import Cell, Observation, Outcome
from grader.sandbox.levels import Level
from grader.sandbox.outside import children
from grader.sandbox.outside.asked import within
from grader.sandbox.outside.budget import Budget
from grader.sandbox.outside.pool import Pool
from grader.sandbox.outside.question import question
from grader.sandbox.outside.sandboxed_source import SandboxedSource
from grader.sandbox.outside.spawned import SpawnedChild, SpawnedChildren

SOURCE = """
import os, sys, torch

def double(x):
    print("seen")
    return 2 * x

def hang(x):
    while True:
        x = x

def leave(x):
    os._exit(3)
"""
# What Windows has not, and macOS in part; and the modules that go with it.
WITHOUT = """
import os, select, signal, sys
for name in ("fork", "memfd_create", "pidfd_open"):
    delattr(os, name)
del signal.pidfd_send_signal, select.poll
for name in ("fcntl", "grp", "pwd", "resource", "termios", "tty"):
    sys.modules[name] = None
from grader import cli
from grader.sandbox.outside import children
assert not children.can_fork()
sys.exit(cli.run(lambda: cli.app(sys.argv[1:])))
"""


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    made = Pool(lambda: SpawnedChildren(first=1))
    yield made
    made.close()


@pytest.fixture(scope="module")
def sandboxed(pool: Pool) -> Iterator[SandboxedSource]:
    made = SandboxedSource(
        pool, [Cell(name="own.py", text=SOURCE)], ["double", "hang", "leave"], budget=Budget(load=60)
    )
    yield made
    made.close()


def ask(sandboxed: SandboxedSource, function: str, seconds: float = 5.0) -> Observation:
    return sandboxed.call(question(function, ["x"], (3,), {}, seed=1, device="cpu"), within(seconds))


def test_a_worker_answers(sandboxed: SandboxedSource) -> None:
    """A call's value and what it printed come back."""
    seen = ask(sandboxed, "double")
    assert (seen.outcome, seen.value, seen.printed) == (Outcome.RETURNED, 6, "seen\n")


def test_a_hang_and_an_exit_cost_their_own_call(sandboxed: SandboxedSource) -> None:
    """A worker that hangs or leaves is replaced, and where it hung is told."""
    hung = ask(sandboxed, "hang", 0.5)
    assert hung.outcome is Outcome.TIMED_OUT
    assert hung.location is not None and hung.location.line in (9, 10)
    left = ask(sandboxed, "leave")
    assert (left.outcome, str(left.problem)) == (
        Outcome.DIED,
        "`leave` gave no answer. The process ended with exit code 3.",
    )
    assert ask(sandboxed, "double").value == 6


def test_nobody_else_is_taken_for_the_worker() -> None:
    """Another process that connects first and does not know the secret is hung up on."""
    workers = SpawnedChildren(first=0)
    try:
        worker = workers.spawn()
        with socket.create_connection(worker._server.getsockname()) as stranger:
            stranger.sendall(b"0" * 64)
            worker.ready()
            assert stranger.recv(1) == b""
    finally:
        workers.close()


def test_a_worker_ends_with_the_grader() -> None:
    """Even one that is in an endless loop ends when the grader is killed."""
    script = (
        "import sys, time\nsys.path[:0] = sys.argv[1:]\n"
        "from grader.sandbox.outside.spawned import SpawnedChild\n"
        "child = SpawnedChild((), 'cpu')\nchild.ready()\n"
        "print(child._process.pid, flush=True); time.sleep(60)"
    )
    grader = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert grader.stdout is not None
    pid = int(grader.stdout.readline())
    grader.kill()
    grader.wait()
    grader.stdout.close()
    deadline = time.monotonic() + 10
    while _lives(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not _lives(pid)


def _lives(pid: int) -> bool:
    status = Path(f"/proc/{pid}/stat")
    try:
        return status.read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_a_worker_that_cannot_start_says_why() -> None:
    """A worker that dies before it is ready is a fault of ours, with its last words."""
    worker = SpawnedChild(("sys.no_such_module",), "cpu")
    with pytest.raises(FaultError, match=r"A child process is not ready\. ModuleNotFoundError"):
        worker.ready()


def test_stronger_isolation_is_refused_without_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody else's code is graded without walls: what cannot be had is refused, with what can."""
    monkeypatch.delattr(os, "fork")
    with pytest.raises(IsolationError, match=r"needs Linux\. To check your own work, use `--isolation none`"):
        children.start(Level.FULL)


@pytest.mark.slow
def test_check_without_fork(tmp_path: Path) -> None:
    """`grader check` comes to the same verdict on a machine without fork."""
    course = copy_course(tmp_path)
    write(course.assignment(NAME).exercise, "loss_fn", "return ((t_p - t_c) ** 2).mean()")
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, "check", "loss_fn", "--fail-under", "100"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "2 / 2" in done.stdout


@pytest.mark.parametrize("lacks", [pytest.param("fork", marks=pytest.mark.slow), "everything"])
def test_the_demo_takes_what_there_is(tmp_path: Path, lacks: str) -> None:
    """Without fork, it grades with the level that is left; without locks of files, it writes nothing."""
    script = WITHOUT
    if lacks == "fork":
        script = re.sub(r"^for name in .*fcntl.*\n.*\n", "", script, flags=re.MULTILINE)
        assert "fcntl" not in script
    done = subprocess.run(
        [sys.executable, "-c", script, "demo", str(tmp_path / "demo")],
        text=True, capture_output=True, timeout=240, check=False,
    )  # fmt: skip
    if lacks == "fork":
        assert done.returncode == 0, done.stdout + done.stderr
        assert "This machine cannot give isolation `full`." in " ".join(done.stdout.split())
        assert "4 graded." in done.stdout
        assert (tmp_path / "demo" / "results" / "index.html").is_file()
    else:
        assert done.returncode == 2
        assert done.stderr.startswith("grader: Grading does not run on this system. Use Linux.")
        assert len(done.stderr.splitlines()) == 1
        assert not (tmp_path / "demo").exists()
