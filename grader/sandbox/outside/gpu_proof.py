"""Trusted side: a fresh child is asked for what every child of a GPU is promised, after one came to grief.

If it gets that, whatever went wrong was the doing of the code that ran; if not, no code can be judged there.
"""

from __future__ import annotations

import time
from typing import Final

import torch

from grader.sandbox import wire
from grader.sandbox.outside.children import Child
from grader.sandbox.outside.exit_status import Gone, Late
from grader.sandbox.outside.question import place, question

_NAME: Final = "gradient_and_memory"
# The memory: as much as PyTorch may hand out but for what the gradient took, and at most half a card.
_TEXT: Final = f"""
import torch

def {_NAME}(x, size):
    leaf = torch.ones(8, device=x.device, requires_grad=True)
    ((leaf * 2 + 1) ** 2).sum().backward()
    if x.device.type == "cuda":
        size = min(size, torch.cuda.mem_get_info()[1] // 2)
    held = torch.full((size // 4,), 12.0, device=x.device)
    return bool((leaf.grad == held[-1]).all())
"""
# What a context's own allocations round up to.
_SLACK: Final = 64 << 20


def refused(child: Child, device: str, promised: int, seconds: float) -> str:
    """Why a child that is ready does not get a gradient and the memory promised, or empty.

    promised: bytes. seconds: wall time for both.
    """
    deadline = time.monotonic() + seconds
    size = max(promised - _SLACK, promised // 2)
    asked = question(_NAME, ["x", "size"], (torch.ones(1), size), {}, seed=0, device=place(device))
    try:
        child.send(wire.pack(wire.Load([("gpu", _TEXT)], [_NAME])), deadline)
        _receive(child, deadline)
        child.send(asked.frame(1), deadline)
        said = _receive(child, deadline)
    except Late:
        return f"no gradient and no {size >> 20} MiB of the GPU's memory within {seconds:g} seconds"
    except (Gone, wire.WireError) as error:
        return f"a fresh process on the GPU was lost: {error}"
    if not isinstance(said, wire.Answer):
        return "a fresh process on the GPU was lost"
    if said.error:
        return (
            f"a fresh process got no gradient or no {size >> 20} MiB of the GPU's memory: {said.error_text}"
        )
    return "" if said.value is True else "the GPU computes a wrong gradient"


def _receive(child: Child, deadline: float) -> wire.Reply:
    head, _ = child.receive(deadline)
    return wire.reply(bytes(head))
