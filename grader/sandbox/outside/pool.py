"""Trusted side: where children come from: a zygote, and one child of each kind made ahead."""

from __future__ import annotations

from collections.abc import Callable

from grader.errors import FaultError
from grader.sandbox.outside.children import Child, ChildSource


class Pool:
    """The zygote and one child of each kind prepared ahead, so that no submission waits for walls."""

    def __init__(
        self, start: Callable[[], ChildSource], start_gpu: Callable[[], ChildSource] | None = None
    ) -> None:
        """start_gpu: makes the zygote, a second one, whose children may use a GPU; when first needed."""
        self._start = start
        self._start_gpu = start_gpu
        self._gpu: ChildSource | None = None
        self.zygote = start()
        # By device.
        self._spares: dict[str, Child] = {}

    def take(self, device: str = "cpu") -> Child:
        """A child with walls and device. A zygote that is lost is replaced once; then FaultError."""
        try:
            return self._take(device)
        except FaultError:
            if device != "cpu":
                # The device, most likely: no reason to end the children that others talk to.
                raise
            self.close()
            self.zygote = self._start()
            return self._take(device)

    def _take(self, device: str) -> Child:
        child = self._spares.pop(device, None) or self._source(device).spawn(device)
        child.ready()
        return child

    def prepare(self, device: str = "cpu") -> None:
        """Have the next child built while the present one works."""
        if device not in self._spares:
            self._spares[device] = self._source(device).spawn(device)

    def _source(self, device: str) -> ChildSource:
        if device != "cuda":
            return self.zygote
        if self._gpu is None:
            if self._start_gpu is None:
                raise FaultError("no process here may use a GPU")
            self._gpu = self._start_gpu()
        return self._gpu

    def warm_up(self) -> None:
        """Have the zygote load what first calls are slow for; the children that come after have it."""
        self._let_go()
        self.zygote.warm_up()

    def close(self) -> None:
        """End the zygote and every child."""
        self._let_go()
        self.zygote.close()
        if self._gpu is not None:
            self._gpu.close()
            self._gpu = None

    def _let_go(self) -> None:
        for child in self._spares.values():
            child.close(wait=False)
        self._spares.clear()
