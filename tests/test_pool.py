"""Where children come from: what is lost there is asked once more of a fresh one, and no third time."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator

import pytest
from helpers.zygotes import kept

from grader.errors import FaultError, LostError
from grader.sandbox.levels import Level
from grader.sandbox.outside.children import ChildSource
from grader.sandbox.outside.client import ForkedChild, Zygote
from grader.sandbox.outside.once_more import once_more
from grader.sandbox.outside.pool import Pool
from grader.words.messages import heard

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forked children need Linux")


class Starts:
    """Starts sources of children: so many of the first are dead by then."""

    def __init__(self, dead: int) -> None:
        self.dead = dead
        self.made = 0

    def __call__(self) -> ChildSource:
        self.made += 1
        if self.made > self.dead:
            return kept(Level.NONE)
        zygote = Zygote(Level.NONE, warm=False)
        os.kill(zygote._process.pid, signal.SIGKILL)
        return zygote


@pytest.fixture
def one_dead() -> Iterator[tuple[Starts, Pool]]:
    """The first start fails."""
    starts = Starts(1)
    pool = Pool(starts)
    yield starts, pool
    pool._let_go()


def test_a_start_that_fails_is_made_once_more(one_dead: tuple[Starts, Pool]) -> None:
    """Nobody hears of it."""
    starts, pool = one_dead
    child = pool.take()
    assert starts.made == 2
    child.close()


def test_two_starts_that_fail_are_the_last() -> None:
    """From then on it is said at once, and no further start is tried."""
    starts = Starts(9)
    pool = Pool(starts)
    for _ in range(3):
        with pytest.raises(LostError, match="did not start twice"):
            pool.take()
    pool.prepare()
    assert starts.made == 2
    pool.close()


def test_a_spare_that_was_killed_costs_no_zygote(one_dead: tuple[Starts, Pool]) -> None:
    """Another child is made in its place."""
    starts, pool = one_dead
    pool.prepare()
    spare = pool._spares["cpu"]
    assert isinstance(spare, ForkedChild)
    os.kill(_pid(spare), signal.SIGKILL)
    child = pool.take()
    assert child is not spare and starts.made == 2
    child.close()


def _pid(child: ForkedChild) -> int:
    child._pidfd_or_fail()
    assert child._pid is not None
    return child._pid


def test_only_what_is_lost_is_asked_again() -> None:
    """A no is an answer; and the second loss is the last."""
    renewed: list[int] = []

    def ask(error: FaultError) -> None:
        renewed.append(0)
        raise error

    for error, times in ((FaultError(heard("no")), 1), (LostError(heard("lost")), 3)):
        renewed.clear()
        with pytest.raises(FaultError):
            once_more(lambda error=error: ask(error), lambda: renewed.append(1))  # type: ignore[misc]
        assert len(renewed) == times
