"""Names of a notebook that are not what they should be for want of something that cannot be had here."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from grader.model import Cell
from grader.nbgrader import lines
from grader.sandbox.outside.notebook_run import CellOutput


class Wanting:
    """What the cells so far bind, what they read for it, and what of it hangs on something missing."""

    def __init__(self) -> None:
        # By name: what its statements read; and what it is missing for, as the child calls it.
        self._reads: dict[str, set[str]] = {}
        self._missing: dict[str, str] = {}

    def ran(self, cell: Cell, shown: CellOutput) -> None:
        """A cell of the notebook was run."""
        try:
            parts = lines.parsed(cell.text)
        except SyntaxError:
            return
        for part in parts:
            for name in lines.bound([part]):
                self._reads.setdefault(name, set()).update(lines.loaded(part))
        needs = shown.wants or (self.of(parts) if shown.error else "")
        if needs:
            self._missing |= dict.fromkeys(lines.bound(parts), needs)

    def of(self, parts: Iterable[ast.stmt]) -> str:
        """For want of what these statements may have failed; empty for nothing."""
        waiting = [name for part in parts for name in lines.loaded(part)]
        seen: set[str] = set()
        while waiting:
            name = waiting.pop()
            if name in self._missing:
                return self._missing[name]
            if name not in seen:
                seen.add(name)
                waiting += self._reads.get(name, ())
        return ""
