"""`--device`: which kinds of device are tried, and what this machine and this torch have.

auto    cpu, and sim, the pretend accelerator, where torch can have it; beside them cuda, where there is one
        and others' work is graded: one's own work is tried there by name alone
all     cpu, sim and cuda, or a refusal that says what is missing
cpu, sim, cuda      that one alone, or a refusal that says what is missing

Only what can be seen is looked at here. Whether a GPU computes is what its first child finds out, once a
command (`grader.grading.gpu`): nothing here asks the driver, or loads torch where its files say enough.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.errors import DeviceError, UsageError
from grader.sandbox.levels import SIM_SETUP
from grader.sandbox.outside.cards import run_aside
from grader.words.messages import (
    NOTHING,
    Code,
    Message,
    Name,
    code_list,
    heard,
    say,
)

CHOICES = ("auto", "all", "cpu", "sim", "cuda")
_FILES = ("nvidia[0-9]*", "dxg")
# Importing torch from a cold disk takes seconds; more than this, and a driver hangs.
_SECONDS = 120
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
    notes: tuple[Message, ...] = ()
    # Whether CUDA was asked for by name: where there is none, nobody is graded.
    cuda_named: bool = False


def choose(text: str, *, own_work: bool = False) -> Devices:
    """What `--device` says. own_work: of one's own code, which `auto` does not try on CUDA.

    Raises:
        UsageError: there is no such choice.
        DeviceError: the device asked for cannot be had here.
    """
    if text not in CHOICES:
        raise UsageError(
            say(
                "Expected {choices} for `--device`, got {got}.",
                choices=code_list(CHOICES, "or"),
                got=Code(text),
            )
        )
    if text == "auto":
        return _auto(own_work)
    kinds = ("cpu", "sim", "cuda") if text == "all" else (text,)
    for kind in kinds:
        why = _MISSING[kind]()
        if why:
            raise refusal(text, kind, why)
    return Devices(kinds, cuda_named="cuda" in kinds)


def refusal(text: str, kind: str, why: Message) -> DeviceError:
    """That a device asked for by name is not here, and what to do next."""
    missing = say(
        "Cannot use {option}, because {device} is not available here.",
        option=Code(f"--device {text}"),
        device=Name(kind),
    )
    return DeviceError(missing + why + say("Use `--device auto` to try what there is."))


def not_tried(kind: str, why: Message) -> Message:
    """A note: that a kind of device was left out, and why."""
    return say("Nothing was tried on {device}.", device=Name(kind)) + why


def _auto(own_work: bool) -> Devices:
    cuda = () if own_work or unseen_cuda() else ("cuda",)
    why = missing_sim()
    if not why:
        return Devices(("cpu", "sim", *cuda))
    return Devices(("cpu", *cuda), (not_tried("sim", why),))


def missing_sim() -> Message:
    """Why this PyTorch cannot have the pretend accelerator, or empty."""
    if "torch" not in sys.modules and SIM_SETUP in _text_in_torch("utils/backend_registration.py"):
        return NOTHING
    import torch

    from grader.sandbox import sim

    if not sim.missing():
        return NOTHING
    return say("In PyTorch {version}, Python cannot add a device.", version=Name(torch.__version__))


def unseen_cuda() -> Message:
    """Why there is plainly no CUDA here, or empty: then a child has to find out."""
    version = _version()
    if version["cuda"] is None:
        return say("PyTorch {version} is built without CUDA.", version=Name(version["__version__"]))
    if not any(found for pattern in _FILES for found in Path("/dev").glob(pattern)):
        return say("This machine shows no NVIDIA GPU.")
    return NOTHING


def _version() -> dict[str, Any]:
    """What `torch.version` says. Where torch is not loaded yet, that small file of it is read alone."""
    text = "" if "torch" in sys.modules else _text_in_torch("version.py")
    if "cuda" not in text:
        import torch

        return vars(torch.version)
    said: dict[str, Any] = {}
    exec(compile(text, "version.py", "exec"), said)
    return said


def _text_in_torch(file: str) -> str:
    """A file of PyTorch's, or nothing where it is not where it is expected."""
    found = importlib.util.find_spec("torch")
    try:
        return Path(str(found and found.origin)).parent.joinpath(file).read_text("utf-8")
    except OSError:
        return ""


_MISSING: dict[str, Callable[[], Message]] = {"cpu": Message, "sim": missing_sim, "cuda": unseen_cuda}


def missing_cuda() -> Message:
    """Why there is no CUDA here, or empty. Where the answer is not plain, torch is asked, aside."""
    why = unseen_cuda()
    if why:
        return why
    said = ask_torch()
    if isinstance(said, Message):
        return said
    return NOTHING if said["gpus"] else say("PyTorch finds no GPU that it can use.")


def ask_torch() -> dict[str, Any] | Message:
    """{version, threads, cuda, gpus} as torch says in a process of its own, or why it cannot be asked."""
    said = run_aside([sys.executable, "-c", _ASK_TORCH], _SECONDS)
    if said is None:
        return say(
            "NVIDIA's driver does not answer PyTorch within {seconds} seconds. Look at `nvidia-smi`.",
            seconds=_SECONDS,
        )
    status, out, errors = said
    if status != 0:
        return heard(errors.strip().rpartition("\n")[2]) or say("PyTorch cannot be imported.")
    return json.loads(out.splitlines()[-1])  # type: ignore[no-any-return]  # what _ASK_TORCH prints
