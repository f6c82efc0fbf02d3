"""A source of children that is on its way before this process loads torch, so that both load it at once.

    with StartedAhead(Level.FULL, figures=False) as start:     # within a twentieth of a second
        import torch                                        # meanwhile, the zygote does the same
        Grading(course, settings, start)                    # takes it; one that it loses is replaced

Nothing here imports torch.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from grader.sandbox.levels import Level
from grader.sandbox.outside.children import ChildSource, start

_FIGURES = b"pyplot"
# A submission that is larger is read by whoever grades it.
_LOOKED_AT = 1 << 20


class StartedAhead:
    """Makes sources of children: the first is the one that was started here."""

    def __init__(self, level: Level, *, figures: bool) -> None:
        """figures: also load what draws them."""
        self._level = level
        self._waiting = [start(level, warm=False)]
        self._waiting[0].warm_up(figures=figures)

    def __call__(self) -> ChildSource:
        """The one that waits; after that, new ones."""
        return self._waiting.pop() if self._waiting else start(self._level)

    def draw(self) -> None:
        """Also load what draws figures: it has turned out to be wanted."""
        for source in self._waiting:
            source.warm_up(figures=True)

    def close(self) -> None:
        """End it, where nobody has taken it."""
        while self._waiting:
            self._waiting.pop().close()

    def __enter__(self) -> StartedAhead:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def mention_figures(files: Iterable[Path]) -> bool:
    """Whether any of these texts speaks of pyplot; whoever draws all the same loads it then."""
    return any(_FIGURES in _beginning(file) for file in files)


def _beginning(file: Path) -> bytes:
    try:
        if not file.is_file():
            return b""
        with file.open("rb") as opened:
            return opened.read(_LOOKED_AT)
    except OSError:
        return b""  # whoever grades it says what is wrong with it
