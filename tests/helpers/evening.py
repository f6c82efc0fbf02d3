"""A student's evening with `grader watch`: pages are kept as text, events come from a generator."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from io import StringIO

from rich.console import Console, RenderableType

from grader.student.events import Event
from grader.student.screen import Screen
from grader.words.translation import Translator


class Pages(Screen):
    """Keeps what is shown, as text."""

    def __init__(self) -> None:
        super().__init__(Console(file=StringIO(), width=90, force_terminal=False), Translator())
        self.seen: list[str] = []

    def show(self, page: RenderableType) -> None:
        paper = Console(file=StringIO(), width=90, force_terminal=False)
        paper.print(page)
        self.seen.append(paper.file.getvalue())  # type: ignore[attr-defined]

    @property
    def last(self) -> str:
        """The page that is shown."""
        return self.seen[-1]


class Script:
    """A student whose every event is written down."""

    def __init__(self, events: Iterator[Event]) -> None:
        self.events = events

    def __iter__(self) -> Iterator[Event]:
        return self.events

    def paused(self) -> AbstractContextManager[None]:
        """Nothing is pressed meanwhile."""
        return nullcontext()
