"""Milliseconds per submission of gradient_descent, beside what they could be and what they usually are.

    python -m benchmarks.submission [--rounds 30] [--memory 1000]

In one run, interleaved, so that the noise of the machine falls on all alike:

    graded      full isolation, pytest checks, comparison, report.json written
    bare fork   a fork of a process that holds torch makes the same calls: no isolation, no pytest, no report
    pytest      `python -m pytest autograde_tests --submission …` in a fresh process
    torch       `python -c "import torch"` alone
"""

from __future__ import annotations

import argparse
import itertools
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.bare_fork import BareFork, asked_in
from grader.course.layout import open_course
from grader.grading.fixtures import items_by_assignment
from grader.grading.grade import Grading, grade_one
from grader.grading.session import run_warm
from grader.grading.settings import Settings
from grader.output_files import write_text
from grader.render import json as render_json
from grader.submission import Found

ROOT = Path(__file__).resolve().parent.parent
NAME = "gradient_descent"
SUBMISSION = Found(student="benchmark", assignment=NAME, path=ROOT / "solutions" / f"{NAME}.py")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--memory", type=int, default=0, help="then grade this many and watch memory")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        run_warm(open_course(ROOT), [NAME], lambda session: measure(session, options, Path(folder)))


def measure(session: object, options: argparse.Namespace, folder: Path) -> None:
    course = open_course(ROOT)
    items = items_by_assignment(session.items)[NAME]  # type: ignore[attr-defined]
    config = session.config  # type: ignore[attr-defined]
    with Grading(course, Settings(seed=7)) as grading:
        number = itertools.count()

        def graded() -> None:
            report = grade_one(grading, SUBMISSION, items, config)
            assert report.score == report.max_score, report
            write_text(folder / str(next(number)) / "report.json", render_json.render(report))

        graded()
        questions = asked_in(graded)
        source = SUBMISSION.path.read_text(encoding="utf-8")
        with BareFork(questions) as bare_fork:
            rows = {"graded": graded, "bare fork": lambda: bare_fork(source)}
            times = interleaved(rows, options.rounds)
        times |= interleaved({"pytest": fresh_pytest, "torch": import_torch}, max(3, options.rounds // 10))
        show(times, len(questions))
        if options.memory:
            watch_memory(graded, options.memory)


def fresh_pytest() -> None:
    command = [sys.executable, "-m", "pytest", "-q", str(ROOT / "autograde_tests")]
    done = subprocess.run(
        [*command, "--submission", str(SUBMISSION.path)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]


def import_torch() -> None:
    subprocess.run([sys.executable, "-c", "import torch"], check=True)


def interleaved(rows: dict[str, Callable[[], None]], rounds: int) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {name: [] for name in rows}
    for _ in range(rounds):
        for name, run in rows.items():
            started = time.perf_counter()
            run()
            times[name].append(1000 * (time.perf_counter() - started))
    return times


def show(times: dict[str, list[float]], calls: int) -> None:
    middle = {name: statistics.median(values) for name, values in times.items()}
    print(f"{NAME}: {calls} calls a submission; medians, and the range of the middle half")
    for name, values in times.items():
        quarter = statistics.quantiles(values, n=4)
        print(f"  {name:<10} {middle[name]:9.1f} ms   {quarter[0]:9.1f} – {quarter[2]:.1f}   n={len(values)}")
    print(f"  graded / bare fork   {middle['graded'] / middle['bare fork']:.2f}")
    print(f"  pytest / graded      {middle['pytest'] / middle['graded']:.0f}")


def watch_memory(graded: Callable[[], None], count: int) -> None:
    print(f"memory over {count} submissions (resident, MiB)")
    for number in range(count + 1):
        if number % (count // 5) == 0:
            print(f"  after {number:>5}   {resident():7.1f}   peak {peak():.1f}")
        graded()


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def resident() -> float:
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize() / 2**20


if __name__ == "__main__":
    main()
