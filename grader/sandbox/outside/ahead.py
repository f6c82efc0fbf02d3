"""A source of children that is on its way before this process loads torch, so that both load it at once.

    with StartedAhead(Level.FULL) as start:         # within a twentieth of a second
        start.warm_up(figures=False)
        import torch                                # meanwhile, the zygote does the same
        Grading(course, settings, start)            # takes it; one that it loses is replaced

Several processes have their children of one zygote: who started it hands each a socket of its own.

    control = start.share()                         # goes to another process of the grader
    with joined(Level.FULL, control, figures=False) as start:           # there, in the place of StartedAhead

Nothing here imports torch.
"""

from __future__ import annotations

import socket
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from grader.errors import LostError
from grader.sandbox.levels import Level, Limits
from grader.sandbox.outside.children import ChildSource, start

_FIGURES = b"pyplot"
# A submission that is larger is read by whoever grades it.
_LOOKED_AT = 1 << 20


class StartedAhead:
    """Makes sources of children: the first is the one that was started here."""

    def __init__(self, level: Level, folders: Sequence[str] = (), limits: Limits = Limits()) -> None:
        """folders: further ones that children may read and import from. limits: what each may use."""
        self._level = level
        self._folders = folders
        self._limits = limits
        self._waiting = [start(level, warm=False, folders=folders, limits=limits)]

    def __call__(self) -> ChildSource:
        """The one that waits; after that, new ones."""
        if self._waiting:
            return self._waiting.pop()
        return start(self._level, folders=self._folders, limits=self._limits)

    def warm_up(self, *, figures: bool) -> None:
        """Have it load what calls may need. figures: also what draws them. Again: where more is wanted."""
        for source in self._waiting:
            # One that has died as it started tells whoever takes it.
            with suppress(LostError):
                source.warm_up(figures=figures)

    def share(self) -> socket.socket | None:
        """For another process, what `Joined` makes a source of; None where that has to start its own."""
        try:
            return self._waiting[0].share() if self._waiting else None
        except LostError:
            return None

    def close(self) -> None:
        """End it, where nobody has taken it."""
        while self._waiting:
            self._waiting.pop().close()

    def __enter__(self) -> StartedAhead:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Joined:
    """Makes sources of children: the first is a zygote that another process of the grader has started."""

    def __init__(self, level: Level, control: socket.socket, *, figures: bool) -> None:
        """control: as `StartedAhead.share` makes them. figures: also what draws them."""
        self._level = level
        self._figures = figures
        self._control: socket.socket | None = control

    def __call__(self) -> ChildSource:
        """That one, where it lives; after that, new ones."""
        control, self._control = self._control, None
        return (self._join(control) if control else None) or start(self._level)

    def _join(self, control: socket.socket) -> ChildSource | None:
        # Only where there is fork.
        from grader.sandbox.outside.client import ZygoteLine

        line = ZygoteLine(control, self._level)
        try:
            line.ready()
            line.warm_up(figures=self._figures)
        except LostError:
            # It has gone. Where it could not be had at all, the next start says why.
            line.close()
            return None
        return line

    def close(self) -> None:
        """Let go of it, where nobody has taken it."""
        if self._control is not None:
            self._control.close()

    def __enter__(self) -> Joined:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def joined(level: Level, control: socket.socket | None, *, figures: bool) -> Joined | StartedAhead:
    """What makes sources of children where `StartedAhead.share` gave this; its own where it gave nothing."""
    if control is not None:
        return Joined(level, control, figures=figures)
    own = StartedAhead(level)
    own.warm_up(figures=figures)
    return own


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
