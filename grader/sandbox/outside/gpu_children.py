"""Trusted side: the children that may use a GPU, and what is known of that GPU while a command lasts.

A device that cannot be had is found out once. Then whoever wants it is told so at once: no further start, no
further wait. What may last for one submission only (another's process fills the card) is asked anew for the
next.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from grader.errors import DeviceError, FaultError
from grader.sandbox.levels import Limits
from grader.sandbox.outside.children import Child, ChildSource
from grader.sandbox.outside.gpu_proof import free_memory, refused
from grader.words.messages import NOTHING, Message, say

KIND: Final = "cuda"
# A driver that takes longer hangs.
SECONDS: Final = 30.0
# The first zygote, and one more where that was lost.
_STARTS: Final = 2


class GpuChildren:
    """A zygote of their own, started when first needed, and one child made ahead."""

    def __init__(
        self,
        start: Callable[[], ChildSource],
        seconds: float = SECONDS,
        promised: int = Limits().gpu_bytes,
        ahead: bool = True,
    ) -> None:
        """seconds: how long a child may take to be ready.

        promised: bytes of the GPU's memory for each. ahead: whether there is room for one more, made ahead.
        """
        self._start = start
        self.promised = promised
        self.ahead = ahead
        self._seconds = seconds
        self._starts = 0
        self._source: ChildSource | None = None
        self._spare: Child | None = None
        # Why there are none for the present submission, or for good.
        self._fault = NOTHING
        self._for_good = False

    def take(self, device: str = KIND) -> Child:
        """A child that has computed a gradient there. Raises `DeviceError`, at once where that is known."""
        self._refuse_where_known()
        begun = time.monotonic()
        child: Child | None = None
        try:
            child, self._spare = self._spare or self._up().spawn(device), None
            child.ready(self._seconds)
        except FaultError as error:
            never_up = self._source is None
            if child is not None:
                child.close(wait=False)
            else:
                self._drop_source()
            hangs = time.monotonic() - begun >= self._seconds
            raise self.give_up(error.said, for_good=hangs or never_up) from None
        return child

    def rehearse(self) -> int:
        """Have a child compute a gradient. Raises `DeviceError`.

        Returns the bytes of the card that are free; 0 where that is not known.
        """
        child = self.take()
        try:
            return free_memory(child, KIND, self._seconds)
        finally:
            self.end(child)

    def prepare(self, device: str = KIND) -> None:
        """Have the next child built while the present one works."""
        if self.ahead and self._spare is None and not self._fault:
            try:
                self._spare = self._up().spawn(device)
            except FaultError:
                # The present one is not troubled: who takes the next is told.
                self._drop_source()

    def demand_proof(self) -> None:
        """After trouble: a fresh child must get what each is promised. Raises `DeviceError` if not.

        Whoever calls has let the child go that was in trouble.
        """
        self._let_go()
        child = self.take()
        begun = time.monotonic()
        try:
            why = refused(child, KIND, self.promised, self._seconds)
        finally:
            self.end(child)
        if why:
            raise self.give_up(why, for_good=time.monotonic() - begun >= self._seconds)

    def end(self, child: Child) -> None:
        """End a child, and wait until what it had on the GPU is free: the next one is promised it."""
        if child.close() is None:
            stuck = say("A process that uses the GPU does not end.") + say("See `nvidia-smi`.")
            self.give_up(stuck, for_good=True)

    def give_up(self, why: Message, *, for_good: bool = False) -> DeviceError:
        """From now on there are none, for one submission or for good; returns the error that says so."""
        self._fault, self._for_good = why, for_good or self._for_good
        self._let_go()
        return DeviceError(why)

    def begin(self) -> None:
        """Another submission: what was in the way of the last need not be in its way."""
        if not self._for_good:
            self._fault = NOTHING

    def close(self) -> None:
        """End the zygote and every child of it."""
        self._let_go()
        self._drop_source()

    def _refuse_where_known(self) -> None:
        if self._fault:
            raise DeviceError(self._fault)

    def _up(self) -> ChildSource:
        if self._source is None:
            if self._starts == _STARTS:
                raise FaultError(
                    say("The parent of the child processes with a GPU was lost {count} times.", count=_STARTS)
                )
            self._starts += 1
            self._source = self._start()
        return self._source

    def _drop_source(self) -> None:
        if self._source is not None:
            self._source.close()
            self._source = None

    def _let_go(self) -> None:
        if self._spare is not None:
            self._spare.close(wait=False)
            self._spare = None
