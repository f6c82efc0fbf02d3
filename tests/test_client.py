"""The trusted side: deadlines, forged frames, endings, and that nothing is left behind."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from functools import partial
from pathlib import Path

import pytest
from helpers.zygotes import Lease

from grader.errors import FaultError
from grader.sandbox import wire
from grader.sandbox.levels import Level
from grader.sandbox.outside.client import Ending, ForkedChild, Gone, Late, Zygote, ZygoteLine

INSIDE = Path(__file__).resolve().parent / "inside"
SERVE = "behind_walls.serve"
sys.path.insert(0, str(INSIDE))

from survey import attempt  # noqa: E402

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is built on Linux's own means")


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    with Zygote(Level.PROCESS, serve=SERVE, folders=[INSIDE], warm=False) as made:
        yield made


@pytest.fixture
def child(zygote: Zygote) -> Iterator[ForkedChild]:
    made = zygote.spawn()
    made.ready()
    yield made
    made.close()


def soon(seconds: float = 5.0) -> float:
    return time.monotonic() + seconds


def ask(child: ForkedChild, source: str) -> None:
    """Send without waiting for the answer."""
    child.send(wire.pack(wire.Load([("attempt.py", source)], [])), soon())


@pytest.mark.parametrize("level", list(Level))
def test_a_real_child_answers_at_every_level(level: Level) -> None:
    """At each level, what grading uses by default loads a submission and answers a call."""
    with closing(Lease(level)) as made:
        child = made.spawn()
        child.ready()
        child.send(wire.pack(wire.Load([("a.py", "def f(x):\n    return 2 * x\n")], ["f"])), soon())
        assert isinstance(wire.reply(child.receive(soon())[0]), wire.Loaded)
        child.send(wire.pack(wire.Ask(1, "f", [21.0])), soon())
        answer = wire.reply(child.receive(soon())[0])
        assert isinstance(answer, wire.Answer) and answer.value == 42.0
        assert child.alive
        child.close()
        assert not child.alive


# ── several who ask one zygote ───────────────────────────────────────────────────────────────────────────


def answers(child: ForkedChild) -> bool:
    return attempt(child, "result = 1 + 1").value == "2"


def joined(zygote: Zygote) -> ZygoteLine:
    return ZygoteLine(zygote.share(), zygote.level)


def test_two_who_ask_one_zygote_have_children_of_their_own(zygote: Zygote) -> None:
    """Each numbers its own; the zygote gives each a box that no other has."""
    with joined(zygote) as one, joined(zygote) as other:
        children = [line.spawn() for line in (zygote, one, other, one, other)]
        for child in children:
            child.ready()
        boxes = {attempt(child, "import os; result = os.getcwd()").value for child in children}
        assert len(boxes) == len(children)
        assert [children[n].number for n in (1, 2, 3, 4)] == [1, 1, 2, 2]
        for child in children:
            ending = child.close()
            assert ending is not None and ending.signal == signal.SIGKILL


def test_who_ends_takes_its_own_children_and_no_others(zygote: Zygote, child: ForkedChild) -> None:
    """However it ends, its socket closes: one that computes for ever does not outlive it."""
    with joined(zygote) as other:
        beside = other.spawn()
        beside.ready()
        line = joined(zygote)
        lost = [line.spawn() for _ in range(3)]
        for one in lost:
            one.ready()
        ask(lost[0], "while True: pass")
        pids = [one._pid for one in lost]
        line.close()
        wait_for(lambda: not any(Path(f"/proc/{pid}").exists() for pid in pids))
        assert answers(beside) and answers(child)
        late = other.spawn()
        late.ready()
        assert answers(late)
        for one in (beside, late):
            one.close()


def test_who_does_not_listen_keeps_nobody_waiting(zygote: Zygote, child: ForkedChild) -> None:
    """It asks and asks and reads no answer: it is hung up on, and others have their children."""
    deaf = zygote.share()
    deaf.setblocking(False)
    for _ in range(3000):
        with suppress(BlockingIOError):
            deaf.send(b'{"warm": true, "figures": false}')
    with joined(zygote) as other:
        beside = other.spawn()
        beside.ready()
        assert answers(beside) and answers(child)
        beside.close()
    deaf.close()


def test_a_zygote_that_ends_is_said_to_all() -> None:
    """Whoever asks it then is told so, and may start another."""
    with Zygote(Level.NONE, serve=SERVE, folders=[INSIDE], warm=False) as zygote:
        line = joined(zygote)
        made = line.spawn()
        made.ready()
        zygote._process.kill()
        for asked in (partial(made.receive, soon(60)), line.spawn, zygote.share):
            with pytest.raises(FaultError, match="parent of all child processes has ended"):
                asked()
        line.close()


# ── how a child ends ─────────────────────────────────────────────────────────────────────────────────────


def wait_for(holds: Callable[[], bool], seconds: float = 30.0) -> None:
    deadline = time.monotonic() + seconds
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert holds()


def test_endless_loop_is_late_and_then_killed(child: ForkedChild) -> None:
    """A call that does not come back is late at its deadline, and closing ends it."""
    begin = time.monotonic()
    with pytest.raises(Late):
        attempt(child, "while True: pass", seconds=0.3)
    assert 0.3 <= time.monotonic() - begin < 1.0
    assert child.alive
    ending = child.close()
    assert ending is not None and ending.signal == signal.SIGKILL and not child.alive


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import os; os._exit(0)", "exit code 0"),
        ("import os; os._exit(3)", "exit code 3"),
        ("import os, signal; signal.signal(11, signal.SIG_DFL); os.kill(os.getpid(), 11)", "SIGSEGV"),
        ("import ctypes; ctypes.string_at(0)", "SIGSEGV"),
        ("import os; os.abort()", "SIGABRT"),
    ],
)
def test_endings_are_told(child: ForkedChild, source: str, expected: str) -> None:
    """A process that ends by itself is gone, and how it ended is known."""
    with pytest.raises(Gone) as gone:
        attempt(child, source)
    assert expected in str(gone.value.ending.said)
    assert gone.value.ending == child.close()


def test_closing_the_channel_is_ending(child: ForkedChild) -> None:
    """A child that hangs up but lives on is ended for it."""
    with pytest.raises(Gone, match="closed its channel"):
        attempt(child, "import os, time; os.close(rpc); time.sleep(60)")
    assert not child.alive


@pytest.mark.parametrize(
    "forged",
    [
        b"x" * 16,
        wire.HEADER.pack(wire.MAGIC, wire.HEAD_LIMIT + 1, 0),
        wire.HEADER.pack(wire.MAGIC, 0, wire.BLOB_LIMIT + 1),
        wire.HEADER.pack(b"GRD0", 1, 1),
    ],
)
def test_forged_headers_are_refused(child: ForkedChild, forged: bytes) -> None:
    """A header that is not ours, or that announces too much, is an error before anything more is read."""
    with pytest.raises(wire.WireError):
        attempt(child, f"import os; os.write(rpc, {forged!r})")


def test_unsolicited_bytes_are_refused(child: ForkedChild) -> None:
    """A child that speaks ahead of a question cannot have its words taken for the answer."""
    early = wire.pack(wire.Answer(0, "forged"))
    assert not attempt(child, "result = 1").error
    ask(child, f"import os; os.write(rpc, {early!r})")
    child.receive(soon())
    # The true answer to the first question now lies there unasked.
    select.select([child._line._rpc], [], [], 5)
    with pytest.raises(wire.WireError, match="unsolicited"):
        ask(child, "result = 2")


def test_a_slow_drip_does_not_extend_the_deadline(child: ForkedChild) -> None:
    """The deadline is for the whole frame, however often something arrives."""
    drip = (
        "import os, time, struct\n"
        "os.write(rpc, struct.pack('<4sIQ', b'GRD1', 1000, 0))\n"
        "for _ in range(1000): os.write(rpc, b'x'); time.sleep(0.01)"
    )
    begin = time.monotonic()
    with pytest.raises(Late):
        attempt(child, drip, seconds=0.5)
    assert time.monotonic() - begin < 1.0


def test_a_child_that_does_not_read_is_late(child: ForkedChild) -> None:
    """Sending to a child that does not read ends at the deadline, too."""
    ask(child, "import time; time.sleep(60)")
    large = wire.pack(wire.Load([("a.py", "")], []), bytes(4 << 20))
    with pytest.raises(Late):
        child.send(large, soon(0.3))


def test_large_frames_arrive_whole(child: ForkedChild) -> None:
    """A frame of the largest blob crosses in both directions."""
    frame = wire.pack(wire.Load([("a.py", "")], []), bytes(wire.BLOB_LIMIT))
    child.send(frame, soon(20))
    child.receive(soon(20))
    ask(
        child,
        "import os, struct\nrest = struct.pack('<4sIQ', b'GRD1', 0, 64 << 20) + b'y' * (64 << 20)\n"
        "rest = memoryview(rest)\nwhile rest: rest = rest[os.write(rpc, rest):]",
    )
    head, blob = child.receive(soon(20))
    assert head == b"" and len(blob) == wire.BLOB_LIMIT and blob[-1:] == b"y"


def test_stack_says_where_a_child_is(zygote: Zygote) -> None:
    """A stuck child's own handler writes the line it is at; nothing where the child has taken it away."""
    child = zygote.spawn()
    child.ready()
    handler = "import faulthandler, signal; faulthandler.register(signal.SIGUSR1, file=1, all_threads=False)"
    assert not attempt(child, handler).error
    with pytest.raises(Late):
        attempt(child, "\n\nwhile True: pass", seconds=0.2)
    assert b'"attempt.py", line 3' in child.stack()
    child.close()


