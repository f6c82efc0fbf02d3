"""What a child may take is counted in its own time: a busy or stopped machine makes nobody too slow."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.grading import ROOT, function, grade_texts, kept, solution

from grader.course.layout import open_course
from grader.grading.fixtures import check_of, current_evaluations, items_by_assignment, run_item
from grader.grading.grade import Grading, open_evaluation
from grader.grading.session import run_warm
from grader.grading.settings import Settings
from grader.model import Cell, Source, Status
from grader.sandbox.outside import processes
from grader.sandbox.outside.budget import Budget
from grader.sandbox.outside.time_limit import Allowance, Doing, TimeLimit, left
from grader.words.messages import heard

PROGRAMS = {
    "computes": "while True: pass",
    "sleeps": "import time\nwhile True: time.sleep(0.5)",
    "computes a little": "import time\nwhile True:\n time.sleep(0.03)\n for _ in range(10**5): pass",
}


class Process:
    """A process that can be looked at, as children can."""

    def __init__(self, program: str) -> None:
        self.started = subprocess.Popen([sys.executable, "-c", f"print(flush=True)\n{program}"], stdout=-1)
        assert self.started.stdout is not None
        self.started.stdout.readline()

    def processor_seconds(self) -> float | None:
        return processes.processor_seconds(self.started.pid)

    def doing(self) -> Doing:
        return processes.doing(self.started.pid)


@pytest.fixture
def process(request: pytest.FixtureRequest) -> Iterator[Process]:
    one = Process(PROGRAMS[request.param])
    yield one
    one.started.kill()
    one.started.communicate()


def wait_for(limit: TimeLimit) -> float:
    """Until it is over; seconds of the clock."""
    started = time.monotonic()
    while (more := left(limit)) > 0:
        time.sleep(more)
    return time.monotonic() - started


@pytest.mark.parametrize("process", ["computes"], indirect=True)
def test_what_computes_has_so_much_processor_time(process: Process) -> None:
    used = process.processor_seconds()
    limit = TimeLimit(process, Allowance(0.5))
    wait_for(limit)
    now = process.processor_seconds()
    assert used is not None and now is not None and 0.5 <= now - used < 1.5
    assert str(limit.how) == "It took longer than 0.5 seconds."
    # Both are differences of the same clock, each rounded in its own way.
    assert 0.5 <= limit.spent <= now - used + 1e-6


@pytest.mark.parametrize("process", ["sleeps"], indirect=True)
def test_what_sleeps_has_so_much_time(process: Process) -> None:
    limit = TimeLimit(process, Allowance(0.5), waiting=1.0)
    assert wait_for(limit) >= 1.0
    assert limit.waited and "computed nothing" in str(limit.how)


@pytest.mark.parametrize("process", ["computes a little"], indirect=True)
def test_whoever_sleeps_between_computing_is_late_by_either(process: Process) -> None:
    assert wait_for(TimeLimit(process, Allowance(0.6), waiting=1.0)) >= 0.6


@pytest.mark.parametrize("process", ["computes"], indirect=True)
def test_more_is_asked_for_once_and_only_where_it_is_needed(process: Process) -> None:
    asked: list[int] = []

    def in_all() -> float:
        asked.append(1)
        return 0.6

    limit = TimeLimit(process, Allowance(0.2, in_all, heard("was slow")))
    wait_for(limit)
    assert limit.spent >= 0.6 and asked == [1] and str(limit.how) == "was slow"
    quick = TimeLimit(process, Allowance(60.0, in_all))
    assert left(quick) > 0 and asked == [1]


@pytest.mark.parametrize("process", ["computes"], indirect=True)
def test_a_stopped_process_spends_nothing(process: Process) -> None:
    limit = TimeLimit(process, Allowance(0.3), waiting=0.3)
    process.started.send_signal(signal.SIGSTOP)
    while process.doing() is not Doing.STOPPED:
        time.sleep(0.01)
    limit.begin(process.processor_seconds())
    for _ in range(4):
        time.sleep(max(0.0, left(limit)))
    assert left(limit) > 0 and limit.spent < 0.1
    process.started.send_signal(signal.SIGCONT)
    wait_for(limit)
    assert limit.spent >= 0.3


@pytest.mark.parametrize("process", ["sleeps"], indirect=True)
def test_time_in_which_the_grader_was_stopped_does_not_count(process: Process) -> None:
    limit = TimeLimit(process, Allowance(0.5), waiting=1.0)
    time.sleep(1.5)  # as if it had been stopped: nobody looked
    assert left(limit) > 0 and limit.spent <= 0.2


class Unreadable:
    """A process whose processor time cannot be read."""

    def processor_seconds(self) -> None:
        return None

    def doing(self) -> Doing:
        raise AssertionError("nobody can tell")


def test_without_its_processor_time_the_clock_stands_in() -> None:
    """Half as fast, so that a machine may be busy."""
    assert wait_for(TimeLimit(Unreadable(), Allowance(0.3))) >= 0.6


def test_what_another_process_used_and_is_at() -> None:
    assert processes.processor_seconds(None) is None and processes.doing(None) is Doing.COMPUTES
    own = processes.processor_seconds(os.getpid())
    assert own is not None and abs(own - time.process_time()) < 1.0
    pidfd = os.pidfd_open(os.getpid())
    assert processes.pid_of(pidfd) == os.getpid()
    os.close(pidfd)


# ── verdicts ─────────────────────────────────────────────────────────────────────────────────────────────

SLOW = """
import time
def loss_fn(t_p, t_c):
    begun = time.process_time()
    while time.process_time() - begun < 0.6:
        pass
    return ((t_p - t_c) ** 2).mean()
