"""Strikes against processes of the grader, at moments that are observed and counted, never slept for.

    plan = Plan(strikes=(Strike(Target.REFERENCE, Blow.KILL, at=17),), folder=…)
    subprocess.run([sys.executable, STRUCK_GRADER, "grade", …], env=os.environ | plan.environment())

`struck_grader.py` is the `grader` command with `install` run first, in the command and in its workers. From
then on, each answer that is awaited from a child counts as a moment of whoever is asked; so does a start of a
zygote. At the planned ones the target is struck, for real: by a signal, or by a MemoryError in it.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from enum import Enum
from pathlib import Path
from typing import Any

INSIDE = Path(__file__).resolve().parents[1] / "inside"
_PLAN = "STRIKES_OF_THE_TESTS"
# Seconds that what ends may take to be gone.
_END = 10.0


class Target(Enum):
    """Who is struck."""

    # What asks: the command itself where there is one job, else one of its workers.
    GRADER = "grader"
    ZYGOTE = "zygote"
    WATCHER = "watcher"
    REFERENCE = "reference"
    # The reference's child that has the pretend accelerator.
    ON_SIM = "reference on sim"
    MISCONCEPTIONS = "misconceptions"
    STUDENT = "student"
    # A zygote that has just been started.
    START = "start"


class Blow(Enum):
    """How."""

    KILL = "killed"
    SHORT_STOP = "stopped for 3 s"
    LONG_STOP = "stopped for 15 s"
    MEMORY = "out of memory"


_STOPS = {Blow.SHORT_STOP: 3, Blow.LONG_STOP: 15}


@dataclass(frozen=True, slots=True)
class Strike:
    """One strike. at: the how manieth moment of the target's, from 1, in any process."""

    target: Target
    blow: Blow
    at: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be struck in one run, and where that is written down."""

    strikes: Sequence[Strike]
    folder: Path

    def environment(self) -> dict[str, str]:
        """What the grader is started with."""
        told = [{**asdict(one), "target": one.target.value, "blow": one.blow.value} for one in self.strikes]
        return {_PLAN: json.dumps({"strikes": told, "folder": str(self.folder)})}

    def struck(self) -> list[str]:
        """Whose submission was graded at each strike that fell, as "student/assignment"."""
        return [path.read_text() for path in sorted(self.folder.glob("strike-*"))]

    def moments(self) -> Counter[str]:
        """How many moments each target has had, at most, in one process."""
        found: Counter[str] = Counter()
        for path in self.folder.glob("moments-*"):
            found |= Counter(json.loads(path.read_text()))
        found[Target.START.value] = len(list(self.folder.glob("start-*")))
        return found


def _planned() -> Plan:
    told = json.loads(os.environ[_PLAN])
    strikes = [Strike(Target(one["target"]), Blow(one["blow"]), one["at"]) for one in told["strikes"]]
    return Plan(strikes, Path(told["folder"]))


class Striker:
    """Counts the moments of one process, and strikes."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._seen: Counter[str] = Counter()
        self.at_work = ""

    def moment(self, target: Target, strike: Callable[[Blow], None]) -> None:
        """One of the target's has come."""
        self._seen[target.value] += 1
        for number, one in enumerate(self._plan.strikes):
            if one.target is target and one.at <= self._seen[target.value] and self._claims(number):
                strike(one.blow)

    def started(self, pid: int) -> None:
        """A zygote was started, wherever; those of a class are counted together."""
        number = next(n for n in range(1, 10_000) if self._takes(f"start-{n}"))
        for place, one in enumerate(self._plan.strikes):
            if one.target is Target.START and one.at == number and self._claims(place):
                blow(pid, one.blow)

    def _claims(self, number: int) -> bool:
        """Whether this process is the one that does this strike: each is done once."""
        return self._takes(f"strike-{number:02}", self.at_work)

    def _takes(self, name: str, text: str = "") -> bool:
        try:
            with (self._plan.folder / name).open("x") as taken:
                taken.write(text)
        except FileExistsError:
            return False
        return True

    def write_down(self) -> None:
        """How many moments there were."""
        (self._plan.folder / f"moments-{os.getpid()}").write_text(json.dumps(self._seen))


