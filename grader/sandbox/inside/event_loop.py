"""Inside the child: asyncio's loop, for walls that leave no sockets."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Coroutine
from typing import Any


class _PipeLoop(asyncio.SelectorEventLoop):
    """Other threads wake it by a pipe, and not by two sockets. asyncio calls methods of these names."""

    def _make_self_pipe(self) -> None:
        self._woken, self._wakes = os.pipe()
        os.set_blocking(self._woken, False)
        self._add_reader(self._woken, os.read, self._woken, 1 << 16)  # type: ignore[attr-defined]

    def _write_to_self(self) -> None:
        os.write(self._wakes, b"\0")

    def _close_self_pipe(self) -> None:
        self._remove_reader(self._woken)  # type: ignore[attr-defined]
        os.close(self._woken)
        os.close(self._wakes)


def wait_for(awaited: Coroutine[Any, Any, Any]) -> Any:
    """Its result. Raises what it raises."""
    # Windows has no such walls, and its loops wait for sockets alone.
    with asyncio.Runner(loop_factory=_PipeLoop if os.name == "posix" else None) as runner:
        return runner.run(awaited)
