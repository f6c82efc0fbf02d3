"""Milliseconds per submission of gradient_descent, beside what they could be and what they usually are.

    python benchmarks/submission.py [--rounds 30] [--memory 1000]

In one run, interleaved, so that the noise of the machine falls on all alike:

    graded      full isolation, pytest checks, comparison, report.json written
    bare fork   a fork of a process that holds torch makes the same calls: no isolation, no pytest, no report
    pytest      `python -m pytest autograde_tests --submission …` in a fresh process
    torch       `python -c "import torch"` alone
"""

from __future__ import annotations

import argparse
import itertools
import multiprocessing
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NoReturn

from grader.course.layout import open_course
from grader.grading.fixtures import items_by_assignment
from grader.grading.grade import Grading, grade_one
from grader.grading.session import run_warm
from grader.grading.settings import Settings
from grader.model import Observation
from grader.output_files import write_text
from grader.render import json as render_json
from grader.sandbox.inside.build import Builder
from grader.sandbox.inside.isolation import warmup
from grader.sandbox.outside.question import Question
from grader.sandbox.outside.sandboxed_source import Allowed, SandboxedSource
from grader.submission import Found

ROOT = Path(__file__).resolve().parent.parent
NAME = "gradient_descent"
_THREADS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")
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

        questions = record(graded)
        source = SUBMISSION.path.read_text(encoding="utf-8")
        with BareFork(source, questions) as bare_fork:
            times = interleaved({"graded": graded, "bare fork": bare_fork}, options.rounds)
        times |= interleaved({"pytest": fresh_pytest, "torch": import_torch}, max(3, options.rounds // 10))
        show(times, len(questions))
        if options.memory:
            watch_memory(graded, options.memory)


def record(graded: Callable[[], None]) -> list[Question]:
    """The questions that the checks put to a submission."""
    graded()
    kept: list[Question] = []
    inner = SandboxedSource.call_all

    def call_all(self: SandboxedSource, questions: Iterable[Question], allowed: Allowed) -> list[Observation]:
        put = list(questions)
        if not self.trusted:
            kept.extend(put)
        return inner(self, put, allowed)

    SandboxedSource.call_all = call_all  # type: ignore[method-assign]  # to listen, for one submission
    try:
        graded()
    finally:
        SandboxedSource.call_all = inner  # type: ignore[method-assign]
    return kept


class BareFork:
    """A process as warm as the sandbox's that forks one that makes the same calls, each time it is called."""

    def __init__(self, source: str, questions: list[Question]) -> None:
        context = multiprocessing.get_context("spawn")
        self.line, far = context.Pipe()
        self.process = context.Process(target=_fork_on_demand, args=(far, source, questions))

    def __enter__(self) -> BareFork:
        # Only a process without threads can be forked from; as in grader/sandbox/outside/launch.py.
        os.environ |= dict.fromkeys(_THREADS, "1")
        self.process.start()
        for name in _THREADS:
            del os.environ[name]
        assert self.line.recv() == "warm"
        return self

    def __exit__(self, *_: object) -> None:
        self.line.send(False)
        self.process.join()

    def __call__(self) -> None:
        self.line.send(True)
        assert self.line.recv() == 0


def _fork_on_demand(line: Connection, source: str, questions: list[Question]) -> None:
    warmup.load("grader.sandbox.inside.child.serve")
    warmup.use()
    warmup.settle(os.open("/proc", os.O_RDONLY))
    line.send("warm")
    while line.recv():
        pid = os.fork()
        if pid == 0:
            _answer(source, questions)
        line.send(os.waitpid(pid, 0)[1])


def _answer(source: str, questions: list[Question]) -> NoReturn:
    scope: dict[str, object] = {"__name__": "submission"}
    exec(compile(source, "submission.py", "exec"), scope)
    for question in questions:
        builder = Builder(bytearray(question.blob))
        scope[question.function](*[builder.value(node) for node in question.arguments])  # type: ignore[operator]
    os._exit(0)


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
