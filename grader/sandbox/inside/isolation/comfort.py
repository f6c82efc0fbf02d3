"""In the child: descriptors in their places, and a Python without surprises. None of this is a wall.

0 /dev/null    1, 2 a sealed piece of memory that the grader reads    3 the grader    nothing else
"""

from __future__ import annotations

import os
import random
import signal
import sys
import tempfile
from typing import Any

from grader.sandbox import wire

RPC_FD = 3
# In a child for a GPU, while its walls are built: to the zygote.
COUNT_FD = 4
_ABOVE = 16
# Which GPUs it may see, and how. Without SYSTEMROOT, Windows finds neither sockets nor random numbers.
_KEPT = ("CUDA_VISIBLE_DEVICES", "SYSTEMROOT")


def place_descriptors(rpc: int, output: int, count: int | None = None) -> None:
    """Put the descriptors and /dev/null in their places and close all others."""
    import fcntl  # not on Windows, where children are started and not forked

    from grader.sandbox.inside.isolation import kernel

    null = os.open("/dev/null", os.O_RDWR)
    places = [(null, 0), (output, 1), (output, 2), (rpc, RPC_FD)]
    places += [] if count is None else [(count, COUNT_FD)]
    # First out of the way of those places, since they may lie there.
    above = [(fcntl.fcntl(fd, fcntl.F_DUPFD, _ABOVE), place) for fd, place in places]
    for fd, place in above:
        os.dup2(fd, place)
    kernel.close_from(places[-1][1] + 1)


def reset_signals() -> None:
    """Python's own habits: a broken pipe or a file grown too large is an exception, Ctrl-C is not ours."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.set_wakeup_fd(-1)


def furnish(box: str, *, backward: bool = True) -> None:
    """Environment, arguments, streams, seeds, threads, loaders; then touch what a first call needs.

    backward: also autograd's engine, which counts devices at its first pass, for good.
    """
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    os.environ.clear()
    os.environ.update(
        kept,
        HOME=box, TMPDIR=box, MPLCONFIGDIR=box, MPLBACKEND="Agg", PATH="", LANG="C.UTF-8", USER="student",
    )  # fmt: skip
    sys.argv[:] = [""]
    # The zygote has looked for one already and would hand its answer down.
    tempfile.tempdir = box
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace", line_buffering=True)  # type: ignore[union-attr]
    _seed()
    _tame_loaders()
    _touch(backward)


def _seed() -> None:
    """The same start for every child: what a file draws while it is loaded is part of its report."""
    import numpy
    import torch

    random.seed(0)
    numpy.random.seed(0)
    torch.default_generator.manual_seed(0)
    torch.set_num_threads(1)


def _tame_loaders() -> None:
    """DataLoader(num_workers=4) works and loads by itself: a child can start no process."""
    from torch.utils.data import DataLoader

    original = DataLoader.__init__

    def __init__(self: Any, *arguments: Any, **options: Any) -> None:
        if options.get("num_workers"):
            for name in ("num_workers", "prefetch_factor", "persistent_workers", "multiprocessing_context"):
                options.pop(name, None)
        original(self, *arguments, **options)

    DataLoader.__init__ = __init__  # type: ignore[method-assign]


def _touch(backward: bool) -> None:
    """Fault in the pages of a load and a call now, while nobody waits."""
    import torch

    leaf = torch.ones(8, requires_grad=True)
    torch.equal((leaf * 2 + 1).detach(), torch.ones(8) * 3)
    if backward:
        (leaf**2).sum().backward()  # type: ignore[no-untyped-call]
    exec(compile("def f(x):\n    return x + 1\n", "warm-up", "exec"), {})
    frame = wire.pack(wire.Ask(0, "f", [wire.Tensor("float32", [8], 0), 1.0]), bytes(32))
    wire.request(frame[wire.HEADER.size : -32])
