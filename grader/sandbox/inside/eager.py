"""Inside the child: functions run as they are written, whatever is to be compiled.

`torch.compile` needs a compiler, processes and minutes, for the same values. Without it, a right function is
only slower.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

_asked: list[bool] = []


def install() -> None:
    """Let `torch.compile` and `Module.compile` leave everything as it is."""
    torch.compile = _as_it_is
    torch.nn.Module.compile = _module_as_it_is  # type: ignore[method-assign]


def asked() -> bool:
    """Whether something was to be compiled."""
    return bool(_asked)


def _as_it_is(model: Callable[..., Any] | None = None, **options: Any) -> Any:
    """The function or module itself; without one, a decorator that changes nothing."""
    _asked[:] = [True]
    return (lambda decorated: decorated) if model is None else model


def _module_as_it_is(self: torch.nn.Module, *arguments: Any, **options: Any) -> None:
    _asked[:] = [True]
