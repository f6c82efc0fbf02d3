"""The global names of grade cells, of which it is known what the instructor gave and what was deleted."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any


class CellNames(dict[str, Any]):
    """Globals of grade cells, of which it is known what was deleted."""

    def __init__(self, held: Mapping[str, Any], asked: set[str]) -> None:
        """asked: what students write."""
        super().__init__(held)
        self.asked = asked
        # What the instructor's own code has bound, as it did.
        self.given: dict[str, Any] = {}
        self.deleted: set[str] = set()

    def note_given(self, names: Collection[str]) -> None:
        """The instructor's own code has bound these, and no grade cell."""
        self.given |= {name: self[name] for name in names if name in self}

    def __setitem__(self, name: str, value: Any) -> None:
        self.deleted.discard(name)
        super().__setitem__(name, value)

    def __delitem__(self, name: str) -> None:
        if name not in self.asked | self.given.keys():
            super().__delitem__(name)
        elif name in self.deleted:
            raise KeyError(name)
        else:
            self.pop(name, None)
            self.deleted.add(name)
