"""What a store of many results costs: submissions a second, memory, a run that finds nothing to do.

    python -m benchmarks.class_store [--rows 1000,10000] [--graded 200] [--assignment gradient_descent]

For each number of rows, in one folder that grows: the store is filled with real reports of files that are
there; then so many further submissions are graded; then the same command runs again and finds nothing to do.

    per second    submissions graded, of the whole command but for its start (a second command of one fewer)
    put           milliseconds of one result: one transaction, on this disk
    share         of a graded submission's time
    nothing       seconds of the command that finds nothing to do
    MiB           the most memory that its process had while it graded, and while it found nothing to do
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from grader.course.layout import open_course
from grader.devices import choose
from grader.grading.settings import Settings
from grader.model import Report
from grader.results.handed import handed_in
from grader.results.keys import Keys
from grader.results.store import ResultStore, open_store
from grader.submission import Found

ROOT = Path(__file__).resolve().parent.parent
# A command in a process of its own: how long it took, and the most memory that this process had.
COMMAND = """
import json, resource, sys, time
from grader.cli import app, run
began = time.perf_counter()
code = run(lambda: app(sys.argv[1:]))
most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([code, time.perf_counter() - began, most]))
"""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", default="1000,10000")
    parser.add_argument("--graded", type=int, default=200)
    parser.add_argument("--assignment", default="gradient_descent")
    parser.add_argument("--jobs", default="2")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = Work(Path(folder), options.assignment, options.jobs)
        print(f"{'rows':>7} {'per second':>11} {'put ms':>7} {'share':>6} {'nothing s':>10} {'MiB':>12}")
        for rows in map(int, options.rows.split(",")):
            print(work.line(rows, options.graded), flush=True)


class Work:
    """A class that grows, and its store."""

    def __init__(self, folder: Path, assignment: str, jobs: str) -> None:
        self._class, self._out = folder / "class", folder / "out"
        self._assignment, self._jobs = assignment, jobs
        self._text = (ROOT / "solutions" / f"{assignment}.py").read_text(encoding="utf-8")
        self._number = 0
        # One real report, of which the others are copies.
        self._hand_in(1)
        self._command(["--fresh"])
        with self._store() as store:
            self._report = store.report(store.rows()[0].number)

    def line(self, rows: int, graded: int) -> str:
        """Measure with so many rows; a line of the table."""
        put = self._fill(rows)
        self._command()  # it writes the reports of what was put in
        self._hand_in(1)
        start, _ = self._command()
        self._hand_in(graded + 1)
        seconds, most = self._command()
        each = max(seconds - start, 1e-9) / graded
        nothing, least = self._command()
        share = f"{100 * put / 1000 / each:.1f}%"
        memory = f"{most:.0f}, {least:.0f}"
        return f"{rows:7} {1 / each:11.1f} {put:7.2f} {share:>6} {nothing:10.2f} {memory:>12}"

    def _fill(self, rows: int) -> float:
        """Files and results until there are so many; the median milliseconds of the last puts."""
        course = open_course(ROOT)
        keys = Keys(course, Settings(seed=7, devices=choose("auto").kinds))
        took: list[float] = []
        with self._store() as store:
            for found in self._hand_in(max(rows - self._number, 20)):
                handed = handed_in(found, course, keys, [self._class])
                results = handed.results(self._of(found, handed.parts["submission"]))
                began = time.perf_counter()
                store.put(results)
                took.append(1000 * (time.perf_counter() - began))
        return statistics.median(took[-500:])

    def _of(self, found: Found, sha256: str) -> Report:
        return replace(self._report, student=found.student, sha256=sha256[:64])

    def _store(self) -> ResultStore:
        return open_store(self._out, None, write=True, command="benchmark")

    def _hand_in(self, count: int) -> list[Found]:
        return list(self._handed_in(count))

    def _handed_in(self, count: int) -> Iterator[Found]:
        for _ in range(count):
            self._number += 1
            path = self._class / f"s{self._number:06}" / f"{self._assignment}.py"
            path.parent.mkdir(parents=True)
            path.write_text(f"{self._text}# {self._number}\n", encoding="utf-8")
            yield Found(student=path.parent.name, assignment=self._assignment, path=path)

    def _command(self, more: list[str] | None = None) -> tuple[float, float]:
        """`grader grade` of the class: seconds, and MiB."""
        grade = ["grade", str(self._class), "--course", str(ROOT), "--output", str(self._out)]
        command = [sys.executable, "-c", COMMAND, *grade, "--format", "json", "--jobs", self._jobs]
        done = subprocess.run([*command, *(more or [])], capture_output=True, text=True, check=True, cwd=ROOT)
        code, seconds, most = json.loads(done.stdout.splitlines()[-1])
        assert code == 0, done.stdout
        return seconds, most


if __name__ == "__main__":
    main()
