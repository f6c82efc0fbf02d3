"""A table without lines, for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table

from grader.words.messages import Message
from grader.words.translation import Translator


def titled_table(heads: Sequence[Message], translate: Translator) -> Table:
    """An empty one with these headings; what is too long for its column goes on below."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for head in heads:
        table.add_column(translate(head), overflow="fold")
    return table
