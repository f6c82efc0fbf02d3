"""A source text as it is sent to a child that is to load it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from grader.model import BesideFile, Cell
from grader.sandbox import wire
from grader.sandbox.outside.installed import is_library


@dataclass(frozen=True)
class SourceText:
    """What a child is told of a source. functions: those that are to be called, by name."""

    all_cells: Sequence[Cell]
    functions: list[str]
    # Functions that are answered for from outside.
    lent: list[str]
    # Of one of its functions, which can be called as each would leave it.
    edits: wire.Edits | None
    # Those that the assignment asks for, by function.
    parameters: Mapping[str, Sequence[str]]
    # Modules and data of the same owner.
    beside: Sequence[BesideFile]
    # Its children say that their machine has CUDA.
    says_cuda: bool
    # Texts of the grader's own that define functions, run after the cells: they are called, never described.
    made: Sequence[Cell] = ()

    @cached_property
    def cells(self) -> Mapping[str, Cell]:
        """Its cells by label."""
        return {cell.label: cell for cell in (*self.all_cells, *self.made)}

    def frame(self, *, definitions_only: bool) -> bytes:
        """What is sent. definitions_only: of statements that may do anything, none is run."""
        files, blob = self._files
        load = wire.Load(
            [(cell.label, cell.text) for cell in self.all_cells],
            self.functions,
            definitions_only,
            self.lent,
            self.edits,
            {name: list(names) for name, names in self.parameters.items()},
            self.says_cuda,
            files,
            [(cell.label, cell.text) for cell in self.made],
        )
        return wire.pack(load, blob)

    @cached_property
    def _files(self) -> tuple[list[wire.OwnFile], bytes]:
        """Files beside it as they are sent: what has a library's name stays out."""
        kept = [one for one in self.beside if not is_library(one.name)]
        ends = list(accumulate((len(one.data) for one in kept), initial=0))
        files = [wire.OwnFile(one.name, at, len(one.data)) for one, at in zip(kept, ends, strict=False)]
        return files, b"".join(one.data for one in kept)
