"""How to grade: what a person said of it, and the settings that come of that.

Settings travel whole, from a command to the report. Nothing here imports torch before devices are looked for.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from grader.course.layout import Course
from grader.course.settings import read_settings
from grader.errors import UsageError
from grader.sandbox.levels import Level, Limits
from grader.sandbox.outside.budget import Budget
from grader.words.messages import Code, Items, Message, say


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How to grade; the same settings and submission give the same report."""

    seed: int
    level: Level = Level.FULL
    budget: Budget = Budget()
    # Kinds of device, in the order of trying: what passes on one is tried on the next.
    devices: tuple[str, ...] = ("cpu",)
    # What a reader of a report should know of them.
    notes: tuple[Message, ...] = ()
    # Whether CUDA was asked for by name: where it fails, that is a fault, and nothing is merely not checked.
    cuda_named: bool = False
    # Whether a GPU's child has been seen to work, in this process or the one that it works for.
    cuda_tried: bool = False
    # Bytes of the GPU's memory that each child is promised.
    gpu_bytes: int = Limits().gpu_bytes
    # Whether there is room on the GPU for a child made ahead.
    gpu_ahead: bool = True
    # How many processes have room there; 0: as many as one likes.
    gpu_jobs: int = 0
    # The book whose sections the course cites.
    book: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GradingOptions:
    """What a person said of how to grade; what they left open is chosen for them."""

    # None: a fresh one.
    seed: int | None = None
    level: Level = Level.FULL
    # What `--device` says (grader.devices).
    device: str = "auto"
    # Of one's own code: `auto` does not try it on CUDA.
    own_work: bool = False


def settings_for(course: Course, options: GradingOptions) -> Settings:
    """What a person asked for, as settings: the seed chosen, the devices found.

    Raises:
        UsageError: there is no such choice of device, a kit has no such seed, or course.toml is wrong.
        DeviceError: the device asked for cannot be had here.
    """
    from grader.devices import choose  # loads torch; a student's sandbox is on its way before that

    devices = choose(options.device, own_work=options.own_work)
    return Settings(
        seed=choose_seed(course, options.seed),
        level=options.level,
        devices=devices.kinds,
        notes=devices.notes,
        cuda_named=devices.cuda_named,
        book=read_settings(course).book,
    )


def choose_seed(course: Course, wanted: int | None) -> int:
    """The seed that was asked for, else a fresh one; in a kit, one of those that it holds answers for.

    Raises:
        UsageError: the kit holds no answers for the seed that was asked for.
    """
    if not course.seeds:
        return fresh_seed() if wanted is None else wanted
    if wanted is None:
        return secrets.choice(course.seeds)
    if wanted not in course.seeds:
        raise UsageError(
            say(
                "This kit has no answers for {option}. Use one of its seeds: {seeds}.",
                option=Code(f"--seed {wanted}"),
                seeds=Items(course.seeds, "or"),
            )
        )
    return wanted


def fresh_seed() -> int:
    """A seed that no student can know beforehand."""
    return secrets.randbelow(2**31)
