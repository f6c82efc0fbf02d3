"""From a save to its verdict in `grader watch`, and the first check of an evening.

    python benchmarks/watch.py [--saves 20] [--rounds 5]

Saves: a real file is written, the real watcher sees it, the sandbox calls the function, the page is laid out.
Wrong and right bodies take turns, so every other verdict also has an example and a diagnosis.

The first check: `grader check FUNCTION`, with that function written, as a process of its own beside
`python -c "import torch"`, in turns, so that the noise of the machine falls on both. PyTorch's optimizers
import half a second more at their first step, wherever that is: beside them stands a Python that takes one.
"""

from __future__ import annotations

import argparse
import queue
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from io import StringIO
from pathlib import Path

from rich.console import Console, RenderableType

from grader.course.layout import Course, open_course
from grader.course.settings import read_settings
from grader.course.targets import Target
from grader.grading.settings import GradingOptions
from grader.sandbox.levels import Level
from grader.student.checker import Checker
from grader.student.events import LiveEvents
from grader.student.quick_start import CheckerSetup, begin
from grader.student.screen import Screen
from grader.student.watch import Watch
from grader.words.translation import Translator

ROOT = Path(__file__).resolve().parent.parent
# What is written in turns: (wrong, right).
BODIES = {
    Target("gradient_descent", "dloss_fn"): ("return 2 * (t_p - t_c)", "return 2 * (t_p - t_c) / len(t_p)"),
    Target("gradient_descent", "loss_fn"): ("return (t_p - t_c).mean()", "return ((t_p - t_c) ** 2).mean()"),
    Target("autograd", "update"): (
        "params.data += learning_rate * params.grad",
        "params.data -= learning_rate * params.grad",
    ),
    Target("optimizers", "train_step"): (
        "optimizer.step(); return 0.0",
        "loss = ((params[0] * t_u + params[1] - t_c) ** 2).mean(); optimizer.zero_grad(); "
        "loss.backward(); optimizer.step(); return loss.item()",
    ),
}
# Saves before the clock runs: the sandbox warms up meanwhile.
WARM = 3
STEP = "import torch; torch.optim.SGD([torch.ones(2, requires_grad=True)], lr=0.1).step()"
FIRST = ("loss_fn", "autograd.update", "optimizers.train_step")


class Clock(Screen):
    """A screen that lays pages out and says when each was ready."""

    def __init__(self) -> None:
        super().__init__(Console(file=StringIO(), force_terminal=True, width=90), Translator())
        self.shown: queue.SimpleQueue[float] = queue.SimpleQueue()

    def show(self, page: RenderableType) -> None:
        super().show(page)
        self.shown.put(time.perf_counter())


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--saves", type=int, default=20, help="of each function")
    parser.add_argument("--rounds", type=int, default=5, help="of the first check")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        saves(copy(Path(folder) / "saves"), options.saves)
        first_checks(copy(Path(folder) / "first"), options.rounds)


def copy(folder: Path) -> Course:
    for part in ("exercises", "solutions", "autograde_tests"):
        shutil.copytree(ROOT / part, folder / part)
    return open_course(folder)


def saves(course: Course, count: int) -> None:
    print(f"from a save to its verdict, ms ({count} saves each, after {WARM} to warm up)")
    names = tuple(dict.fromkeys(target.assignment for target in BODIES))
    options = GradingOptions(seed=7, level=Level.NONE)
    setup = CheckerSetup(course=course, assignments=names, options=options)
    every: list[float] = []
    for target in BODIES:
        times = begin(setup, measured(course, target, count))
        every += times
        show(str(target), times)
    show("all", every)


def measured(course: Course, target: Target, count: int) -> Callable[[Checker], list[float]]:
    def use(checker: Checker) -> list[float]:
        screen, events = Clock(), LiveEvents(course.root / "exercises", None)
        watch = Watch(checker, course, read_settings(course), screen)
        times: list[float] = []
        student = threading.Thread(target=save_often, args=(course, target, count, screen, times, watch))
        student.start()
        try:
            watch.run(events, target)
        finally:
            student.join()
            events.close()
        return times

    return use


def save_often(
    course: Course, target: Target, count: int, screen: Clock, times: list[float], watch: Watch
) -> None:
    path = course.assignment(target.assignment).exercise
    handed_out = path.read_text(encoding="utf-8")
    screen.shown.get()
    for number in range(count + WARM):
        time.sleep(0.2)  # a student lets go of the keys
        text = written(handed_out, target.function, BODIES[target][number % 2])
        started = time.perf_counter()
        path.write_text(text, encoding="utf-8")
        ready = screen.shown.get()
        if number >= WARM:
            times.append(1000 * (ready - started))
    watch.leave()
    path.write_text(handed_out, encoding="utf-8")  # one more event, on which it leaves


def written(text: str, function: str, body: str) -> str:
    place = text.index(f"def {function}(")
    return text[:place] + re.sub("raise NotImplementedError", lambda _: body, text[place:], count=1)


def first_checks(course: Course, rounds: int) -> None:
    print(f"\nthe first check of an evening, ms ({rounds} rounds, in turns)")
    for target, (_, right) in BODIES.items():
        path = course.assignment(target.assignment).exercise
        text = path.read_text(encoding="utf-8")
        path.write_text(written(text, target.function, right), encoding="utf-8")
    python = [sys.executable, "-c"]
    grader = [str(Path(sys.executable).with_name("grader")), "check"]
    commands = {"import torch": [*python, "import torch"], "and a step of SGD": [*python, STEP]}
    commands |= {f"check {name}": [*grader, name] for name in FIRST}
    times: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            started = time.perf_counter()
            subprocess.run(command, cwd=course.root, check=True, stdout=subprocess.DEVNULL)
            if number:  # the first fills the page cache
                times[name].append(1000 * (time.perf_counter() - started))
    for name, values in times.items():
        show(name, values, statistics.median(times["import torch"]))


def show(name: str, times: list[float], beside: float | None = None) -> None:
    middle, quarter = statistics.median(times), statistics.quantiles(times, n=4)
    ratio = f"   {middle / beside:.2f} × import torch" if beside else ""
    print(f"  {name:<32} {middle:7.0f}   {quarter[0]:6.0f} – {quarter[2]:.0f}   n={len(times)}{ratio}")


if __name__ == "__main__":
    main()
