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
from typing import Any, Final

import torch

from grader.devices import ask_torch, missing_sim
from grader.errors import GraderError
from grader.sandbox import sim
from grader.sandbox.levels import Level, Limits
from grader.sandbox.outside.client import Zygote
from grader.sandbox.outside.probe import Fact, probe
from grader.words.messages import (
    NOTHING,
    Code,
    Items,
    Message,
    Name,
    Value,
    code_list,
    heard,
    quoted,
    say,
    say_many,
)

# A driver that takes longer hangs.
_CHILD_SECONDS = 30.0
_BIG_PAGES = Path("/sys/kernel/mm/transparent_hugepage/enabled")
_KERNEL = (5, 12)
_FULL: Final = quoted(Code("--isolation full"))
_EVERYTHING: Final = say("everything")
# What the kernel has, by the name that the probe gives it: what it is called, and what needs it.
_KERNEL_HAS: Final = {
    "Landlock": (
        quoted(Name("Landlock")),
        say("`full`: a second wall around files; `process`: the only one"),
    ),
    "seccomp": (
        quoted(Name("seccomp")),
        say("`full`; `process`: the only wall around system calls"),
    ),
    "sealed memory files": (say("sealed memory files"), say("every level")),
    "process descriptors": (quoted(Name("pidfd")), say("every level")),
    "separate user ids": (
        say("a user for each child"),
        say("nothing, if you are not root: namespaces keep children apart"),
    ),
    "thread limits": (
        say("a limit of threads for each child"),
        say("`full`: no student takes another's threads. `process` has it only for root."),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One fact about the machine: found or not, what was seen, and what needs it."""

    name: Message
    ok: bool
    detail: Message
    needed_for: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceTrial:
    """A child for one device at one level: why there is none, or how long it took."""

    device: str
    missing: Message = NOTHING
    # Until its zygote was up, which is once a command; until a child was ready, its first gradient computed.
    zygote_seconds: float = 0.0
    child_seconds: float = 0.0


def examine() -> list[Finding]:
    """Look at kernel, rights, torch and plots."""
    return [_system(), *_kernel_facts(), _user(), _big_pages(), *_torch(), _matplotlib()]


def try_levels(findings: Sequence[Finding]) -> dict[Level, list[DeviceTrial]]:
    """Per level, a child for each device that torch was built for, the CPU first."""
    if sys.platform != "linux":
        missing = say("It is only for Linux.")
        return {level: [DeviceTrial(device="cpu", missing=missing)] for level in Level}
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
        return [DeviceTrial(device=devices[0], missing=error.said)]


def _try_child(zygote: Zygote, device: str, up: float) -> DeviceTrial:
    begin = time.monotonic()
    child = zygote.spawn(device)
    try:
        # It says so when it has its device and has computed a gradient there.
        child.ready(_CHILD_SECONDS)
    except GraderError as error:
        return DeviceTrial(device=device, missing=error.said)
    finally:
        child.close(wait=False)
    return DeviceTrial(device=device, zygote_seconds=up, child_seconds=time.monotonic() - begin)


def _system() -> Finding:
    release = platform.release()
    numbers = tuple(int(part) for part in release.split("-")[0].split(".")[:2] if part.isdigit())
    good = sys.platform == "linux" and platform.machine() == "x86_64" and numbers >= _KERNEL
    return Finding(
        name=say("system"),
        ok=good,
        detail=say(
            "{system} on {machine}",
            system=Name(f"{platform.system()} {release}"),
            machine=Name(platform.machine()),
        ),
        needed_for=say("`full`: Linux 5.12 or newer on x86_64"),
    )


def _kernel_facts() -> list[Finding]:
    if sys.platform != "linux":
        return []
    try:
        facts = probe()
    except OSError as error:
        needed_for = quoted(code_list(("--isolation full", "--isolation process")))
        return [Finding(name=say("kernel"), ok=False, detail=heard(str(error)), needed_for=needed_for)]
    return list(map(_of_kernel, facts))


def _of_kernel(fact: Fact) -> Finding:
    kind = Value(fact.name.removesuffix(" namespaces"))
    name, needed_for = _KERNEL_HAS.get(fact.name, (say("{kind} namespaces", kind=kind), _FULL))
    return Finding(name=name, ok=fact.ok, detail=fact.detail, needed_for=needed_for)


def _user() -> Finding:
    root = os.getuid() == 0
    who = quoted(Name("root")) if root else say("user {number}", number=os.getuid())
    return Finding(name=say("user"), ok=True, detail=who, needed_for=say("any user is fine, root too"))


def _big_pages() -> Finding:
    mode = _BIG_PAGES.read_text().strip() if _BIG_PAGES.exists() else ""
    usable = "[madvise]" in mode or "[always]" in mode
    detail = quoted(Value(mode)) if mode else say("not known")
    needed_for = say("speed: a faster fork")
    return Finding(name=say("big pages"), ok=usable, detail=detail, needed_for=needed_for)


def _torch() -> list[Finding]:
    said = ask_torch()
    name = quoted(Name("torch"))
    if isinstance(said, Message):
        return [Finding(name=name, ok=False, detail=said, needed_for=_EVERYTHING)]
    detail = say_many(
        "{version}, {n} thread", "{version}, {n} threads", said["threads"], version=Name(said["version"])
    )
    return [Finding(name=name, ok=True, detail=detail, needed_for=_EVERYTHING), _cuda(said), _sim()]


def _cuda(said: dict[str, Any]) -> Finding:
    if said["gpus"]:
        seen = quoted(Items(tuple(map(Name, said["gpus"])), "commas"))
    elif said["cuda"]:
        seen = say("no GPU; PyTorch is built for CUDA {version}", version=Name(said["cuda"]))
    else:
        seen = say("no GPU; PyTorch is built only for the CPU")
    needed_for = quoted(Code("--device cuda"))
    return Finding(name=quoted(Name("CUDA")), ok=bool(said["gpus"]), detail=seen, needed_for=needed_for)


def _sim() -> Finding:
    why = missing_sim()
    detail = why or say("a pretend GPU is available")
    needed_for = say("`--device sim`: needs no GPU")
    return Finding(name=quoted(Name(sim.TYPE)), ok=not why, detail=detail, needed_for=needed_for)


def _matplotlib() -> Finding:
    there = importlib.util.find_spec("matplotlib") is not None
    if there:
        detail = quoted(Name(importlib.metadata.version("matplotlib")))
    else:
        detail = say("Not installed. Install it with `pip install 'torchgrader[plots]'`.")
    return Finding(
        name=quoted(Name("matplotlib")), ok=there, detail=detail, needed_for=say("checks of figures")
    )