"""


LONG = """
import time
def model(t_u, w, b):
    begun = time.process_time()
    while time.process_time() - begun < 0.004:
        pass
    return w * t_u + b
"""
STOPS = ROOT / "tests" / "helpers" / "stops.py"


@pytest.mark.parametrize(
    ("who", "seconds", "times"),
    [
        # More than the second that each call may take.
        ("grader", 1.5, 2),
        *(pytest.param(who, 60, 1, marks=pytest.mark.slow) for who in ("grader", "child", "both")),
    ],
)
def test_who_is_stopped_is_not_too_slow(who: str, seconds: float, times: int, tmp_path: Path) -> None:
    """The grader is stopped while calls are answered, and finds the answers when it goes on; its children."""
    kept()
    told = [str(os.getpid()), str(seconds), str(times)]
    with subprocess.Popen(
        [sys.executable, str(STOPS), who, *told], start_new_session=True, stdout=subprocess.PIPE, text=True
    ) as stopper:
        text = solution("gradient_descent") + LONG
        report = grade_texts(tmp_path, {"long": text}, "gradient_descent")["long"]
        stopped, _ = stopper.communicate()
    assert stopper.returncode == 0
    struck = [int(line) for line in stopped.split()]
    assert len(struck) == times and all(struck)
    assert report.score == report.max_score


@pytest.mark.slow
def test_a_busy_machine_makes_nobody_too_slow(tmp_path: Path) -> None:
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(4)]
    try:
        text = solution("gradient_descent") + SLOW
        report = grade_texts(tmp_path, {"slow": text}, "gradient_descent")["slow"]
    finally:
        for one in busy:
            one.kill()
            one.wait()
    assert function(report, "loss_fn").status is Status.PASSED


TEN = (
    "model", "loss_fn", "dloss_fn", "dmodel_dw", "dmodel_db", "grad_fn", "normalize_inputs", "loss_history",
    "training_loop", "has_diverged",
)  # fmt: skip
WAITS = "".join(f"\ndef {name}(*_):\n    __import__('time').sleep(1000)\n" for name in TEN)


@pytest.mark.slow
def test_ten_functions_that_wait_fit_the_budget(tmp_path: Path) -> None:
    """What waits is tried again once a submission, and each of the others still has its turn.

    So have two that call what waits; then the time of the file is over.
    """
    text = solution("gradient_descent") + WAITS
    report = grade_texts(tmp_path, {"waits": text}, "gradient_descent", budget=Budget())["waits"]
    said = {item.name: str(item.checks[0].message) for item in report.functions}
    assert [name for name in TEN if "computed nothing" not in said[name]] == []


HANGS = """
def normalize_inputs(t_u):
    while True:
        pass
"""


def spent_on(texts: list[str], function_name: str) -> list[tuple[float, int]]:
    """For each text: its time while this function is checked, and how many calls gave no answer."""
    course = open_course(ROOT)
    found: list[tuple[float, int]] = []

    def loop(session: pytest.Session) -> None:
        items = items_by_assignment(session.items)["gradient_descent"]
        checks = [(item, check_of(item)) for item in items]
        with Grading(course, Settings(seed=7), kept) as grading:
            for text in texts:
                source = Source(path="a.py", sha256="", cells=(Cell(name="a.py", text=text),))
                evaluation = open_evaluation(grading, source, "gradient_descent", items)
                current_evaluations(session.config).current["gradient_descent"] = evaluation
                for item, check in checks:
                    if check is not None and check.function == function_name:
                        run_item(item, None)
                sandboxed = evaluation._runs.sources.of("cpu").sandboxed
                found.append((sandboxed.spent, sandboxed.in_vain(function_name)))
                evaluation.close()

    run_warm(course, ["gradient_descent"], loop)
    return found


def test_a_loop_that_never_ends_costs_a_second_a_call() -> None:
    """Where the reference takes milliseconds. It is the child's own time: a busy machine makes it no more."""
    right = solution("gradient_descent")
    (plain, none), (hung, calls) = spent_on([right, right + HANGS], "normalize_inputs")
    assert none == 0 < calls
    assert hung >= calls
    assert (hung - plain) / calls < 1.5


def test_what_one_device_found_is_told_to_the_next(tmp_path: Path) -> None:
    """A file that is not loaded in time is waited for once, and judged on its definitions on both devices."""
    text = solution("autograd") + "while True: pass\n"
    course = open_course(ROOT)
    spent: dict[str, float] = {}

    def loop(session: pytest.Session) -> None:
        settings = Settings(seed=7, budget=Budget(load=1.5), devices=("cpu", "sim"))
        with Grading(course, settings, kept) as grading:
            items = items_by_assignment(session.items)["autograd"]
            source = Source(path="autograd.py", sha256="", cells=(Cell(name="autograd.py", text=text),))
            evaluation = open_evaluation(grading, source, "autograd", items)
            current_evaluations(session.config).current["autograd"] = evaluation
            assert all(run_item(item, None).status is Status.PASSED for item in items)  # type: ignore[union-attr]
            sources = evaluation._runs.sources
            spent.update({kind: sources.of(kind).sandboxed.spent for kind in ("cpu", "sim")})
            assert sources.of("sim").asked, "nothing was tried on sim"
            evaluation.close()

    run_warm(course, ["autograd"], loop)
    assert spent["cpu"] >= 1.5 > spent["sim"]
