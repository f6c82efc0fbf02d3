"""Trusted side: where children come from: a zygote, and one child of each kind made ahead."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from grader.errors import FaultError, LostError
from grader.sandbox.outside.children import Child, ChildSource
from grader.sandbox.outside.gpu_children import KIND as CUDA
from grader.sandbox.outside.gpu_children import GpuChildren
from grader.sandbox.outside.once_more import once_more
from grader.words.messages import say

# So often in a row nobody gets a child before it is given up.
_TRIES = 2


class Pool:
    """The zygote and one child of each kind prepared ahead, so that no submission waits for walls."""

    def __init__(self, start: Callable[[], ChildSource], gpu: GpuChildren | None = None) -> None:
        """gpu: those whose children may use a GPU: a second zygote, started when first needed."""
        self._start = start
        self.gpu = gpu or GpuChildren(_none_to_start)
        # By device.
        self._spares: dict[str, Child] = {}
        self._zygote: ChildSource | None = None
        # Why there are no children any more: starts failed twice in a row, or what was started made none.
        self._given_up: LostError | None = None
        # How often in a row nobody got a child, not even of a new zygote.
        self._in_vain = 0
        # What cannot be had here is said before anything is asked; who is lost, by whoever takes a child.
        with suppress(LostError):
            self._up()

    def take(self, device: str = "cpu") -> Child:
        """A child with walls and device. Raises `LostError`, at once where starts have failed twice."""
        if device == CUDA:
            return self.gpu.take()
        try:
            child = once_more(lambda: self._take(device), self._end_zygote)
        except LostError as error:
            self._in_vain += 1
            if self._in_vain >= _TRIES:
                self._given_up = self._given_up or error
            raise
        self._in_vain = 0
        return child

    def _take(self, device: str) -> Child:
        zygote = self._up()
        spare = self._spares.pop(device, None)
        if spare is not None:
            try:
                spare.ready()
            except LostError:
                spare.close(wait=False)
            else:
                return spare
        child = zygote.spawn(device)
        child.ready()
        return child

    def _up(self) -> ChildSource:
        """The zygote that makes children; where there is none, it is started."""
        if self._given_up is not None:
            raise self._given_up
        if self._zygote is None:
            try:
                self._zygote = once_more(self._started, _nothing)
            except LostError as error:
                twice = say("The sandbox did not start twice, so nothing more is graded.")
                self._given_up = LostError(twice + error.said)
                raise self._given_up from None
        return self._zygote

    def _started(self) -> ChildSource:
        zygote = self._start()
        try:
            # It may be on its way only.
            zygote.ready()
        except BaseException:
            zygote.close()
            raise
        return zygote

    def _end_zygote(self) -> None:
        self._let_go()
        if self._zygote is not None:
            self._zygote.close()
            self._zygote = None

    def prepare(self, device: str = "cpu") -> None:
        """Have the next child built while the present one works."""
        if device == CUDA:
            self.gpu.prepare()
        elif device not in self._spares:
            # The present one is not troubled: who takes the next is told.
            with suppress(LostError):
                self._spares[device] = self._up().spawn(device)

    def warm_up(self) -> None:
        """Have the zygote load what first calls are slow for; the children that come after have it."""
        self._let_go()
        once_more(lambda: self._up().warm_up(), self._end_zygote)

    def close(self) -> None:
        """End the zygotes and every child."""
        self._end_zygote()
        self.gpu.close()

    def _let_go(self) -> None:
        for child in self._spares.values():
            child.close(wait=False)
        self._spares.clear()


def _nothing() -> None:
    """There is nothing to let go of."""


def _none_to_start() -> ChildSource:
    raise FaultError(say("No process here may use a GPU."))
