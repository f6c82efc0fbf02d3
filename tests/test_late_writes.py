"""What is read of a call is what stood at its return, whatever another thread still writes there."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
import torch
from helpers.grading import kept

from grader.model import Cell, Observation, Outcome
from grader.sandbox.outside.asked import within
from grader.sandbox.outside.observed_values import SeenTensor
from grader.sandbox.outside.pool import Pool
from grader.sandbox.outside.question import question
from grader.sandbox.outside.sandboxed_source import SandboxedSource

# Each returns what is not right yet, and a thread that waits for the last line makes it right.
TEXT = """
import threading
import numpy
import torch


def later(work):
    gate = threading.Lock()
    gate.acquire()

    def wait():
        with gate:
            work()

    threading.Thread(target=wait, daemon=True).start()
    return gate


def tensor(x):
    out = torch.zeros(1000)
    gate = later(lambda: out.fill_(1))
    gate.release()
    return out


def other_memory(x):
    out = torch.zeros(1000)
    gate = later(lambda: setattr(out, "data", torch.ones(1000)))
    gate.release()
    return out


def gradient(x):
    out = torch.zeros(3, requires_grad=True)
    gate = later(lambda: setattr(out, "grad", torch.ones(3)))
    gate.release()
    return out


def larger(x):
    out = torch.zeros(3)
    gate = later(lambda: out.resize_(5).fill_(1))
    gate.release()
    return out


def array(x):
    out = numpy.zeros(1000)
    gate = later(lambda: out.fill(1))
    gate.release()
    return out


def items(x):
    out = [0, [0]]
    gate = later(lambda: (out.append(1), out[1].append(1)))
    gate.release()
    return out


def mapping(x):
    out = {"a": 0}
    gate = later(lambda: out.update(a=1, b=1))
    gate.release()
    return out


def pair(x):
    out = torch.zeros(3), torch.zeros(3)
    gate = later(lambda: [part.fill_(1) for part in out])
    gate.release()
    return out


def argument(x):
    gate = later(lambda: x.fill_(1))
    gate.release()
    return 0


def bar(x):
    import time

    def show():
        for _ in range(100_000):
            print("|", end="")
            time.sleep(0.001)

    threading.Thread(target=show, daemon=True).start()
    return x * 2
"""
WRITERS = (
    "tensor", "other_memory", "gradient", "larger", "array", "items", "mapping", "pair", "argument",
)  # fmt: skip


@pytest.fixture
def source() -> Iterator[SandboxedSource]:
    pool = Pool(kept)
    made = SandboxedSource(pool, [Cell(name="x.py", text=TEXT)], [*WRITERS, "bar"])
    yield made
    made.close()
    pool.close()


def ask(source: SandboxedSource, name: str, value: object) -> Observation:
    asked = question(name, ["x"], (value,), {}, seed=1, device="cpu")
    seen = source.call(asked, within(10.0))
    assert seen.outcome is Outcome.RETURNED, seen.ended
    return seen


def plain(value: object) -> object:
    """A seen value without tensors; of a tensor its numbers, and its gradient's."""
    if isinstance(value, SeenTensor):
        return value.data.tolist(), plain(value.grad)
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value


WANTED = {
    "tensor": ([0.0] * 1000, None),
    "other_memory": ([0.0] * 1000, None),
    "gradient": ([0.0] * 3, None),
    "larger": ([0.0] * 3, None),
    "array": ([0.0] * 1000, None),
    "items": [0, [0]],
    "mapping": {"a": 0},
    "pair": [([0.0] * 3, None), ([0.0] * 3, None)],
    "argument": 0,
}


def late_writes(source: SandboxedSource, times: int) -> list[str]:
    """Which functions were seen with what came too late."""
    found = []
    for number in range(times):
        name = WRITERS[number % len(WRITERS)]
        seen = ask(source, name, torch.zeros(500) if name == "argument" else 1)
        if plain(seen.value) != WANTED[name] or seen.after:
            found.append(name)
    return found


def test_late_writers(source: SandboxedSource) -> None:
    """Each kind of writer, several times."""
    assert late_writes(source, 4 * len(WRITERS)) == []


@pytest.mark.slow
def test_late_writers_beside_busy_processes(source: SandboxedSource) -> None:
    """Two hundred writers while twice as many processes as cores compute: none comes in time."""
    busy = [
        subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(2 * (os.cpu_count() or 1))
    ]
    try:
        assert late_writes(source, 200) == []
    finally:
        for one in busy:
            one.kill()
        for one in busy:
            one.wait()


def test_a_thread_that_changes_nothing_costs_nothing(source: SandboxedSource) -> None:
    """A progress bar goes on after the return; the answers are right, and nobody waits for it."""
    for _ in range(3):
        numbers = ask(source, "bar", torch.ones(3)).value
        assert plain(numbers) == ([2.0] * 3, None)
    assert source.spent < 5