def blow(pid: int, how: Blow) -> None:
    """Strike a process, and wait until it is struck."""
    assert pid > 1, "who is to be struck has gone"
    if how is Blow.MEMORY:
        os.kill(pid, signal.SIGUSR2)
    elif how is Blow.KILL:
        os.kill(pid, signal.SIGKILL)
        _until_gone(pid)
    else:
        _go_on_later(pid, _STOPS[how])
        os.kill(pid, signal.SIGSTOP)


def _go_on_later(pid: int, seconds: int) -> None:
    subprocess.Popen(["sh", "-c", f"sleep {seconds}; kill -CONT {pid}"], start_new_session=True)


def _until_gone(pid: int) -> None:
    deadline = time.monotonic() + _END
    while time.monotonic() < deadline and _status(pid, "State")[:1] not in ("Z", "X", ""):
        time.sleep(0.001)


def _status(pid: int, field: str) -> str:
    """What /proc says of a process; "" where it has gone."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith(f"{field}:"):
                return line.split(":", 1)[1].strip()
    return ""


def parent_of(pid: int) -> int:
    """Its parent's id; 0 where it has gone."""
    return int(_status(pid, "PPid") or 0)


# ── in the command and its workers ───────────────────────────────────────────────────────────────────────


def install() -> Striker:
    """Have what is planned happen in this process."""
    from grader.grading import grade
    from grader.sandbox.outside import launch
    from grader.sandbox.outside.current_child import CurrentChild

    striker = Striker(_planned())
    receive, start, graded = CurrentChild.receive, launch.start, grade.grade_one

    def struck_receive(self: CurrentChild, child: Any, limit: Any) -> Any:
        _strike(striker, self, child)
        return receive(self, child, limit)

    def struck_start(order: launch.Order, *more: Any) -> subprocess.Popen[bytes]:
        order = launch.Order(
            order.level,
            order.limits,
            "memory_errors.serve",
            [*order.folders, INSIDE],
            order.scratch,
            order.warm,
            order.modules,
        )
        process = start(order, *more)
        striker.started(process.pid)
        return process

    def noted(grading: Any, found: Any, *more: Any, **named: Any) -> Any:
        striker.at_work = f"{found.student}/{found.assignment}"
        report = graded(grading, found, *more, **named)
        striker.write_down()
        return report

    CurrentChild.receive = struck_receive  # type: ignore[method-assign]
    launch.start = struck_start  # type: ignore[assignment]
    grade.grade_one = noted
    return striker


def _strike(striker: Striker, asked: Any, child: Any) -> None:
    """An answer is awaited: a moment of who is asked, and of those who are always there."""
    own = child._pid
    for target in _asked(asked):
        striker.moment(target, lambda how: blow(own or _pid_of(child), how))
    striker.moment(Target.ZYGOTE, lambda how: blow(parent_of(_pid_of(child)), how))
    striker.moment(Target.WATCHER, lambda how: blow(parent_of(parent_of(_pid_of(child))), how))
    striker.moment(Target.GRADER, _myself)


def _pid_of(child: Any) -> int:
    child._pidfd_or_fail()
    pid: int = child._pid
    return pid


def _asked(asked: Any) -> list[Target]:
    if not asked.trusted:
        return [Target.STUDENT]
    if len(asked.text.cells) > 1:
        return [Target.MISCONCEPTIONS]
    return [Target.REFERENCE, *[Target.ON_SIM] * (asked.device == "sim")]


def _myself(how: Blow) -> None:
    if how is Blow.MEMORY:
        raise MemoryError("a strike of the tests")
    blow(os.getpid(), how)
