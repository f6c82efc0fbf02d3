"""What another device costs: milliseconds per submission on the CPU, with sim beside it, and with CUDA.

    python benchmarks/device.py [--rounds 20]

In one run, interleaved, each assignment's reference graded in full isolation. Right code is the dear case:
what passes on the CPU is tried again.

    cpu         --device cpu
    cpu + sim   --device auto, without a GPU
    sim         --device sim
    cpu + cuda  --device auto, where there is a GPU
"""

from __future__ import annotations

import argparse
import statistics
import time
from pathlib import Path

import pytest
import torch

from grader.course.layout import open_course
from grader.devices import missing_cuda
from grader.grading.fixtures import items_by_assignment
from grader.grading.grade import Grading, grade_one
from grader.grading.session import run_warm
from grader.grading.settings import Settings
from grader.submission import Found

ROOT = Path(__file__).resolve().parent.parent
NAMES = ("gradient_descent", "autograd", "optimizers")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=20)
    options = parser.parse_args()
    run_warm(open_course(ROOT), NAMES, lambda session: measure(session, options.rounds))


def measure(session: pytest.Session, rounds: int) -> None:
    why = missing_cuda()
    choices = {"cpu": ("cpu",), "cpu + sim": ("cpu", "sim"), "sim": ("sim",)}
    if not why:
        choices["cpu + cuda"] = ("cpu", "cuda")
    course = open_course(ROOT)
    items = items_by_assignment(session.items)
    gradings = {label: Grading(course, Settings(seed=7, devices=kinds)) for label, kinds in choices.items()}
    print(f"torch {torch.__version__}; medians of {rounds} rounds, and the range of the middle half")
    for name in NAMES:
        found = Found(student="benchmark", assignment=name, path=course.assignment(name).solution)
        times: dict[str, list[float]] = {label: [] for label in choices}
        for number in range(rounds + 1):
            for label, grading in gradings.items():
                started = time.perf_counter()
                report = grade_one(grading, found, items[name], session.config)
                assert report.score == report.max_score, report
                if number:  # the first asks the reference, too
                    times[label].append(1000 * (time.perf_counter() - started))
        show(name, times)
    print(f"cuda: {why}" if why else f"cuda: {torch.cuda.get_device_name()}")
    for grading in gradings.values():
        grading.close()


def show(name: str, times: dict[str, list[float]]) -> None:
    print(name)
    base = statistics.median(times["cpu"])
    for label, values in times.items():
        low, middle, high = statistics.quantiles(values, n=4)
        print(f"  {label:<10} {middle:8.1f} ms   {low:8.1f} – {high:.1f}   {middle / base:5.2f} × cpu")


if __name__ == "__main__":
    main()
