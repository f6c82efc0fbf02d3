"""What a student's code may use under nbgrader: stock's own limit, and ours, which are nobody's zero."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

pytest.importorskip("nbgrader", reason="needs nbgrader: pip install -e '.[nbgrader]'")

from nbformat.v4 import new_code_cell
from traitlets.config import Config

from grader.errors import FaultError
from grader.nbgrader import service
from grader.nbgrader.limits import SandboxLimits, cell_seconds, seconds_by_cell
from grader.nbgrader.preprocess import RunInSandbox
from grader.nbgrader.protocol import (
    ChildLimits,
    Done,
    Job,
    JobCell,
    JobLimits,
    Usage,
    received,
)
from grader.sandbox.levels import Level, Limits
from grader.sandbox.outside.client import Zygote
from grader.sandbox.outside.pool import Pool

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="grading others needs Linux")
MIB = 1 << 20
SMALL = ChildLimits(memory_bytes=512 * MIB, file_bytes=MIB, box_bytes=3 * MIB, processes=8)
USUAL = JobLimits()
ASKED = "def f(x):\n    raise NotImplementedError"


def a_pool(limits: ChildLimits, *folders: Path) -> Pool:
    made = Limits(**msgspec.structs.asdict(limits))
    return Pool(lambda: Zygote(Level.FULL, made, folders=folders))


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that children may read, of the files that were released."""
    folder = tmp_path_factory.mktemp("released")
    folder.chmod(0o755)
    return folder


@pytest.fixture(scope="module")
def pool(released: Path) -> Iterator[Pool]:
    made = a_pool(SMALL, released)
    yield made
    made.close()


def graded(
    pool: Pool,
    *texts: str,
    test: str = "assert f(3) == 9",
    limits: JobLimits = USUAL,
    files: str = "",
    seconds: float | msgspec.UnsetType = msgspec.UNSET,
) -> Done:
    """Cells of a student, then a grade cell of 2 points. seconds: for that one."""
    cells = [JobCell(name=f"cell {number}", text=text) for number, text in enumerate(texts, 1)]
    cells.append(JobCell(name="tests", text=test, role="grade", points=2.0, seconds=seconds))
    job = Job(
        student="ada",
        path="/nowhere/own.ipynb",
        cells=cells,
        asked=[ASKED],
        tests=[test],
        limits=limits,
        measured=True,
    )
    return service._show(pool, job, files, seed=0)


def note(done: Done) -> str:
    return str(received(done.cells[-1].note))


# ── what stock limits ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "timeout", "seconds"),
    [
        ("", None, 30.0),
        ("Execute", 45, 45.0),
        ("ExecutePreprocessor", 300, 300.0),
        ("Execute", -1, None),
        ("Execute", None, None),
    ],
)
def test_a_cell_has_the_seconds_that_stock_gives_it(
    name: str, timeout: int | None, seconds: float | None
) -> None:
    """Half a minute, or what either of nbgrader's two sections says; -1 and None are no limit."""
    config = Config()
    if name:
        config[name].timeout = timeout
    assert cell_seconds(config) == seconds
    assert SandboxLimits().job_limits(config, Usage()).cell_seconds == seconds


def test_the_settings_may_say_the_seconds_of_each_cell() -> None:
    """`Execute.timeout_func` counts more than `Execute.timeout`, as in stock."""
    config = Config()
    assert seconds_by_cell(config)(new_code_cell("1")) is msgspec.UNSET
    config.Execute.timeout_func = lambda cell: 900 if "train" in cell.source else -1
    seconds = seconds_by_cell(config)
    assert (seconds(new_code_cell("train()")), seconds(new_code_cell("1"))) == (900.0, None)
    cell = JobCell(name="cell 1", text="train()", seconds=900.0)
    assert SandboxLimits().job_limits(config, Usage(), [cell]).hand_in_seconds > 900


def test_a_cells_own_seconds_count_for_it_alone(pool: Pool) -> None:
    """The grade cell has one second, the student's cell before it the usual time."""
    slow = "import time\ntime.sleep(1.5)\ndef f(x):\n    time.sleep(60)"
    done = graded(pool, slow, seconds=1.0)
    assert not done.cells[0].error and done.cells[-1].score == 0.0 and done.met == ""
    assert "longer than 1 seconds" in note(done) or "waited for too long" in note(done)


def test_a_call_that_takes_too_long_fails_its_cell_and_says_the_limit(pool: Pool) -> None:
    """As in stock."""
    done = graded(pool, "import time\ndef f(x):\n    time.sleep(60)", limits=JobLimits(cell_seconds=1.0))
    assert done.cells[-1].score == 0.0 and done.met == ""
    assert "longer than 1 seconds" in note(done) or "waited for too long" in note(done)


def test_without_a_limit_for_a_cell_the_notebooks_time_is_for_a_person(pool: Pool) -> None:
    """Stock would wait for ever."""
    limits = JobLimits(cell_seconds=None, notebook_seconds=1.5)
    done = graded(pool, "def f(x):\n    while True:\n        pass", limits=limits)
    assert done.cells[-1].score is None and done.met == "notebook"


