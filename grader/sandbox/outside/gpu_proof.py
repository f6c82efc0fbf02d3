"""Trusted side: a fresh child is asked for what every child of a GPU is promised, after one came to grief.

If it gets that, whatever went wrong was the doing of the code that ran; if not, no code can be judged there.
"""

from __future__ import annotations

import time
from typing import Final

import torch

from grader.sandbox import wire
from grader.sandbox.outside.children import Child
from grader.sandbox.outside.exit_status import Gone, Late, no_answer
from grader.sandbox.outside.question import place, question
from grader.sandbox.outside.time_limit import longer_than
from grader.words.messages import NOTHING, Message, heard, say

_NAME: Final = "gradient_and_memory"
_MEMORY: Final = "free_memory"
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

def {_MEMORY}(x):
    return torch.cuda.mem_get_info()[0] if x.device.type == "cuda" else 0
"""
# What a context's own allocations round up to.
_SLACK: Final = 64 << 20


def refused(child: Child, device: str, promised: int, seconds: float) -> Message:
    """Why a child that is ready does not get a gradient and the memory promised, or empty.

    promised: bytes. seconds: wall time for both.
    """
    size = max(promised - _SLACK, promised // 2)
    wanted = say(
        "A new process asked the GPU for a gradient and {size} MiB of memory, and did not get them.",
        size=size >> 20,
    )
    said = _ask(child, _NAME, (torch.ones(1), size), device, seconds)
    if isinstance(said, Message):
        return wanted + said
    if said.error:
        return wanted + heard(said.error_text)
    return NOTHING if said.value is True else say("The GPU computes a wrong gradient.")


def free_memory(child: Child, device: str, seconds: float) -> int:
    """Bytes of the card that nobody uses beside this child, which is ready; 0 where that is not known."""
    said = _ask(child, _MEMORY, (torch.ones(1),), device, seconds)
    if isinstance(said, Message) or said.error or not isinstance(said.value, int):
        return 0
    return said.value


def _ask(
    child: Child, function: str, arguments: tuple[object, ...], device: str, seconds: float
) -> wire.Answer | Message:
    """What a function of the text above answers, or how the child was lost."""
    deadline = time.monotonic() + seconds
    asked = question(function, ["x", "size"], arguments, {}, seed=0, device=place(device))
    try:
        child.send(wire.pack(wire.Load([("gpu", _TEXT)], [_NAME, _MEMORY])), deadline)
        _receive(child, deadline)
        child.send(asked.frame(1), deadline)
        said = _receive(child, deadline)
    except (Late, Gone, wire.WireError) as error:
        return no_answer(error, longer_than(seconds))
    return said if isinstance(said, wire.Answer) else no_answer(wire.WireError(), NOTHING)


def _receive(child: Child, deadline: float) -> wire.Reply:
    head, _ = child.receive(deadline)
    return wire.reply(bytes(head))
