"""Trusted side: where children come from: a zygote, and one child of each kind made ahead."""

from __future__ import annotations

from collections.abc import Callable

from grader.errors import FaultError, IsolationError
from grader.sandbox.outside.children import Child, ChildSource
from grader.sandbox.outside.gpu_children import KIND as CUDA
from grader.sandbox.outside.gpu_children import GpuChildren
from grader.words.messages import say


class Pool:
    """The zygote and one child of each kind prepared ahead, so that no submission waits for walls."""

    def __init__(self, start: Callable[[], ChildSource], gpu: GpuChildren | None = None) -> None:
        """gpu: those whose children may use a GPU: a second zygote, started when first needed."""
        self._start = start
        self.gpu = gpu or GpuChildren(_none_to_start)
        self.zygote = start()
        # It may be on its way only; what cannot be had here is said before anything is asked of it.
        self.zygote.ready()
        # By device.
        self._spares: dict[str, Child] = {}

    def take(self, device: str = "cpu") -> Child:
        """A child with walls and device. A zygote that is lost is replaced once; then FaultError."""
        if device == CUDA:
            return self.gpu.take()
        try:
            return self._take(device)
        except IsolationError:
            raise
        except FaultError:
            if device != "cpu":
                # The device, most likely: no reason to end the children that others talk to.
                raise
            self._let_go()
            self.zygote.close()
            self.zygote = self._start()
            return self._take(device)

    def _take(self, device: str) -> Child:
        child = self._spares.pop(device, None) or self.zygote.spawn(device)
        child.ready()
        return child

    def prepare(self, device: str = "cpu") -> None:
        """Have the next child built while the present one works."""
        if device == CUDA:
            self.gpu.prepare()
        elif device not in self._spares:
            self._spares[device] = self.zygote.spawn(device)

    def warm_up(self) -> None:
        """Have the zygote load what first calls are slow for; the children that come after have it."""
        self._let_go()
        self.zygote.warm_up()

    def close(self) -> None:
        """End the zygotes and every child."""
        self._let_go()
        self.zygote.close()
        self.gpu.close()

    def _let_go(self) -> None:
        for child in self._spares.values():
            child.close(wait=False)
        self._spares.clear()


def _none_to_start() -> ChildSource:
    raise FaultError(say("No process here may use a GPU."))
