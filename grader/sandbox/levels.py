"""What isolation can be asked for, how much a child may use, and which GPU."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

# Why something is not there: a key, under which the trusted side has a sentence, and what fills it.
Reason = tuple[str, ...]

# What PyTorch calls the function without which there is no pretend accelerator.
SIM_SETUP = "_setup_privateuseone_for_python_backend"


class Level(Enum):
    """How a submission is kept from everything else."""

    # Namespaces, seccomp, limits, no rights, and Landlock where the kernel has it; or a refusal.
    FULL = "full"
    # A process with limits and whatever else can be had; what is missing is reported.
    PROCESS = "process"
    # A process that can be stopped. For one's own code.
    NONE = "none"

    @property
    def weaker(self) -> Level | None:
        """The next level down, or None."""
        return {Level.FULL: Level.PROCESS, Level.PROCESS: Level.NONE}.get(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one child may use. `Level.NONE` enforces `cpu_seconds` and `output_bytes` alone."""

    # Address space above what the child inherits from the zygote.
    memory_bytes: int = 1 << 30
    # Processor time over the child's whole life: more than a submission has, on sim, too, so it never ends a
    # call.
    cpu_seconds: int = 400
    # The largest file it may write.
    file_bytes: int = 16 << 20
    # All files in its own folder together, and how many; at `Level.FULL` alone.
    box_bytes: int = 64 << 20
    box_files: int = 1000
    # Threads (it can start no process at `Level.FULL`).
    processes: int = 32
    # What it may write to descriptors 1 and 2, together.
    output_bytes: int = 64 << 10
    # Whether one NVIDIA GPU is let in, and what else CUDA cannot do without.
    gpu: bool = False
    # Memory on the GPU.
    gpu_bytes: int = 4 << 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """The one GPU that children of a zygote get, as `cuda:0`; or why there is none."""

    # Why there is none; then all else is empty.
    missing: tuple[Reason, ...] = ()
    name: str = ""
    # For CUDA_VISIBLE_DEVICES: a UUID, which means the same card in whatever order devices are counted.
    visible: str = ""
    # Device files that CUDA talks to for it.
    devices: tuple[str, ...] = ()
    # The driver's library, and the files beside it that belong to it.
    driver: str = ""
    libraries: tuple[str, ...] = ()