# ── what only the sandbox limits ─────────────────────────────────────────────────────────────────────────

MET = {
    "memory": ("data = bytearray(1 << 30)", "RunInSandbox.memory_mib"),
    "file": ("open('a', 'wb').write(bytes(2 << 20))", "RunInSandbox.file_mib"),
    "files": (
        "for n in range(9):\n    with open(str(n), 'wb') as file:\n        file.write(bytes(1 << 19))",
        "RunInSandbox.files_mib",
    ),
    "threads": (
        "import threading, time\nfor n in range(20):\n"
        "    threading.Thread(target=time.sleep, args=(5,), daemon=True).start()",
        "RunInSandbox.threads",
    ),
    "cell": ("while True:\n    pass", "Execute.timeout"),
}


@pytest.mark.parametrize("met", MET)
def test_a_limit_that_a_cell_meets_is_nobodys_zero(pool: Pool, met: str) -> None:
    """The name that it would have made is missing: a person looks, and reads which setting it was."""
    text, setting = MET[met]
    done = graded(pool, f"{text}\ndef f(x):\n    return x * x", limits=JobLimits(cell_seconds=2.0))
    assert done.cells[-1].score is None and done.met == met
    assert setting in note(done)


def test_a_limit_that_a_call_meets_is_nobodys_zero(pool: Pool) -> None:
    """Neither where the test takes the exception for the student's."""
    done = graded(pool, "def f(x):\n    return len(bytearray(1 << 30))")
    assert done.cells[-1].score is None and "RunInSandbox.memory_mib" in note(done)


def test_a_right_cell_keeps_its_points_whatever_was_met(pool: Pool) -> None:
    """A demonstration that takes too much costs nothing."""
    done = graded(pool, "def f(x):\n    return x * x", MET["memory"][0])
    assert done.cells[-1].score == 2.0


def test_cells_that_were_not_run_are_nobodys_zero(pool: Pool) -> None:
    """After the notebook's time, and after too many processes that ended."""
    limits = JobLimits(cell_seconds=2.0, notebook_seconds=0.2)
    late = graded(pool, "import time\ntime.sleep(0.4)", "def f(x):\n    return x * x", limits=limits)
    assert late.cells[-1].score is None and "RunInSandbox.notebook_seconds" in note(late)
    ends = ["import os\nos._exit(1)"] * 2
    lost = graded(pool, *ends, "def f(x):\n    return x * x", limits=JobLimits(losses=1))
    assert lost.cells[-1].score is None and "RunInSandbox.lost_processes" in note(lost)


# ── released files ───────────────────────────────────────────────────────────────────────────────────────


def test_released_files_are_whole_or_nobody_is_graded(pool: Pool, released: Path) -> None:
    """A file of 20 MiB is there to its last byte; where there is no room for it, the class does not start."""
    (released / "data").mkdir()
    (released / "data" / "big.bin").write_bytes(bytes(20 * MIB - 1) + b"!")
    text = "def f(x):\n    data = open('data/big.bin', 'rb').read()\n    return len(data) if data[-1] else 0"
    test = f"assert f(0) == {20 * MIB}"
    enough = a_pool(RunInSandbox().child_limits(Config(), str(released), Usage()), released)
    try:
        assert graded(enough, text, test=test, files=str(released)).cells[-1].score == 2.0
    finally:
        enough.close()
    with pytest.raises(FaultError, match=r"released files could not be copied.*File too large"):
        graded(pool, text, test=test, files=str(released))


def test_there_is_room_for_three_times_the_solution() -> None:
    """A setting is the least that there is; what the solution used is no reason to fail."""
    used = Usage(seconds=100, memory_bytes=700 * MIB, file_bytes=30 * MIB, files_bytes=90 * MIB)
    limits = SandboxLimits()
    assert limits.job_limits(Config(), used).notebook_seconds == 300
    child = limits.child_limits(Config(), "", used)
    assert (child.memory_bytes, child.file_bytes, child.box_bytes) == (2100 * MIB, 90 * MIB, 270 * MIB)
    job = limits.job_limits(Config(), Usage())
    assert (job.notebook_seconds, job.hand_in_seconds) == (60, 600)
    # No limit inside lets a notebook go on for longer than its reply is waited for, or a process lives.
    assert limits.job_limits(Config(), used).hand_in_seconds > 2 * 330
    assert child.cpu_seconds > 2 * 330 - 1


def test_what_was_used_is_told(pool: Pool) -> None:
    """Memory, files and seconds of the notebook as a whole."""
    done = graded(pool, "data = bytearray(b'1') * (100 << 20)\nopen('a', 'wb').write(bytes(1000))")
    assert 90 * MIB < done.used.memory_bytes < 200 * MIB
    assert done.used.file_bytes == done.used.files_bytes == 1000
    assert 0 < done.used.seconds < 30
