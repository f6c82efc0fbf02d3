"""What this machine can do for grading: facts, and which isolation levels really come up. It prints nothing.

findings = examine()            # a second or two: torch is imported once, aside
trials = try_levels(findings)   # some seconds: at every level a child is started for each device
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import platform
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import torch

from grader.devices import ask_torch
from grader.errors import GraderError
from grader.sandbox import sim
from grader.sandbox.levels import Level, Limits
from grader.sandbox.outside.client import Zygote
from grader.sandbox.outside.probe import probe

# A driver that takes longer hangs.
_CHILD_SECONDS = 30.0
_BIG_PAGES = Path("/sys/kernel/mm/transparent_hugepage/enabled")
_KERNEL = (5, 12)
_NEEDED: Final = {
    "Landlock": "full: a second wall around files; process: the only one",
    "seccomp": "full; process: the only wall around system calls",
    "sealed memory files": "every level",
    "process descriptors": "every level",
    "separate user ids": "nothing, if not root: namespaces keep children apart",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One fact about the machine: found or not, what was seen, and what needs it."""

    name: str
    ok: bool
    detail: str
    needed_for: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceTrial:
    """A child for one device at one level: why there is none, or how long it took."""

    device: str
    missing: str = ""
    # Until its zygote was up, which is once a command; until a child was ready, its first gradient computed.
    zygote_seconds: float = 0.0
    child_seconds: float = 0.0


def examine() -> list[Finding]:
    """Look at kernel, rights, torch and plots."""
    return [_system(), *_kernel_facts(), _user(), _big_pages(), *_torch(), _matplotlib()]


def try_levels(findings: Sequence[Finding]) -> dict[Level, list[DeviceTrial]]:
    """Per level, a child for each device that torch was built for, the CPU first."""
    if sys.platform != "linux":
        return {
            level: [DeviceTrial(device="cpu", missing="it is built on Linux's own means")] for level in Level
        }
    with ThreadPoolExecutor(max_workers=2) as pool:
        return dict(zip(Level, pool.map(_try, Level), strict=True))


def _try(level: Level) -> list[DeviceTrial]:
    devices = ["cpu"] if sim.missing() else ["cpu", sim.TYPE]
    trials = _try_devices(level, devices, Limits())
    if trials[0].missing or torch.version.cuda is None:
        return trials
    return [*trials, *_try_devices(level, ["cuda"], Limits(gpu=True))]


def _try_devices(level: Level, devices: Sequence[str], limits: Limits) -> list[DeviceTrial]:
    """Children of one zygote; where that does not come up, one trial that says why."""
    begin = time.monotonic()
    try:
        with Zygote(level, limits) as zygote:
            up = time.monotonic() - begin
            return [_try_child(zygote, device, up) for device in devices]
    except GraderError as error:
        return [DeviceTrial(device=devices[0], missing=str(error))]


def _try_child(zygote: Zygote, device: str, up: float) -> DeviceTrial:
    begin = time.monotonic()
    child = zygote.spawn(device)
    try:
        # It says so when it has its device and has computed a gradient there.
        child.ready(_CHILD_SECONDS)
    except GraderError as error:
        return DeviceTrial(device=device, missing=str(error))
    finally:
        child.close(wait=False)
    return DeviceTrial(device=device, zygote_seconds=up, child_seconds=time.monotonic() - begin)


def _system() -> Finding:
    release = platform.release()
    numbers = tuple(int(part) for part in release.split("-")[0].split(".")[:2] if part.isdigit())
    good = sys.platform == "linux" and platform.machine() == "x86_64" and numbers >= _KERNEL
    return Finding(
        name="system",
        ok=good,
        detail=f"{platform.system()} {release} on {platform.machine()}",
        needed_for="full: Linux 5.12 or newer on x86_64",
    )


def _kernel_facts() -> list[Finding]:
    if sys.platform != "linux":
        return []
    try:
        facts = probe()
    except OSError as error:
        return [Finding(name="kernel", ok=False, detail=str(error), needed_for="full, process")]
    return [
        Finding(name=fact.name, ok=fact.ok, detail=fact.detail, needed_for=_NEEDED.get(fact.name, "full"))
        for fact in facts
    ]


def _user() -> Finding:
    root = os.getuid() == 0
    who = "root" if root else f"user {os.getuid()}"
    return Finding(name="user", ok=True, detail=who, needed_for="any user will do, root too")


def _big_pages() -> Finding:
    mode = _BIG_PAGES.read_text().strip() if _BIG_PAGES.exists() else "not known"
    usable = "[madvise]" in mode or "[always]" in mode
    return Finding(name="big pages", ok=usable, detail=mode, needed_for="speed: a quicker fork")


def _torch() -> list[Finding]:
    said = ask_torch()
    if isinstance(said, str):
        return [Finding(name="torch", ok=False, detail=said, needed_for="everything")]
    built = f"built for CUDA {said['cuda']}" if said["cuda"] else "built for the CPU alone"
    seen = ", ".join(said["gpus"]) or f"no GPU; torch is {built}"
    return [
        Finding(
            name="torch",
            ok=True,
            detail=f"{said['version']}, {said['threads']} threads",
            needed_for="everything",
        ),
        Finding(name="CUDA", ok=bool(said["gpus"]), detail=seen, needed_for="--device cuda"),
        _sim(),
    ]


def _sim() -> Finding:
    why = sim.missing()
    detail = why or "a pretend accelerator can be had"
    return Finding(name="sim", ok=not why, detail=detail, needed_for="--device sim: no GPU needed")


def _matplotlib() -> Finding:
    there = importlib.util.find_spec("matplotlib") is not None
    detail = (
        importlib.metadata.version("matplotlib")
        if there
        else "not installed: pip install 'torchgrader[plots]'"
    )
    return Finding(name="matplotlib", ok=there, detail=detail, needed_for="checks of figures")
