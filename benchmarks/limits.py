"""Slow but right, and a busy machine: nobody may be too late; a loop that does not end may cost little.

    python benchmarks/limits.py [--submissions 300] [--runs 5] [--busy 2] [--device auto]

Grades submissions of gradient_descent that are right and slow (loops over readings, prints, float64, up to
0.8 seconds of processor time a call) while as many processes as said compute for ever, and counts the calls
that were too late. Then times a loop that does not end, on the machine as it is.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from grader.course.layout import open_course
from grader.devices import choose
from grader.grading.grade import grade_class
from grader.grading.settings import Settings
from grader.model import Report
from grader.submission import Found

ROOT = Path(__file__).resolve().parent.parent
NAME = "gradient_descent"
SOLUTION = (ROOT / "solutions" / f"{NAME}.py").read_text(encoding="utf-8")

LOOPS = """
def loss_fn(t_p, t_c):
    total = torch.zeros((), device=t_p.device)
    for p, c in zip(t_p, t_c):
        total = total + (p - c) ** 2
    return total / len(t_p)
"""
PRINTS = """
def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    for epoch in range(n_epochs):
        w, b = params
        t_p = model(t_u, w, b)
        print(epoch, params, loss_fn(t_p, t_c), *[float(x) for x in t_p])
        params = params - learning_rate * grad_fn(t_u, t_c, t_p, w, b)
    return params
"""
WIDE = """
def dmodel_dw(t_u, w, b):
    return t_u.double().clone().to(t_u.dtype)
"""
# So much processor time in every call of one function.
SLOW = """
import time
def {function}({parameters}):
    begun = time.process_time()
    while time.process_time() - begun < {seconds}:
        pass
    return {value}
"""
HANGS = """
def normalize_inputs(t_u):
    while True:
        pass
"""


def right_but_slow(draw: random.Random) -> str:
    """A text that is right, and takes up to 0.8 seconds a call."""
    seconds = draw.choice((0.02, 0.1, 0.3, 0.8))
    slow = draw.choice(
        ("", SLOW.format(function="normalize_inputs", parameters="t_u", value="t_u * 0.1", seconds=seconds))
    )
    return SOLUTION + "".join(draw.sample((LOOPS, PRINTS, WIDE), draw.randint(1, 3))) + slow


@contextmanager
def busy(count: int) -> Iterator[None]:
    """So many processes that compute for ever."""
    beside = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(count)]
    try:
        yield
    finally:
        for one in beside:
            one.kill()
            one.wait()


def graded(texts: list[str], devices: tuple[str, ...], folder: Path) -> list[Report]:
    found = []
    for number, text in enumerate(texts):
        path = folder / str(number) / f"{NAME}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        found.append(Found(student=str(number), assignment=NAME, path=path))
    reports: list[Report] = []
    grade_class(open_course(ROOT), found, Settings(seed=7, devices=devices), reports.append)
    return reports


def too_late(report: Report) -> list[str]:
    """The checks that were lost, or could not be judged, and why."""
    checks = [check for function in report.functions for check in function.checks]
    return [f"{one.id} on {one.device}: {one.message}" for one in checks if one.status.value != "passed"]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--submissions", type=int, default=300)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--busy", type=int, default=2)
    parser.add_argument("--device", default="auto")
    options = parser.parse_args()
    devices = choose(options.device).kinds
    with tempfile.TemporaryDirectory() as folder:
        for run in range(options.runs):
            draw = random.Random(run)
            started = time.monotonic()
            with busy(options.busy):
                reports = graded(
                    [right_but_slow(draw) for _ in range(options.submissions)], devices, Path(folder)
                )
            late = [why for report in reports for why in too_late(report)]
            whole = sum(report.score == report.max_score for report in reports)
            took = time.monotonic() - started
            print(
                f"run {run}: {whole} of {len(reports)} whole, {len(late)} checks lost, {took:.0f} s",
                *late[:5],
                sep="\n  ",
            )
        plain, hang = (
            sum(check.seconds for function in report.functions for check in function.checks)
            for report in graded([SOLUTION, SOLUTION + HANGS], ("cpu",), Path(folder))
        )
        print(f"a loop that never ends, two calls of it: {hang:.2f} s, without it {plain:.2f} s")


if __name__ == "__main__":
    main()
