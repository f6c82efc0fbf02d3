"""A command that is told to end: by Ctrl-C, or by SIGTERM, as a cluster does."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Terminated(KeyboardInterrupt):
    """SIGTERM: as Ctrl-C, and another exit code."""


@contextmanager
def heeding_sigterm() -> Iterator[None]:
    """Within, SIGTERM raises `Terminated`."""

    def end(number: int, frame: FrameType | None) -> None:
        raise Terminated

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
