"""Whether CUDA can be had, found out once a command, before the first submission.

    settings = tried(settings, pool.gpu)        # as asked for, or without CUDA, which a note then says

The first GPU child says so when it has computed a gradient, and how much of the card is free, which is shared
out. Its zygote is kept for the submissions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from grader.devices import not_tried, refusal
from grader.errors import DeviceError, FaultError
from grader.grading.settings import Settings
from grader.sandbox.outside.children import ChildSource, start
from grader.sandbox.outside.gpu_children import KIND as CUDA
from grader.sandbox.outside.gpu_children import GpuChildren
from grader.sandbox.outside.gpu_share import share
from grader.words.messages import say

# Makes a zygote.
Start = Callable[[], ChildSource]


def gpu_start(settings: Settings) -> Start:
    """Makes a zygote whose children may use a GPU."""
    return lambda: start(settings.level, gpu=True, gpu_bytes=settings.gpu_bytes)


def tried(settings: Settings, gpu: GpuChildren, jobs: int = 1) -> Settings:
    """The settings to grade with, once a GPU's child was asked for, where CUDA is among their devices.

    jobs: processes that are to share the card.

    Raises:
        DeviceError: CUDA was asked for by name, and cannot be had.
    """
    if CUDA not in settings.devices or settings.cuda_tried:
        return settings
    try:
        return _shared(settings, gpu.rehearse(), jobs)
    except FaultError as fault:
        others = tuple(kind for kind in settings.devices if kind != CUDA)
        if settings.cuda_named or not others:
            raise refusal(CUDA, CUDA, fault.said) from None
        note = not_tried(CUDA, fault.said)
        return replace(settings, devices=others, notes=(*settings.notes, note), cuda_tried=True)


def _shared(settings: Settings, free: int, jobs: int) -> Settings:
    """With what each child is promised of the bytes that are free; 0: not known, so as it was."""
    if not free:
        return replace(settings, cuda_tried=True)
    found = share(free, jobs)
    if not found.jobs:
        raise DeviceError(
            say(
                "Only {free} MiB of the GPU's memory are free, too little for one submission.",
                free=free >> 20,
            )
        )
    promised = min(found.gpu_bytes, settings.gpu_bytes)
    return replace(settings, cuda_tried=True, gpu_bytes=promised, gpu_ahead=found.ahead, gpu_jobs=found.jobs)


def tried_aside(settings: Settings, start_gpu: Start | None = None, jobs: int = 1) -> Settings:
    """The same for those that grade in processes of their own: no child of this one is kept.

    Raises:
        DeviceError: CUDA was asked for by name, and cannot be had.
    """
    gpu = GpuChildren(start_gpu or gpu_start(settings))
    try:
        return tried(settings, gpu, jobs)
    finally:
        gpu.close()
