"""`gradebook_writer.py URL`: saves reports from standard input (JSON) in a gradebook, as one of several."""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec

from grader.model import Report
from grader.nbgrader.gradebook import ScoreBook

if __name__ == "__main__":
    with ScoreBook(sys.argv[1]) as book:
        for report in msgspec.json.decode(sys.stdin.buffer.read(), type=list[Report]):
            book.save(report, Path("x.py"))
