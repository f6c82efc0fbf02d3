"""`--device`: which kinds of device are tried, and what this machine and this torch have.

auto    cpu, and sim, the pretend accelerator, where torch can have it; beside them cuda, where there is one
        and others' work is graded: one's own work is tried there by name alone
all     cpu, sim and cuda, or a refusal that says what is missing
cpu, sim, cuda      that one alone, or a refusal that says what is missing

Only what can be seen is looked at here. Whether a GPU computes is what its first child finds out, once a
command (`grader.grading.gpu`): nothing here asks the driver, or loads torch where the CPU alone is wanted.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.errors import DeviceError, UsageError
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
    # Whether CUDA was asked for by name: where it then cannot be had, nobody is graded.
    cuda_named: bool = False


def choose(text: str, *, own_work: bool = False) -> Devices:
    """What `--device` says. own_work: of one's own code, which `auto` does not try on CUDA.

    Raises:
        UsageError: there is no such choice.
        DeviceError: the device asked for cannot be had here.
    """
    if text not in CHOICES:
        raise UsageError(f"--device {text}: expected one of {', '.join(CHOICES)}")
    if text == "auto":
        return _auto(own_work)
    kinds = ("cpu", "sim", "cuda") if text == "all" else (text,)
    for kind in kinds:
        why = _MISSING[kind]()
        if why:
            raise refusal(text, kind, why)
    return Devices(kinds, cuda_named="cuda" in kinds)


def refusal(text: str, kind: str, why: str) -> DeviceError:
    """That a device asked for by name cannot be had, and what to do next."""
    what = f"--device {text}" if text == kind else f"--device {text}: {kind}"
    return DeviceError(f"{what} cannot be had here: {why}; ask for --device auto to try what there is")


def _auto(own_work: bool) -> Devices:
    cuda = () if own_work or unseen_cuda() else ("cuda",)
    why = _missing_sim()
    if not why:
        return Devices(("cpu", "sim", *cuda))
    note = f"not tried on sim: {why}" if cuda else f"tried on the CPU alone: {why}"
    return Devices(("cpu", *cuda), (note,))


def _missing_sim() -> str:
    from grader.sandbox import sim

    return sim.missing()


def unseen_cuda() -> str:
    """Why there is plainly no CUDA here, or empty: then a child has to find out."""
    import torch

    if torch.version.cuda is None:
        return f"torch {torch.__version__} is built without CUDA"
    if not any(found for pattern in _FILES for found in Path("/dev").glob(pattern)):
        return "this machine shows no NVIDIA GPU"
    return ""


_MISSING: dict[str, Callable[[], str]] = {"cpu": str, "sim": _missing_sim, "cuda": unseen_cuda}


def missing_cuda() -> str:
    """Why there is no CUDA here, or empty. Where the answer is not plain, torch is asked, aside."""
    why = unseen_cuda()
    if why:
        return why
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
