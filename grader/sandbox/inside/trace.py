"""Inside the child: what ran during a call: autograd, and the order of zero_grad, backward and step.

One narrow place each: every reverse pass of PyTorch goes through the engine's `run_backward`, every forward
one through `forward_ad.enter_dual_level`; `torch.optim` has a hook for steps and one base method for
`zero_grad`; and a graph that multiplies by a tensor saves that tensor for the way back, through the hooks for
saved tensors.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import torch
from torch.autograd import forward_ad
from torch.optim.optimizer import Optimizer, register_optimizer_step_pre_hook

from grader.sandbox.inside.observe import memory

# Kept before any submission runs (see `build`).
_saved_tensors_hooks = torch.autograd.graph.saved_tensors_hooks
_LIMIT = 10_000


class Trace:
    """What happened since `clear`."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        self.events: list[str] = []
        self.used_autograd = False
        self.kept: set[int] = set()

    def watching(self, watched: Mapping[int, Any]) -> AbstractContextManager[Any]:
        """While this lasts, note which of these tensors, or views of them, autograd saves for a way back.

        Without a graph it saves nothing, however the loss is computed; a copy of a tensor goes unnoticed.
        """
        if not watched:
            return nullcontext()

        def note(saved: torch.Tensor) -> torch.Tensor:
            begins = memory(saved)
            self.kept.update(n for n, item in watched.items() if item is saved or begins == memory(item) != 0)
            return saved

        return _saved_tensors_hooks(note, lambda saved: saved)

    def record(self, event: str) -> None:
        if len(self.events) < _LIMIT:
            self.events.append(event)


class _Engine:
    """Stands before the autograd engine and takes notes."""

    def __init__(self, engine: Any, trace: Trace) -> None:
        self._engine = engine
        self._trace = trace

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)

    def run_backward(self, *args: Any, **options: Any) -> Any:
        self._trace.used_autograd = True
        self._trace.record("backward")
        return self._engine.run_backward(*args, **options)


def install() -> Trace:
    """Start taking notes in this process; once, before any submission is loaded."""
    trace = Trace()
    variable: Any = torch.autograd.Variable
    variable._execution_engine = _Engine(variable._execution_engine, trace)
    forward: Any = forward_ad
    inner_dual_level = forward.enter_dual_level
    inner_zero_grad = Optimizer.zero_grad

    def enter_dual_level() -> Any:
        trace.used_autograd = True
        return inner_dual_level()

    def zero_grad(self: Optimizer, set_to_none: bool = True) -> None:
        trace.record("zero_grad")
        inner_zero_grad(self, set_to_none)

    forward.enter_dual_level = enter_dual_level
    Optimizer.zero_grad = zero_grad  # type: ignore[method-assign]  # the one place that sees every call
    register_optimizer_step_pre_hook(lambda *_: trace.record("step"))
    return trace
