"""Every private name of pytest that the grader uses: pytest may change them in any version.

pyproject.toml says from which pytest to which they are tried: tests grade with the lowest and with the
highest of that range, and find a private name of pytest in any other module.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

# Its own plugins that a warm session has no use for; each costs time in every check. pytest passes over a
# name that it does not know, so a test holds that these are still its plugins' names.
NEEDLESS_PLUGINS = (
    "terminal", "logging", "faulthandler", "unraisableexception", "threadexception", "warnings", "doctest",
    "stepwise", "cacheprovider", "junitxml", "pastebin", "debugging", "unittest", "tmpdir", "monkeypatch",
    "recwarn", "setuponly", "setupplan",
)  # fmt: skip


def own_arguments(item: pytest.Function) -> tuple[str, ...]:
    """The fixtures that a test function names itself, in its order; not those that its fixtures ask for."""
    return item._fixtureinfo.argnames


def fixture_functions(item: pytest.Function) -> list[Callable[..., object]]:
    """What makes each fixture that a test needs, those too that its fixtures ask for, and what they override.

    pytest's own `request` is none of them: nothing makes it.
    """
    return [one.func for known in item._fixtureinfo.name2fixturedefs.values() for one in known]


def run_through(item: pytest.Item, following: pytest.Item | None) -> None:
    """Setup, call and teardown of a collected item, with fresh fixtures however often it ran before.

    `pytest_runtest_protocol`, the public way, also counts failures: the session would end as a failed one.
    """
    from _pytest.runner import runtestprotocol

    runtestprotocol(item, log=False, nextitem=following)


def failed_report(item: pytest.Item, call: pytest.CallInfo[None], words: str) -> pytest.TestReport:
    """The report of a failed call, with `words` where a traceback would stand."""
    return pytest.TestReport(
        item.nodeid,
        item.location,
        {},
        "failed",
        words,
        "call",
        duration=call.duration,
        start=call.start,
        stop=call.stop,
    )
