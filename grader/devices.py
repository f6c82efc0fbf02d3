"""`--device`: which kinds of device are tried, and what this machine and this torch have.

auto    cpu, and cuda where there is one, else sim, the pretend accelerator, where torch can have it
all     cpu, sim, and cuda where there is one
cpu, sim, cuda      that one alone, or a refusal that says what is missing
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from grader.errors import DeviceError, UsageError
from grader.sandbox import sim
from grader.sandbox.outside.cards import run_aside

CHOICES = ("auto", "all", "cpu", "sim", "cuda")
_FILES = ("nvidia[0-9]*", "dxg")
# Importing torch from a cold disk takes seconds; more than this, and a driver hangs.
_SECONDS = 120.0
# In a process of its own: asking for CUDA initialises it, which this process leaves to the children.
_ASK_TORCH = """
import json, torch
found = torch.cuda.device_count() if torch.cuda.is_available() else 0
gpus = [torch.cuda.get_device_name(number) for number in range(found)]
print(json.dumps({"version": torch.__version__, "threads": torch.get_num_threads(),
                  "cuda": torch.version.cuda, "gpus": gpus}))
"""


@dataclass(frozen=True, slots=True)
class Devices:
    """Kinds of device, in the order of trying, and what a reader of a report should know of the choice."""

    kinds: tuple[str, ...] = ("cpu",)
    notes: tuple[str, ...] = ()


def choose(text: str) -> Devices:
    """What `--device` says.

    Raises:
        UsageError: there is no such choice.
        DeviceError: the device asked for cannot be had here.
    """
    if text not in CHOICES:
        raise UsageError(f"--device {text}: expected one of {', '.join(CHOICES)}")
    if text in ("sim", "cuda"):
        why = sim.missing() if text == "sim" else missing_cuda()
        if why:
            raise DeviceError(
                f"--device {text} cannot be had here: {why}; ask for --device auto to try what there is"
            )
    return {"auto": _auto, "all": _all}.get(text, lambda: Devices((text,)))()


def _auto() -> Devices:
    if not missing_cuda():
        return Devices(("cpu", "cuda"))
    why = sim.missing()
    if not why:
        return Devices(("cpu", "sim"))
    return Devices(("cpu",), (f"tried on the CPU alone: no GPU, and {why}",))


def _all() -> Devices:
    missing = {"sim": sim.missing(), "cuda": missing_cuda()}
    kinds = tuple(kind for kind, why in missing.items() if not why)
    notes = tuple(f"not tried on {kind}: {why}" for kind, why in missing.items() if why)
    return Devices(("cpu", *kinds), notes)


def missing_cuda() -> str:
    """Why there is no CUDA here, or empty. Where the answer is not plain, torch is asked, aside."""
    if torch.version.cuda is None:
        return f"torch {torch.__version__} is built without CUDA"
    if not any(found for pattern in _FILES for found in Path("/dev").glob(pattern)):
        return "this machine shows no NVIDIA GPU"
    said = ask_torch()
    if isinstance(said, str):
        return said
    return "" if said["gpus"] else "torch finds no GPU that it can use"


def ask_torch() -> dict[str, Any] | str:
    """{version, threads, cuda, gpus} as torch says in a process of its own, or why it cannot be asked."""
    said = run_aside([sys.executable, "-c", _ASK_TORCH], _SECONDS)
    if said is None:
        return f"NVIDIA's driver does not answer torch within {_SECONDS:g} seconds; see `nvidia-smi`"
    status, out, errors = said
    if status != 0:
        return (errors.strip().splitlines() or ["torch cannot be imported"])[-1]
    return json.loads(out.splitlines()[-1])  # type: ignore[no-any-return]  # what _ASK_TORCH prints
