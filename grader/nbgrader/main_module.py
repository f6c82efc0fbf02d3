"""The module `__main__` that a grade cell sees: its attributes are the cell's own names."""

from __future__ import annotations

import sys
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from types import ModuleType
from typing import Any


class MainModule(ModuleType):
    """`patch("__main__.min")`, `unittest.main()` and the like look here."""

    def __init__(self, names: MutableMapping[str, Any]) -> None:
        super().__init__("__main__")
        vars(self)["_names"] = names

    def __getattr__(self, name: str) -> Any:
        try:
            return vars(self)["_names"][name]
        except KeyError:
            raise AttributeError(f"module '__main__' has no attribute {name!r}") from None

    def __setattr__(self, name: str, value: Any) -> None:
        vars(self)["_names"][name] = value

    def __delattr__(self, name: str) -> None:
        try:
            del vars(self)["_names"][name]
        except KeyError:
            raise AttributeError(name) from None

    def __dir__(self) -> list[str]:
        return sorted(vars(self)["_names"])

    @contextmanager
    def standing(self) -> Iterator[None]:
        """Here it is what `import __main__` gives."""
        held = sys.modules["__main__"]
        sys.modules["__main__"] = self
        try:
            yield
        finally:
            sys.modules["__main__"] = held
