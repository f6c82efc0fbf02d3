"""Zygotes that the tests of a process share: to start one takes longer than most tests.

A lease has what its holder may want of a zygote, and ends with the children that were made on it.
"""

from __future__ import annotations

import atexit
import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import grader.doctor  # noqa: F401 - before: it tries what a start comes to
from grader.sandbox.levels import Level, Limits
from grader.sandbox.outside import client
from grader.sandbox.outside.client import ForkedChild, Zygote, ZygoteLine


class _Kept(Zygote):
    """Stays until the process that started it ends; another one may have children of it (`adopt`)."""

    def __init__(self, level: Level) -> None:
        super().__init__(level)
        self._owner = os.getpid()
        atexit.register(self._end)

    def _end(self) -> None:
        if os.getpid() == self._owner:
            self.close()

    @property
    def alive(self) -> bool:
        return os.getpid() != self._owner or self._process.poll() is None


class _Adopted(ZygoteLine):
    """One of another process, which stays for as long as this one."""

    alive = True


_kept: dict[Level, _Kept | _Adopted] = {}


def kept(level: Level) -> ZygoteLine:
    """The zygote of this level; a new one where a test has cost the last its life."""
    if level not in _kept or not _kept[level].alive:
        _kept[level] = _Kept(level)
    return _kept[level]


class Lease:
    """A kept zygote for one holder: other holders' children are none of its business."""

    def __init__(self, level: Level) -> None:
        self.level = level
        self._zygote = kept(level)
        self._children: list[ForkedChild] = []

    def spawn(self, device: str = "cpu") -> ForkedChild:
        self._children.append(self._zygote.spawn(device))
        return self._children[-1]

    def ready(self) -> None:
        """It is."""

    def warm_up(self, *, figures: bool = True) -> None:
        """It is."""

    def share(self) -> socket.socket:
        """Another process may have children of it, too."""
        return self._zygote.share()

    def close(self) -> None:
        """End the children that were made here."""
        while self._children:
            self._children.pop().close(wait=False)


def adopt(controls: Mapping[str, socket.socket]) -> None:
    """Go on with the zygotes of another process, by level, and with no others. controls: of `share`."""
    _kept.clear()
    for level, control in controls.items():
        _kept[Level(level)] = _Adopted(control, Level(level))


def lease_zygotes() -> None:
    """From now on, give whoever in this process starts a usual zygote a lease."""
    client.Zygote = _start  # type: ignore[assignment, misc]


@contextmanager
def not_leased() -> Iterator[None]:
    """Meanwhile, whoever starts a zygote has one."""
    leased = client.Zygote
    client.Zygote = Zygote  # type: ignore[misc]
    try:
        yield
    finally:
        client.Zygote = leased  # type: ignore[misc]


def _start(level: Level, limits: Limits = Limits(), **more: Any) -> Lease | Zygote:
    usual = limits == Limits() and {name for name in more if more[name]} <= {"warm", "modules"}
    return Lease(level) if usual else Zygote(level, limits, **more)
