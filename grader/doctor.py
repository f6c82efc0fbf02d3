"""What this machine can do for grading: facts, and which isolation levels really come up. It prints nothing.

findings = examine()            # a second or two: torch is imported once, aside
reasons = verdict(findings)     # some seconds: every level is started for real
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import platform
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from grader.devices import ask_torch
from grader.errors import GraderError
from grader.sandbox import sim
from grader.sandbox.levels import Level
from grader.sandbox.outside.client import Zygote
from grader.sandbox.outside.probe import probe

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


def examine() -> list[Finding]:
    """Look at kernel, rights, torch and plots."""
    return [_system(), *_kernel_facts(), _user(), _big_pages(), *_torch(), _matplotlib()]


def verdict(findings: Sequence[Finding]) -> dict[Level, list[str]]:
    """Per level, why it cannot be had: empty where a child of it really came up."""
    if any(finding.name == "system" and not finding.ok for finding in findings) and sys.platform != "linux":
        return {level: ["it is built on Linux's own means"] for level in Level}
    with ThreadPoolExecutor(max_workers=2) as pool:
        return dict(zip(Level, pool.map(_try, Level), strict=True))


def _try(level: Level) -> list[str]:
    try:
        with Zygote(level) as zygote:
            child = zygote.spawn()
            try:
                child.ready()
            finally:
                child.close()
    except GraderError as error:
        return [str(error)]
    return []


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
