"""Where children come from: forked off a zygote where there is Linux, else started one by one.

children = start(Level.NONE)
child = children.spawn()        # to talk to in frames, as `grader.sandbox.outside.client.ForkedChild` says
"""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from grader.errors import IsolationError
from grader.sandbox.levels import Level, Limits
from grader.sandbox.outside.exit_status import Ending
from grader.sandbox.outside.time_limit import Doing, Until
from grader.words.messages import Code, say


class Child(Protocol):
    """One process that answers, whichever way it came to be.

    Deadlines are readings of time.monotonic(), or limits on its own time.
    """

    def ready(self, seconds: float = ...) -> None:
        """Wait until it can be asked. Raises `LostError`."""
        ...

    def send(self, frame: bytes, deadline: Until, *, ahead: bool = False) -> None:
        """Send a whole frame; ahead: an answer may be on its way. Raises `Late`, `Gone`, `WireError`."""
        ...

    def receive(self, deadline: Until) -> tuple[bytes, bytearray]:
        """The next frame: head and blob. Raises `Late`, `Gone`, `WireError`."""
        ...

    def processor_seconds(self) -> float | None:
        """The processor time that it has used; None where that cannot be told."""
        ...

    def doing(self) -> Doing:
        """What it is at; one that was stopped is let go on."""
        ...

    def stack(self) -> bytes:
        """Where it is, as faulthandler writes it; nothing where that cannot be had."""
        ...

    def close(self, wait: bool = True) -> Ending | None:
        """Kill it and let go. How it ended, or None where that is not waited for."""
        ...


class ChildSource(Protocol):
    """Makes processes that answer."""

    def spawn(self, device: str = "cpu") -> Child:
        """A new one, on its way to ready. Raises `LostError`."""
        ...

    def ready(self) -> None:
        """Wait until children can be made. Raises `IsolationError`, `LostError`."""
        ...

    def warm_up(self, *, figures: bool = True) -> None:
        """Load now what first calls are slow for, where those to come can share it. figures: and drawing."""
        ...

    def share(self) -> socket.socket | None:
        """For another process of the grader, a socket by which it has children made here; None without fork.

        Raises `LostError`.
        """
        ...

    def close(self) -> None:
        """End everything that was made."""
        ...


def can_fork() -> bool:
    """Whether there is what a zygote is made of: Linux's pidfds, sealed memory and namespaces."""
    return sys.platform == "linux" and hasattr(os, "fork") and hasattr(os, "memfd_create")


def start(
    level: Level,
    *,
    warm: bool = True,
    modules: Sequence[str] = (),
    folders: Sequence[str] = (),
    gpu: bool = False,
    gpu_bytes: int = Limits().gpu_bytes,
    limits: Limits = Limits(),
) -> ChildSource:
    """The source of children that this machine has.

    warm: be up only when first calls are quick. modules: what is loaded beside torch in any case. folders:
    further ones that a zygote's children may read and import from. gpu: those made here may use one.
    gpu_bytes: so much of its memory, each. limits: all else that each may use.

    Raises:
        IsolationError: the level cannot be had here.
        LostError: it does not start.
    """
    if can_fork():
        from grader.sandbox.outside.client import Zygote

        limits = replace(limits, gpu=gpu, gpu_bytes=gpu_bytes)
        return Zygote(level, limits, warm=warm, modules=modules, folders=folders)
    if level is not Level.NONE:
        raise IsolationError(
            say("Isolation {level} needs Linux.", level=Code(level.value))
            + say("To check your own work, use `--isolation none`.")
        )
    from grader.sandbox.outside.spawned import SpawnedChildren

    return SpawnedChildren(modules=modules)
