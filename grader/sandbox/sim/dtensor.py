"""A stand-in for PyTorch's distributed tensors, so that the first tensor on `sim` does not wait for them.

PyTorch asks of the first wrapper subclass that it meets whether it is a `DTensor`, and imports that class to
know: half a second (all of sympy is behind it), in every child. None is, so an empty class answers as well.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any

_NAME = "torch.distributed.tensor"


class _StandIn(ModuleType):
    """Has one empty class; whoever wants anything else gets the real module in its place."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if sys.modules.get(_NAME) is self:
            del sys.modules[_NAME]
        return getattr(importlib.import_module(_NAME), name)


def stand_in() -> None:
    """Put it there, where the real one has not been imported."""
    if _NAME not in sys.modules:
        module = _StandIn(_NAME)
        module.__dict__["DTensor"] = type("DTensor", (), {})
        module.__path__ = []
        sys.modules[_NAME] = module
