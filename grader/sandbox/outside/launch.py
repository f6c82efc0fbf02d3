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
from grader.sandbox.outside.site_packages import sites

# CUDA takes the first of what there is; no machine has more.
ALL_GPUS = ",".join(map(str, range(16)))
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
    return subprocess.Popen(
        [sys.executable, "-P", "-s", "-S", str(_BOOT), "zygote", str(control_fd), json.dumps(options)],
        env=_environment(order.scratch or "/box", gpu=order.limits.gpu),
        cwd="/",
        pass_fds=[control_fd],
        stdin=subprocess.DEVNULL,
        stdout=errors,
        stderr=errors,
        # Ctrl-C is the grader's to answer.
        start_new_session=True,
    )


def refusal(level: Level, reason: str) -> str:
    """Why a level cannot be had, and what to do next."""
    weaker = level.weaker
    if weaker is None:
        return f"isolation `{level.value}` cannot be had here: {reason}"
    return (
        f"isolation `{level.value}` cannot be had here: {reason}; "
        f"ask for --isolation {weaker.value} to grade with less, or see `grader doctor`"
    )


def _environment(home: str, *, gpu: bool) -> dict[str, str]:
    """All that the zygote gets to know. One thread everywhere, no GPU but where it is for one."""
    told = {
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
        "CUDA_VISIBLE_DEVICES": "",
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        # Python's memory from libc and libc's in big pages: a fork copies a five-hundredth of the entries.
        "PYTHONMALLOC": "malloc",
        "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
    }
    # Where an interpreter was built as a shared library in an unusual place.
    libraries = os.environ.get("LD_LIBRARY_PATH")
    told |= {"LD_LIBRARY_PATH": libraries} if libraries else {}
    return _with_gpus(told) if gpu else told


def _with_gpus(told: dict[str, str]) -> dict[str, str]:
    """The same with the GPUs that the grader may see; a kernel compiled for one is not kept on disk."""
    shown = os.environ.get("CUDA_VISIBLE_DEVICES", ALL_GPUS)
    return told | {"CUDA_VISIBLE_DEVICES": shown, "CUDA_CACHE_DISABLE": "1"}


def sealed_memory(size: int) -> int:
    """A memory file of a fixed size that can neither grow nor shrink."""
    fd = os.memfd_create("output", os.MFD_ALLOW_SEALING | os.MFD_CLOEXEC)
    os.ftruncate(fd, size)
    fcntl.fcntl(fd, fcntl.F_ADD_SEALS, fcntl.F_SEAL_SEAL | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW)
    return fd
