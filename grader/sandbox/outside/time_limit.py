"""How long a child may take: so much processor time, and so much waiting.

What counts is the child's own time, not the clock's: the processor time that it used is read from outside,
and to that comes the time in which it slept. Time in which it would compute and has no processor, in which it
or the grader was stopped, counts for nothing. So a busy machine makes nobody too slow. Where a child's
processor time cannot be read, half of the time in which the grader ran stands in.

    limit = TimeLimit(child, Allowance(2.0))     # begins now
    child.receive(limit)                         # or Late
    limit.spent                                  # seconds of the child
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Final, Protocol

from grader.words.messages import NOTHING, Message, say

# How often a child is looked at, in seconds.
_STEP: Final = 0.1
# It may wait so long, in seconds, and longer where it may compute longer: ten that sleep fit a submission's.
WAITING: Final = 4.0
# The end of all patience, on whatever machine: seconds in which the grader ran; or so many times the limit.
_AT_LAST: Final = 300.0
_AT_LAST_TIMES: Final = 5.0
# So often a child that was stopped is let go on; after that, to stop is how it waits.
_WOKEN: Final = 5


def longer_than(seconds: float) -> Message:
    """What is said of a child that took too long."""
    return say("It took longer than {seconds} seconds.", seconds=rounded(seconds))


def rounded(seconds: float) -> float:
    """Seconds with three digits; whole ones without a point."""
    short = float(f"{seconds:.3g}")
    return int(short) if short.is_integer() else short


class Doing(Enum):
    """What a process is at when it is looked at."""

    COMPUTES = "computes, or would"
    WAITS = "waits"
    STOPPED = "was stopped"


class TimedProcess(Protocol):
    """A process that can be looked at from outside."""

    def processor_seconds(self) -> float | None:
        """What it has used so far; None where that cannot be told."""
        ...

    def doing(self) -> Doing:
        """What it is at; one that was stopped is let go on."""
        ...


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one call may use. seconds: of processor time."""

    seconds: float
    # Asked once, when those are used up: how many there are in all.
    in_all: Callable[[], float] | None = None
    # How a call that uses more is told of; else the seconds are named.
    told: Message = NOTHING


class TimeLimit:
    """One limit on one child, which begins when it is made."""

    def __init__(
        self,
        child: TimedProcess,
        allowance: Allowance,
        *,
        at_most: float = float("inf"),
        waiting: float = WAITING,
        used: float | None = None,
    ) -> None:
        """at_most: what is left of a budget. used: the child's processor time now, where it was just read."""
        self._child = child
        self._allowance = allowance
        self._seconds = allowance.seconds
        self._in_all = allowance.in_all
        self._at_most = at_most
        self._waiting = max(waiting, allowance.seconds)
        self._used = child.processor_seconds() if used is None else used
        self._looked = time.monotonic()
        self._computed = self._waited = self._ran = 0.0
        self._taken = 0.0
        self._stops = 0
        self._over_since: float | None = None

    @property
    def spent(self) -> float:
        """Seconds of the child so far: those that it computed, and those that it waited."""
        return self._computed + self._waited

    def take(self) -> float:
        """What was spent since this was last asked."""
        since, self._taken = self.spent - self._taken, self.spent
        return since

    @property
    def waited(self) -> bool:
        """Whether it was waiting that used up the limit."""
        return self._waited >= self._waiting

    @property
    def cut_short(self) -> bool:
        """Whether less was left of a budget than the call may use."""
        return self._at_most < self._seconds and not self.waited

    @property
    def how(self) -> Message:
        """What the child did, in a sentence, where it was too late."""
        if self.waited:
            return say("It waited for too long and computed nothing.")
        if self.cut_short:
            return say("It did not finish in the time that the file had left.")
        return self._allowance.told or longer_than(self._allowance.seconds)

    def left(self) -> float:
        """Seconds to wait before it is asked again; 0 or less: the limit is used up, since so long."""
        now = time.monotonic()
        if self._over_since is not None:
            return self._over_since - now
        since = now - self._looked
        if since >= _STEP:
            self._look()
            if self._is_over():
                self._over_since = now
                return 0.0
            since = 0.0
        return _STEP - since

    def begin(self, used: float | None) -> None:
        """Begin again, now, where an earlier question was answered meanwhile. used: as when it was made."""
        self._used, self._looked = used, time.monotonic()

    def finish(self) -> float | None:
        """The answer is there: what was computed for it is spent. The child's processor time."""
        used = self._child.processor_seconds()
        if used is None or self._used is None:
            self._computed += min(time.monotonic() - self._looked, 2 * _STEP) / 2
        else:
            self._computed += used - self._used
        self._used = used
        return used

    def _look(self) -> None:
        """Bring what is spent up to now."""
        now, used = time.monotonic(), self._child.processor_seconds()
        # Where the grader was stopped, more time has passed than it could have waited.
        ran, self._looked = min(now - self._looked, 2 * _STEP), now
        self._ran += ran
        if used is None or self._used is None:
            self._computed += ran / 2
        else:
            self._computed += used - self._used
            self._waited += self._idle(ran - (used - self._used))
        self._used = used

    def _idle(self, idle: float) -> float:
        """Of time without processor, that in which it waited."""
        if idle < _STEP / 2:
            return 0.0
        doing = self._child.doing()
        self._stops += doing is Doing.STOPPED
        return idle if doing is Doing.WAITS or self._stops > _WOKEN else 0.0

    def _is_over(self) -> bool:
        if self._computed >= self._seconds and self._in_all is not None:
            self._seconds, self._in_all = max(self._seconds, self._in_all()), None
            self._waiting = max(self._waiting, self._seconds)
        return (
            self._computed >= min(self._seconds, self._at_most)
            or self._waited >= self._waiting
            or self._ran >= max(_AT_LAST, _AT_LAST_TIMES * max(self._seconds, self._waiting))
        )


# What a frame is sent or awaited by: a reading of time.monotonic(), or a limit on the child itself.
Until = float | TimeLimit


def left(until: Until) -> float:
    """Seconds to wait before it is asked again; 0 or less: it is over, since so long."""
    return until.left() if isinstance(until, TimeLimit) else until - time.monotonic()
