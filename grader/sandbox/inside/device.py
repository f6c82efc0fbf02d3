"""Inside the child: has the device in the process, and finds the line that made a tensor elsewhere.

A call that went wrong on a device is made once more, on arguments built anew, with every function of torch
watched: each tensor on another device gets the line of the submission that made it, and what is computed of
it alone inherits that line. Calls that went well are not watched, and cost nothing.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import FrameType
from typing import Any

import torch
from torch.overrides import TorchFunctionMode

from grader.sandbox import sim, upstream_words, wire
from grader.sandbox.inside.isolation import demands, nvidia
from grader.sandbox.inside.isolation.reasons import UnavailableError, reason, reasons_of
from grader.sandbox.inside.load import Submission
from grader.sandbox.levels import Card

# Whichever CUDA counts first, where nothing keeps the loader from finding the driver.
ANY_CARD = Card()
# What `enter` was asked for.
_entered = ["cpu"]


def enter(device: str, card: Card = ANY_CARD, gpu_bytes: int = 4 << 30) -> None:
    """Have `sim` or `cuda` in this process, before any source arrives. Raises OSError without it.

    card: which GPU, for `cuda`. gpu_bytes: memory of the GPU that PyTorch may hand out here.
    """
    if device == sim.TYPE:
        sim.install()
    else:
        _enter_cuda(card, gpu_bytes)
    _entered[0] = device
    # The device's context and autograd's thread, now, while nobody waits.
    leaf = torch.ones(8, device=device, requires_grad=True)
    ((leaf * 2 + 1) ** 2).sum().backward()  # type: ignore[no-untyped-call]  # torch's


def _enter_cuda(card: Card, gpu_bytes: int) -> None:
    if card.missing:
        raise UnavailableError(*card.missing)
    # A kernel compiled for a GPU is not kept on disk.
    os.environ["CUDA_CACHE_DISABLE"] = "1"
    if card.driver:
        _start_driver(card)
    if not torch.cuda.is_available():
        raise UnavailableError(reason("no CUDA in the sandbox", torch.__version__))
    _, there = torch.cuda.mem_get_info()
    torch.cuda.set_per_process_memory_fraction(min(1.0, gpu_bytes / there))


def _start_driver(card: Card) -> None:
    os.environ["CUDA_VISIBLE_DEVICES"] = card.visible
    try:
        # By its path, since the loader is kept from finding it. From now on it finds this one.
        nvidia.start(nvidia.load(card.driver))
    except OSError as error:
        raise UnavailableError(*reasons_of(error), *demands.refused(card)) from None


def settle(device: str) -> None:
    """Wait for a GPU to finish, so that what goes wrong there goes wrong in the call that asked for it."""
    if device == "cuda":
        torch.cuda.synchronize()


def is_lost(message: str) -> bool:
    """Whether an exception says that the process can use its GPU no more: its context is broken."""
    return _entered[0] == "cuda" and upstream_words.says(message, *upstream_words.GPU_LOST)


def present() -> str:
    """The kind of device that this process is for: cpu, sim or cuda."""
    return _entered[0]


def is_elsewhere(values: Iterable[Any], device: str) -> bool:
    """Whether one of these nodes is a tensor on another kind of device than the call's."""
    for value in values:
        if isinstance(value, wire.Tensor) and value.kind == "tensor" and _kind(value.device) != _kind(device):
            return True
        if isinstance(value, (wire.Sequence, wire.Mapping)) and is_elsewhere(wire.children(value), device):
            return True
    return False


def _kind(device: str) -> str:
    return device.partition(":")[0]


class Origins(TorchFunctionMode):
    """While this lasts, notes which line of the submission made each tensor on another device."""

    def __init__(self, submission: Submission, device: str) -> None:
        super().__init__()
        self.submission = submission
        self.kind = _kind(device)
        # By id; the tensor is kept so that its id stays its own.
        self.lines: dict[int, tuple[torch.Tensor, wire.Place | None]] = {}
        # Of the first operand that torch refused.
        self.refused: wire.Place | None = None

    def __torch_function__(
        self, function: Any, types: Any, args: Sequence[Any] = (), kwargs: Mapping[str, Any] | None = None
    ) -> Any:
        options = kwargs or {}
        try:
            made = function(*args, **options)
        except Exception:
            if self.refused is None:
                self.refused = self.line_of((*args, *options.values()))
            raise
        strangers = [tensor for tensor in self._strangers((made,)) if id(tensor) not in self.lines]
        if strangers:
            line = self.line_of((*args, *options.values())) or self._here()
            self.lines.update({id(tensor): (tensor, line) for tensor in strangers})
        return made

    def line_of(self, values: Iterable[Any]) -> wire.Place | None:
        """The line that made the first of these tensors that lies elsewhere."""
        for tensor in self._strangers(values):
            if id(tensor) in self.lines:
                return self.lines[id(tensor)][1]
            name = next(
                (name for name, held in self.submission.module.__dict__.items() if held is tensor), None
            )
            if name is not None:
                return self.submission.bindings.defined_at(name)
        return None

    def _strangers(self, values: Iterable[Any]) -> Iterator[torch.Tensor]:
        for value in values:
            if isinstance(value, torch.Tensor):
                if value.device.type != self.kind:
                    yield value
            elif isinstance(value, (tuple, list)):
                yield from self._strangers(value)

    def _here(self) -> wire.Place | None:
        frame: FrameType | None = sys._getframe()
        while frame is not None:
            if frame.f_code.co_filename in self.submission.files:
                return wire.Place(frame.f_code.co_filename, frame.f_lineno)
            frame = frame.f_back
        return None
