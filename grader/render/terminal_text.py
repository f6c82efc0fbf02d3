"""Small parts of what a terminal shows: cleaned prose, a bar, the mark of a status."""

from __future__ import annotations

from rich.text import Text

from grader.model import Status
from grader.render.phrases import SYMBOLS
from grader.render.text import Shown, pieces, spoken
from grader.render.wrapped import Prose

COLOURS = {Status.PASSED: "green", Status.FAILED: "red"}


def prose(text: Shown, style: str = "") -> Text:
    """Cleaned prose, what stands in backticks in cyan (the backticks stay: colour alone says nothing)."""
    made = Prose(style=style)
    for part in pieces(spoken(text)):
        made.append(f"`{part.text}`" if part.is_code else part.text, "cyan" if part.is_code else "")
    return made


def symbol(status: Status) -> tuple[str, str]:
    """The mark of a status, and its colour."""
    return f"{SYMBOLS[status]} ", COLOURS.get(status, "yellow")


def bar(score: float | None, max_score: float, cells: int) -> Text:
    """How much of the points there is; question marks where there is no score."""
    if score is None:
        return Text("?" * cells, style="yellow")
    filled = min(cells, int(cells * score / max_score)) if max_score else 0
    return Prose.assemble(("█" * filled, "green"), ("░" * (cells - filled), "dim"))
