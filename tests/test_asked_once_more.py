"""What befalls a submission's process once is asked once more, and its report knows nothing of it."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from helpers.zygotes import Lease

from grader.errors import LostError
from grader.model import Cell, Observation, Outcome
from grader.sandbox import wire
from grader.sandbox.levels import Level
from grader.sandbox.outside.asked import Relayed, within
from grader.sandbox.outside.notebook_run import CellOutput, NotebookRun, Patience
from grader.sandbox.outside.pool import Pool
from grader.sandbox.outside.question import question
from grader.sandbox.outside.sandboxed_source import SandboxedSource

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a child forked off, and signals of Linux")

# `befalls()` is true the first time, in whichever process.
BEFALLS = """
import builtins, os, signal
def befalls():
    try:
        os.close(os.open({mark!r}, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return False
    return True
def no_memory():
    if befalls():
        raise MemoryError
"""
IN_A_CALL = {
    "nonsense is sent": "def f(x):\n    if befalls(): os.write(3, b'x' * 64)\n    return x",
    "half a header is sent": "def f(x):\n    if befalls(): os.write(3, b'GRD1')\n    return x",
    "killed": "def f(x):\n    if befalls(): os.kill(os.getpid(), 9)\n    return x",
    "ends": "def f(x):\n    if befalls(): os._exit(0)\n    return x",
    "no memory": "def f(x):\n    no_memory()\n    return x",
    "no memory to describe": (
        "class Odd:\n    def __repr__(self):\n        no_memory()\n        return '7'\n"
        "def f(x):\n    return Odd()"
    ),
    "no memory for an exception": (
        "class Odd(ValueError):\n    def __str__(self):\n        no_memory()\n        return '7'\n"
        "def f(x):\n    raise Odd"
    ),
}
AT_LOADING = {
    "nonsense is sent": "if befalls(): os.write(3, b'x' * 64)",
    "killed": "if befalls(): os.kill(os.getpid(), 9)",
    "no memory": "no_memory()",
    "no memory to compile": (
        "def compiled(*args, own=compile, **options):\n    no_memory()\n    return own(*args, **options)\n"
        "builtins.compile = compiled\ny = 1"
    ),
}


@pytest.fixture
def pool() -> Iterator[Pool]:
    made = Pool(lambda: Lease(Level.NONE))
    yield made
    made.close()


def text(folder: Path, rest: str) -> Cell:
    return Cell(name="x.py", text=BEFALLS.format(mark=str(folder / "mark")) + rest)


def seven(source: SandboxedSource) -> Observation:
    """What `f(7)` comes to; nothing was counted as lost."""
    try:
        seen = source.call(question("f", ["x"], [7], {}, seed=1, device="cpu"), within(10.0))
    finally:
        source.close()
    assert source.in_vain("f") == 0
    return seen


@pytest.mark.parametrize("case", IN_A_CALL)
def test_what_befalls_a_call_once(case: str, pool: Pool, tmp_path: Path) -> None:
    """It answers as if nothing had happened."""
    source = SandboxedSource(pool, [text(tmp_path, IN_A_CALL[case])], ["f"])
    seen = seven(source)
    assert (tmp_path / "mark").exists()
    told = seen.value.text if isinstance(seen.value, wire.Opaque) else seen.error or str(seen.value)
    assert told in ("7", "Odd: 7"), seen


@pytest.mark.parametrize("case", AT_LOADING)
def test_what_befalls_loading_once(case: str, pool: Pool, tmp_path: Path) -> None:
    """The text is loaded as if nothing had happened: no note, nothing that Python cannot read."""
    source = SandboxedSource(pool, [text(tmp_path, "def f(x):\n    return x\n" + AT_LOADING[case])], ["f"])
    loading = source.load()
    assert (tmp_path / "mark").exists()
    assert not loading.notes and not loading.unparsed and not loading.problem
    assert seven(source).value == 7


class Struck:
    """Lends `g`; the first time, a signal meets the child that waits for the answer, until it has gone."""

    def __init__(self) -> None:
        self.struck = 0

    def __call__(self, call: wire.LentCall, blob: bytearray) -> Relayed:
        (pid,) = (node for node in call.arguments if isinstance(node, int))
        if not self.struck:
            self.struck = pid
            ended = os.pidfd_open(pid)
            os.kill(pid, signal.SIGUSR2)
            _until_ended(ended)
        return Relayed(wire.LentAnswer(7, [], "", "", [], False), b"", 0.0)

    def mark(self) -> int:
        return 0

    def rewind(self, mark: int) -> None:
        pass


def _until_ended(pidfd: int) -> None:
    import select

    try:
        assert select.select([pidfd], [], [], 10.0)[0], "it goes on though it is out of step"
    finally:
        os.close(pidfd)


def test_who_waits_for_a_lent_answer_does_not_speak(pool: Pool) -> None:
    """One that runs out of memory while it waits ends, and is asked once more."""
    waits = (
        "import os, signal\ndef run_out(*_):\n    raise MemoryError\n"
        "signal.signal(signal.SIGUSR2, run_out)\ndef g(pid): pass\ndef f(x):\n    return g(os.getpid())"
    )
    relay = Struck()
    source = SandboxedSource(pool, [Cell(name="x.py", text=waits)], ["f", "g"], lent=["g"], relay=relay)
    seen = seven(source)
    assert (seen.outcome, seen.value) == (Outcome.RETURNED, 7), seen
    assert relay.struck


class StruckAt:
    """Lends `g`; kills the child that waits for the answer to the so manieth call of each try."""

    def __init__(self, *points: int) -> None:
        self.points = list(points)
        self.tries: list[int] = []

    def __call__(self, call: wire.LentCall, blob: bytearray) -> Relayed:
        pid, number = (node for node in call.arguments if isinstance(node, int))
        if number == 1:
            self.tries.append(0)
        self.tries[-1] += 1
        if len(self.tries) <= len(self.points) and number == self.points[len(self.tries) - 1]:
            ended = os.pidfd_open(pid)
            os.kill(pid, signal.SIGKILL)
            _until_ended(ended)
        return Relayed(wire.LentAnswer(number, [], "", "", [], False), b"", 0.0)

    def mark(self) -> int:
        return 0

    def rewind(self, mark: int) -> None:
        pass


LENT = (
    "import os\ndef g(pid, n): pass\ndef f(x):\n    return [g(os.getpid(), n) for n in range(1, x + 1)][-1]"
)


@pytest.mark.parametrize(
    ("points", "tries", "outcome"),
    [
        ((2,), 2, Outcome.RETURNED),
        ((2, 5), 3, Outcome.RETURNED),
        ((5, 2, 3), 4, Outcome.RETURNED),
        # What a source does by itself, it does again at the same point.
        ((3, 3), 2, Outcome.DIED),
        ((5, 2, 2), 3, Outcome.DIED),
        ((2, 3, 4, 5), 4, Outcome.DIED),
    ],
)
def test_a_call_that_is_lost_at_another_point_is_asked_again(
    points: tuple[int, ...], tries: int, outcome: Outcome, pool: Pool
) -> None:
    """Struck at two points while it waits for lent answers, it has not ended itself; at one point, it has."""
    relay = StruckAt(*points)
    source = SandboxedSource(pool, [Cell(name="x.py", text=LENT)], ["f", "g"], lent=["g"], relay=relay)
    seen = source.call(question("f", ["x"], [7], {}, seed=1, device="cpu"), within(10.0))
    source.close()
    assert (seen.outcome, len(relay.tries)) == (outcome, tries), seen
    assert source.in_vain("f") == (outcome is Outcome.DIED)


MEMORY_GROUPS = Path("/sys/fs/cgroup/memory")
# The first so many times, the process has less memory than it needs.
ALLOCATES = """
import os
def enters():
    for number in range({times}):
        try:
            os.close(os.open({mark!r} + str(number), os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            continue
        with open({group!r}, "w") as entered:
            entered.write(str(os.getpid()))
        break
def f(x):
    enters()
    return len(b"x" * (x << 20))
"""


@pytest.fixture
def little_memory() -> Iterator[Path]:
    """A group of processes that the kernel gives 64 MiB more than a child has."""
    if os.getuid() != 0 or not (MEMORY_GROUPS / "memory.limit_in_bytes").exists():
        pytest.skip("root and the kernel's groups for memory (version 1) are needed")
    group = MEMORY_GROUPS / f"little-{os.getpid()}"
    group.mkdir()
    (group / "memory.limit_in_bytes").write_text(str(64 << 20))
    yield group
    group.rmdir()


def allocates(times: int, group: Path, folder: Path) -> Cell:
    """A text whose `f` needs 256 MiB for 256."""
    text = ALLOCATES.format(times=times, mark=str(folder / "mark"), group=str(group / "cgroup.procs"))
    return Cell(name="x.py", text=text)


def test_a_machine_that_lacks_memory_once(pool: Pool, little_memory: Path, tmp_path: Path) -> None:
    """The kernel ends a process far below its limit; another has the memory."""
    source = SandboxedSource(pool, [allocates(1, little_memory, tmp_path)], ["f"])
    seen = source.call(question("f", ["x"], [256], {}, seed=1, device="cpu"), within(10.0))
    source.close()
    assert (seen.outcome, seen.value, source.in_vain("f")) == (Outcome.RETURNED, 256 << 20, 0), seen


def test_a_machine_that_lacks_memory_is_a_fault(pool: Pool, little_memory: Path, tmp_path: Path) -> None:
    """Twice: no call of a student's has failed, and no cell."""
    source = SandboxedSource(pool, [allocates(2, little_memory, tmp_path)], ["f"])
    with pytest.raises(LostError, match=r"ended by SIGKILL\. The machine had no memory left\."):
        source.call(question("f", ["x"], [256], {}, seed=1, device="cpu"), within(10.0))
    source.close()
    assert source.in_vain("f") == 0
    (tmp_path / "mark0").unlink()
    (tmp_path / "mark1").unlink()
    showing = NotebookRun(pool)
    with pytest.raises(LostError, match="The machine had no memory left"):
        _shown(showing, allocates(2, little_memory, tmp_path), "f(256)")
    assert showing.used.losses == 0


IN_A_CELL = {
    "killed": "if befalls(): os.kill(os.getpid(), 9)",
    "ends": "if befalls(): os._exit(0)",
    "no memory": "no_memory()",
    "no memory for a value": (
        "class Odd:\n    def __repr__(self):\n        no_memory()\n        return '7'\nOdd()"
    ),
}


@pytest.mark.parametrize("case", IN_A_CELL)
def test_what_befalls_a_cell_once(case: str, pool: Pool, tmp_path: Path) -> None:
    """It shows what it shows, after the cells before it; what was tried in vain costs no patience."""
    showing = NotebookRun(pool, Patience(losses=0))
    first, second = _shown(showing, text(tmp_path, "y = 7"), "print(y)\n" + IN_A_CELL[case])
    assert (tmp_path / "mark").exists()
    assert not first.error and not second.error and second.printed == "7\n"
    assert showing.used.losses == 0


@pytest.mark.parametrize("how", ["os._exit(0)", "os.kill(os.getpid(), 9)"])
def test_a_cell_that_ends_each_process_has_done_it(how: str, pool: Pool) -> None:
    """It costs itself, once; what it is asked for a function, likewise."""
    showing = NotebookRun(pool)
    first, lost, after = _shown(showing, Cell(name="x.py", text="import os\ny = 7"), how, "y")
    assert not first.error and str(lost.error).startswith("The cell gave no answer.") and after.value == "7"
    assert showing.used.losses == 1


def test_a_cell_without_memory_each_time(pool: Pool) -> None:
    """What it showed the second time stands, and later processes run it, too."""
    showing = NotebookRun(pool)
    texts = "y = 7\nraise MemoryError('much')", "import os\nos._exit(0)", "y"
    first, _, after = _shown(showing, Cell(name="x.py", text=texts[0]), *texts[1:])
    assert str(first.error) == "MemoryError: much" and after.value == "7"


def _shown(showing: NotebookRun, first: Cell, *texts: str) -> list[CellOutput]:
    run: Callable[[Cell], CellOutput] = showing.run
    try:
        return [run(first), *(run(Cell(name=f"cell {n}", text=one)) for n, one in enumerate(texts, 2))]
    finally:
        showing.close()