def test_the_next_child_is_made_while_this_one_works(zygote: Zygote) -> None:
    """Asking for a child does not wait for it, so that it can be prepared ahead."""
    begin = time.perf_counter()
    made = [zygote.spawn() for _ in range(4)]
    asked = time.perf_counter() - begin
    for child in made:
        child.ready()
    ready = time.perf_counter() - begin
    for child in made:
        child.close()
    assert asked < ready / 2


def test_ready_is_told_once(child: ForkedChild) -> None:
    """Asking again whether a child is ready costs nothing and takes nothing from the channel."""
    child.ready()
    assert attempt(child, "result = 5").value == "5"


def test_closing_without_waiting(zygote: Zygote) -> None:
    """Closing can leave the reaping to later; the process is killed all the same."""
    child = zygote.spawn()
    child.ready()
    pidfd = os.dup(child._pidfd_or_fail())
    assert child.close(wait=False) is None
    assert child.close() is None
    dead = select.poll()
    dead.register(pidfd, select.POLLIN)
    assert dead.poll(5000)
    os.close(pidfd)


def test_a_child_closed_at_once_is_ended(zygote: Zygote) -> None:
    """A child that was asked for and is not wanted any more is ended wherever it is."""
    ending = zygote.spawn().close()
    assert ending is not None and ending.signal == signal.SIGKILL


