"""Graders in processes of their own, that are cut off or come to their end; and what their stores have."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from grader.render.json import whole
from grader.results.rows import ResultRow
from grader.results.store import open_store
from helpers.grading import ROOT


def began(work: Path, out: str = "out", *more: str) -> subprocess.Popen[str]:
    """`grader grade` of the class, in a process group of its own."""
    command = [sys.executable, "-m", "grader", "grade", str(work / "class"), "--course", str(work / "course")]
    command += ["--output", str(work / out), "--device", "cpu", "--seed", "7", "--jobs", "2", *more]
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    )


def ended(grading: subprocess.Popen[str]) -> str:
    """What it said, once it has graded everything."""
    said, _ = grading.communicate(timeout=500)
    assert grading.returncode == 0, said
    return said


def kept(folder: Path, store: str | None = None) -> dict[tuple[str, ...], tuple[object, ...]]:
    """Every row that counts, by whose it is: all but when and in which run it was written."""
    with open_store(folder, store, write=False) as opened:
        return {tuple(row.identity): _all_of(row, whole(opened.report(row.number))) for row in opened.rows()}


def _all_of(row: ResultRow, report: str) -> tuple[object, ...]:
    timeless = re.sub(r'("seconds": )[\d.e-]+', r"\1-", report)
    return row.label, row.place, dict(row.parts), row.seed, row.status, row.score, timeless
