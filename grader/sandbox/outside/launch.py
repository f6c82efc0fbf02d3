"""How a zygote is started: what it is told, and that it learns nothing of the grader's surroundings."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from grader.sandbox.levels import Level, Limits
from grader.sandbox.outside import cards
from grader.sandbox.outside.no_driver import without_driver
from grader.sandbox.outside.site_packages import sites
from grader.words.messages import Code, Message, say

_BOOT = Path(__file__).resolve().parents[1] / "inside" / "boot.py"


@dataclass(frozen=True, slots=True)
class Order:
    """A zygote to start: see `client.Zygote`. scratch: parent of the boxes, or empty."""

    level: Level
    limits: Limits
    serve: str
    folders: Sequence[str | Path]
    scratch: str
    warm: bool = True
    modules: Sequence[str] = ()


def start(order: Order, control_fd: int, errors: IO[bytes]) -> subprocess.Popen[bytes]:
    """Start it; what it has to complain about goes to `errors`."""
    options = {
        "level": order.level.value,
        "limits": asdict(order.limits),
        "serve": order.serve,
        "sites": sites(),
        "folders": [str(Path(folder).resolve()) for folder in order.folders],
        "scratch": order.scratch,
        "warm": order.warm,
        "modules": list(order.modules),
    }
    if order.limits.gpu:
        options["card"] = asdict(cards.first())
    return subprocess.Popen(
        [sys.executable, "-P", "-s", "-S", str(_BOOT), "zygote", str(control_fd), json.dumps(options)],
        env=_environment(order.scratch or "/box"),
        cwd="/",
        pass_fds=[control_fd],
        stdin=subprocess.DEVNULL,
        stdout=errors,
        stderr=errors,
        # Ctrl-C is the grader's to answer.
        start_new_session=True,
    )


def refusal(level: Level, reason: Message) -> Message:
    """Why a level cannot be had, and what to do next."""
    weaker = level.weaker
    if weaker is None:
        return no_isolation(level, reason)
    less = Code(f"--isolation {weaker.value}")
    return (
        no_isolation(level, reason)
        + say("To grade with less isolation, use {option}.", option=less)
        + say("See also `grader doctor`.")
    )


def no_isolation(level: Level, reason: Message) -> Message:
    """That a level is not there, and why."""
    return say("Isolation {level} does not work here.", level=Code(level.value)) + reason


def _environment(home: str) -> dict[str, str]:
    """All that the zygote gets to know. One thread everywhere, and no GPU."""
    return {
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "HOME": home,
        "TMPDIR": home,
        "USER": "student",
        "MPLBACKEND": "Agg",
        "MPLCONFIGDIR": home,
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        # Python's memory from libc and libc's in big pages: a fork copies a five-hundredth of the entries.
        "PYTHONMALLOC": "malloc",
        "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
    } | without_driver()


def sealed_memory(size: int) -> int:
    """A memory file of a fixed size that can neither grow nor shrink."""
    fd = os.memfd_create("output", os.MFD_ALLOW_SEALING | os.MFD_CLOEXEC)
    os.ftruncate(fd, size)
    fcntl.fcntl(fd, fcntl.F_ADD_SEALS, fcntl.F_SEAL_SEAL | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW)
    return fd
