"""Which tests get an answer that a change would take away: what is watched, and whose test is running.

A watched function notes the test that is running, in whichever process it is run: the name comes by the
environment.
What a fixture wider than one test goes through is noted for the fixture, and counts for each test that uses
it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator


# The folder that all processes of one run write into, and who is running.
FOLDER = "TEST_TESTS_FOLDER"
RUNNING = "TEST_TESTS_RUNNING"


def watched(change: str, differs: Callable[..., bool]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """A decorator that notes the running test, or fixture, where the change would have made a difference.

    differs: given what the function returned or raised, and what it was given.
    """

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def noting(*given: Any, **named: Any) -> Any:
            try:
                answer = function(*given, **named)
            except Exception as error:
                _note(change, differs(error, *given, **named))
                raise
            _note(change, differs(answer, *given, **named))
            return answer

        return noting

    return decorate


def _note(change: str, differs: bool) -> None:
    if differs:
        _append("places", {"place": change, "by": os.environ.get(RUNNING, "")})


def _append(name: str, line: dict[str, Any]) -> None:
    # A file per process: appending lines from several would need a lock.
    with open(Path(os.environ[FOLDER]) / f"{name}-{os.getpid()}.jsonl", "a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


@contextmanager
def _running(who: str) -> Iterator[None]:
    before = os.environ.get(RUNNING)
    os.environ[RUNNING] = who
    try:
        yield
    finally:
        if before is None:
            del os.environ[RUNNING]
        else:
            os.environ[RUNNING] = before


class Recorder:
    """The plugin of the outer pytest; the sessions that grade inside of a test do not have it."""

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """The test's name stands in the environment for as long as it runs."""
        with _running(f"test {item.nodeid}"):
            return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(
        self, fixturedef: Any, request: pytest.FixtureRequest
    ) -> Generator[None, object, object]:
        """What a wide fixture does is the fixture's, whichever test comes first."""
        if fixturedef.scope == "function":
            return (yield)
        with _running(f"fixture {fixturedef.argname} {request.node.nodeid}"):
            return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """A line for each phase of each test."""
        report = yield
        _append(
            "outcomes",
            {
                "test": item.nodeid,
                "phase": report.when,
                "outcome": report.outcome,
                "seconds": report.duration,
                "fixtures": list(getattr(item, "fixturenames", ())),
            },
        )
        return report


def pytest_configure(config: pytest.Config) -> None:
    """Only the session that was asked for: pytest loads a plugin of `-p` by this module's name."""
    config.pluginmanager.register(Recorder())
