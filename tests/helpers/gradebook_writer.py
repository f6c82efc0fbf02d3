"""Saves reports in a gradebook, in a process of its own.

`gradebook_writer.py URL`: those on standard input, a list of report.json texts. Or `write`, forked off a
process that has imported this module.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from grader.nbgrader.gradebook import ScoreBook
from grader.render.json import parse


def write(url: str, reports: Sequence[str]) -> None:
    """Save these report.json texts, one after another."""
    with ScoreBook(url) as book:
        for text in reports:
            book.save(parse(text), Path("x.py"))


if __name__ == "__main__":
    write(sys.argv[1], json.load(sys.stdin))
