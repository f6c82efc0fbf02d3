"""Inside the child: what a call's answer and arguments held when it returned, where other threads write on.

A thread that goes on after the return (a progress bar's, say) is nobody's mistake. What it still writes into
the answer comes too late. So the bytes are copied while no other thread can run: without a call that lets go
of Python's lock, and in less than the time for which that is held.
"""

from __future__ import annotations

import ctypes
import sys
from typing import Any, NamedTuple

import torch

from grader.sandbox import wire
from grader.sandbox.inside.observe import Now

# Seconds for which a thread that computes keeps Python's lock while others wait for it. Python's own 5 ms
# pass on a busy machine between a return and the copy.
_LOCK_HELD = 0.2
# Kept before any submission runs (see `build`).
_frames = sys._current_frames
_copied = ctypes.string_at
_from_buffer = torch.frombuffer
_PLAIN = (torch.Tensor, torch.nn.Parameter)


class _Kept(NamedTuple):
    """A tensor as it was: itself, the bytes of its whole memory, how it lies there, its gradient."""

    live: torch.Tensor
    memory: bytes
    dtype: torch.dtype
    layout: tuple[Any, Any, Any]
    grad: torch.Tensor | None


def hold_the_lock() -> None:
    """Let no thread take Python's lock from another within the time that copying takes; once in a process."""
    sys.setswitchinterval(_LOCK_HELD)


class AtReturn(Now):
    """An answer and numbered arguments as they are now; made at once when a call has returned."""

    def __init__(self, live: Any, objects: list[Any]) -> None:
        # These are told from their equals. A list that comes back is described like any other.
        self._numbered = {id(item) for item in objects if not isinstance(item, list)}
        # By where it begins: memory as it is now.
        self._memory: dict[int, bytes] = {}
        self._left, self._nodes = wire.BLOB_LIMIT, wire.NODE_LIMIT
        # By identity.
        self._tensors: dict[int, _Kept] = {}
        self._arrays: dict[int, tuple[Any, bytes, int]] = {}
        # Lists and dicts, each with the copy that stands for it.
        self._containers: dict[int, tuple[Any, Any]] = {}
        self.value = live
        if len(_frames()) > 1:
            self.value = self._copy(live, 0)
            for item in objects:
                self._copy(item, 0)

    def of(self, live: Any) -> Any:
        """What stands for a tensor, an array or a list: itself, where nobody else can write there."""
        if id(live) in self._tensors:
            return self._tensor(self._tensors[id(live)])
        if id(live) in self._arrays:
            return self._array(*self._arrays[id(live)])
        return self._containers.get(id(live), (live, live))[1]

    def grad(self, live: torch.Tensor) -> torch.Tensor | None:
        """The gradient that a tensor had."""
        return self._tensors[id(live)].grad if id(live) in self._tensors else live.grad

    # ── copying: nothing here may let go of Python's lock ────────────────────────────────────────────────

    def _copy(self, live: Any, depth: int) -> Any:
        """The same with its lists and dicts copied; tensors and arrays are kept aside."""
        self._nodes -= 1
        if depth > wire.DEPTH_LIMIT or self._nodes < 0:
            return live
        if type(live) in _PLAIN:
            self._keep_tensor(live)
        elif _is_array(live):
            self._keep_array(live)
        elif isinstance(live, torch.optim.Optimizer):
            self._keep_optimizer(live, depth)
        elif type(live) in (list, tuple, dict):
            copy = self._container(live, depth)
            return live if id(live) in self._numbered else copy
        return live

    def _container(self, live: Any, depth: int) -> Any:
        if id(live) not in self._containers:
            if type(live) is dict:
                pairs = tuple(live.items())
                copy: Any = {key: self._copy(item, depth + 1) for key, item in pairs}
            else:
                copy = type(live)([self._copy(item, depth + 1) for item in tuple(live)])
            self._containers[id(live)] = live, copy
        return self._containers[id(live)][1]

    def _keep_optimizer(self, live: torch.optim.Optimizer, depth: int) -> None:
        for group in tuple(live.param_groups):
            self._copy(group["params"], depth + 1)
        for held in tuple(live.state.values()):
            self._copy(held, depth + 1)

    def _keep_tensor(self, live: torch.Tensor) -> None:
        if id(live) in self._tensors or not _is_readable(live):
            return
        grad = live.grad if live.is_leaf else None
        storage = live.untyped_storage()
        memory = self._bytes(storage.data_ptr(), storage.nbytes())
        layout = live.size(), live.stride(), live.storage_offset()
        self._tensors[id(live)] = _Kept(live, memory, live.dtype, layout, grad)
        if grad is not None:
            self._keep_tensor(grad)

    def _keep_array(self, live: Any) -> None:
        begins, size = _memory_of_array(live)
        if begins:
            offset = live.__array_interface__["data"][0] - begins
            self._arrays[id(live)] = live, self._bytes(begins, size), offset

    def _bytes(self, begins: int, size: int) -> bytes:
        if begins and begins not in self._memory and size <= self._left:
            self._left -= size
            self._memory[begins] = _copied(begins, size)
        return self._memory.get(begins, b"")

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────

    def _tensor(self, kept: _Kept) -> torch.Tensor:
        if not kept.memory:
            return kept.live
        count = len(kept.memory) // kept.live.element_size()
        flat = _from_buffer(bytearray(kept.memory), dtype=kept.dtype, count=count)
        twin = flat.as_strided(*kept.layout)
        if kept.live.is_conj():
            twin = twin.conj()
        return torch._neg_view(twin) if kept.live.is_neg() else twin

    def _array(self, live: Any, memory: bytes, offset: int) -> Any:
        if not memory:
            return live
        return type(live)(live.shape, live.dtype, bytearray(memory), offset, live.strides)


def _is_readable(live: torch.Tensor) -> bool:
    """Whether the numbers lie in this process's memory. Asks nothing that lets go of Python's lock."""
    dense = live.layout is torch.strided and live.device.type == "cpu"
    return dense and not (live.is_quantized or live.is_nested)


def _is_array(live: Any) -> bool:
    numpy = sys.modules.get("numpy")
    return numpy is not None and type(live) is numpy.ndarray


def _memory_of_array(live: Any) -> tuple[int, int]:
    """Where the memory begins that an array is a view of, and its bytes; 0 where its objects are Python's."""
    if live.dtype.hasobject:
        return 0, 0
    while _is_array(live.base):
        live = live.base
    return (live.__array_interface__["data"][0], live.nbytes) if live.flags.c_contiguous else (0, 0)