def test_the_death_of_the_zygote_is_our_fault() -> None:
    """Where the zygote dies, its children are gone and the next one is a fault, not a student's mistake."""
    with Zygote(Level.NONE, serve=SERVE, folders=[INSIDE], warm=False) as zygote:
        child = zygote.spawn()
        child.ready()
        os.kill(zygote._process.pid, signal.SIGKILL)
        with pytest.raises(FaultError):
            attempt(child, "import time; time.sleep(60)")
        with pytest.raises(FaultError, match="has ended"):
            zygote.spawn()
        assert isinstance(child.close(), Ending)


def test_children_outlive_the_thread_that_started_the_zygote() -> None:
    """A zygote started by a thread that has ended still makes children."""
    made: list[Zygote] = []
    starter = threading.Thread(
        target=lambda: made.append(Zygote(Level.PROCESS, serve=SERVE, folders=[INSIDE], warm=False))
    )
    starter.start()
    starter.join()
    child = made[0].spawn()
    child.ready()
    assert attempt(child, "result = 1").value == "1"
    child.close()
    made[0].close()


def descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))


def processes_of(session: int) -> list[str]:
    """The states of all processes of a session: "S", "Z" …"""
    states = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue  # ended while we looked
            if int(fields[3]) == session:
                states.append(fields[0])
    return states


@pytest.mark.parametrize("count", [50, pytest.param(1000, marks=pytest.mark.slow)])
def test_nothing_is_left_of_many_children(count: int) -> None:
    """After many children, waited for or not, no descriptor is open and no process is left, alive or dead."""
    with Zygote(Level.PROCESS, serve=SERVE, folders=[INSIDE], warm=False) as zygote:
        first = zygote.spawn()
        first.ready()
        first.close()
        before = descriptors()
        for number in range(count):
            child = zygote.spawn()
            if number % 2:
                child.ready()
            child.close(wait=number % 3 == 0)
        zygote.spawn().close()
        assert descriptors() == before
        # Watcher and zygote.
        deadline = soon()
        while len(processes_of(zygote._process.pid)) > 2 and time.monotonic() < deadline:
            zygote.spawn().close()
        states = processes_of(zygote._process.pid)
        assert len(states) == 2 and "Z" not in states
    assert descriptors() < before


def test_closing_a_zygote_leaves_nothing() -> None:
    """After close, no process of the zygote's session exists and every descriptor is closed."""
    before = descriptors()
    zygote = Zygote(Level.NONE, serve=SERVE, folders=[INSIDE], warm=False)
    child = zygote.spawn()
    child.ready()
    zygote.close()
    child.close()
    assert descriptors() == before
    deadline = soon()
    while processes_of(zygote._process.pid) and time.monotonic() < deadline:
        select.select([], [], [], 0.01)
    assert processes_of(zygote._process.pid) == []


_GRADER = f"""
import sys; sys.path[:0] = [{str(INSIDE)!r}, {str(INSIDE.parents[1])!r}]
from survey import attempt
from grader.sandbox.outside.client import Zygote
from grader.sandbox.outside.exit_status import Late
from grader.sandbox.levels import Level
zygote = Zygote(Level(sys.argv[1]), serve={SERVE!r}, folders=[{str(INSIDE)!r}], warm=False)
child = zygote.spawn()
child.ready()
print(zygote._process.pid, flush=True)
attempt(child, "while True: pass", seconds=600)
"""


@pytest.mark.parametrize("level", ["full", "process"])
def test_everything_dies_with_the_grader(level: str) -> None:
    """A grader that is killed outright takes watcher, zygote and busy children with it."""
    grader = subprocess.Popen([sys.executable, "-c", _GRADER, level], stdout=subprocess.PIPE, text=True)
    assert grader.stdout is not None
    line = grader.stdout.readline()
    if not line and level == "full":
        pytest.skip("full isolation cannot be had here")
    session = int(line)
    assert len(processes_of(session)) == 3
    grader.kill()
    grader.wait()
    grader.stdout.close()
    begin = time.monotonic()
    while processes_of(session) and time.monotonic() - begin < 5:
        select.select([], [], [], 0.01)
    assert processes_of(session) == []
