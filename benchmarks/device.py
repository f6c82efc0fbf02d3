"""What another device costs: milliseconds per submission on the CPU, with sim beside it, and with CUDA.

    python benchmarks/device.py [--rounds 20]

In one run, interleaved, each assignment's reference graded in full isolation. Right code is the dear case:
what passes on the CPU is tried again.

    cpu         --device cpu
    cpu + sim   --device auto, without a GPU
    sim         --device sim
    cpu + cuda  where there is a GPU
    cuda        --device cuda, where there is a GPU

For each, too: seconds until its zygotes are up and the first child of its device is ready, milliseconds of
the first submission, which asks the reference, and what one child of its last device takes: of the memory of
the host, the part shared with the zygote included, and on a GPU of the card.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
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
        choices |= {"cpu + cuda": ("cpu", "cuda"), "cuda": ("cuda",)}
    course = open_course(ROOT)
    items = items_by_assignment(session.items)
    gradings: dict[str, Grading] = {}
    for label, kinds in choices.items():
        started = time.perf_counter()
        gradings[label] = Grading(course, Settings(seed=7, devices=kinds, cuda_named="cuda" in kinds))
        up = time.perf_counter() - started
        print(f"{label:<10} up in {up:5.1f} s; {child_of(gradings[label], kinds[-1])}")
    print(f"torch {torch.__version__}; medians of {rounds} rounds, and the range of the middle half")
    for name in NAMES:
        found = Found(student="benchmark", assignment=name, path=course.assignment(name).solution)
        times: dict[str, list[float]] = {label: [] for label in choices}
        first: dict[str, float] = {}
        for number in range(rounds + 1):
            for label, grading in gradings.items():
                started = time.perf_counter()
                report = grade_one(grading, found, items[name], session.config)
                took = 1000 * (time.perf_counter() - started)
                assert report.score == report.max_score, report
                if number:
                    times[label].append(took)
                else:  # the first asks the reference, too
                    first[label] = took
        show(name, times, first)
    print(f"cuda: {why}" if why else f"cuda: {smi('name')}, driver {smi('driver_version')}")
    for grading in gradings.values():
        grading.close()


def child_of(grading: Grading, device: str) -> str:
    """What one more child takes, ready and not yet asked anything."""
    before = smi("memory.used") if device == "cuda" else ""
    started = time.perf_counter()
    child = grading.pool.take(device)
    ready = time.perf_counter() - started
    on_card = f", {int(smi('memory.used')) - int(before)} MiB of the card" if before else ""
    ending = child.close()
    host = ending.max_rss_kib // 1024 if ending else 0
    return f"a child is ready in {ready:.2f} s, {host} MiB of the host{on_card}"


def smi(what: str) -> str:
    """What `nvidia-smi` says of the first card: this process leaves CUDA to the children."""
    command = ["nvidia-smi", f"--query-gpu={what}", "--format=csv,noheader,nounits"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[0].strip()


def show(name: str, times: dict[str, list[float]], first: dict[str, float]) -> None:
    print(name)
    base = statistics.median(times["cpu"])
    for label, values in times.items():
        low, middle, high = statistics.quantiles(values, n=4)
        print(
            f"  {label:<10} {middle:8.1f} ms   {low:8.1f} – {high:.1f}   {middle / base:5.2f} × cpu"
            f"   first {first[label]:.0f} ms"
        )


if __name__ == "__main__":
    main()
