"""The pretend accelerator answers for CUDA, so that the path of a GPU is held where there is none.

Children of its own, ready on their device, calls and verdicts are the real ones; only names are changed on
the way: what is sent to "cuda:0" arrives at "sim:0", and back. What a GPU's driver does is not shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from grader.errors import FaultError
from grader.sandbox import wire
from grader.sandbox.levels import Level
from grader.sandbox.outside.client import ForkedChild
from grader.sandbox.outside.exit_status import Ending
from grader.sandbox.outside.time_limit import Doing, Until
from grader.words.messages import heard
from helpers.zygotes import Lease

_THERE = {"cuda": "sim", "cuda:0": "sim:0"}


class SimAsGpu:
    """Makes children that say they have a GPU."""

    def __init__(self, level: Level = Level.FULL) -> None:
        self.zygote = Lease(level)
        # What was asked for, in order.
        self.spawned: list[str] = []
        # How many of those to come find no card. A call that says Xid 79 makes it one.
        self.refusals = 0
        self.open = 0
        self.most_open = 0

    def spawn(self, device: str = "cpu") -> GpuChild:
        """A child on the pretend accelerator, whatever it says."""
        self.spawned.append(device)
        self.open += 1
        self.most_open = max(self.most_open, self.open)
        return GpuChild(self.zygote.spawn("sim"), self)

    def ready(self) -> None:
        self.zygote.ready()

    def warm_up(self, *, figures: bool = True) -> None:
        self.zygote.warm_up(figures=figures)

    def share(self) -> None:
        """No other process has children of it."""

    def close(self) -> None:
        self.zygote.close()


class GpuChild:
    """A child, its device's name changed on the way in and out."""

    def __init__(self, child: ForkedChild, source: SimAsGpu) -> None:
        self._child = child
        self._source = source
        self._is_closed = False

    def ready(self, seconds: float = 10.0) -> None:
        if self._source.refusals:
            self._source.refusals -= 1
            raise FaultError(heard("the card has fallen off the bus"))
        self._child.ready(seconds)

    def send(self, frame: bytes, deadline: Until, *, ahead: bool = False) -> None:
        self._child.send(b"".join(_each_framed(frame)), deadline, ahead=ahead)

    def receive(self, deadline: Until) -> tuple[bytes, bytearray]:
        head, blob = self._child.receive(deadline)
        said = _renamed(msgspec.msgpack.decode(bytes(head)), lambda text: text.replace("sim:0", "cuda:0"))
        if "CUDA error" in said.get("error_text", ""):
            said["device_lost"] = True  # as a child that has a GPU says
        if "Xid 79" in said.get("error_text", ""):
            self._source.refusals = 1
        return msgspec.msgpack.encode(said), blob

    def processor_seconds(self) -> float | None:
        return self._child.processor_seconds()

    def doing(self) -> Doing:
        return self._child.doing()

    def stack(self) -> bytes:
        return self._child.stack()

    def close(self, wait: bool = True) -> Ending | None:
        if not self._is_closed:
            self._is_closed = True
            self._source.open -= 1
        return self._child.close(wait)


def _each_framed(frames: bytes) -> Iterator[bytes]:
    """Small questions travel several at a time."""
    while frames:
        head, blob = wire.lengths(frames[: wire.HEADER.size])
        start = wire.HEADER.size
        end = start + head + blob
        yield _framed(frames[start : start + head], frames[start + head : end])
        frames = frames[end:]


def _framed(head: bytes, blob: bytes) -> bytes:
    said = _renamed(msgspec.msgpack.decode(head), lambda text: _THERE.get(text, text))
    made = msgspec.msgpack.encode(said)
    return wire.HEADER.pack(wire.MAGIC, len(made), len(blob)) + made + blob


def _renamed(value: Any, rename: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return rename(value)
    if isinstance(value, list):
        return [_renamed(item, rename) for item in value]
    if isinstance(value, dict):
        return {key: _renamed(item, rename) for key, item in value.items()}
    return value
