"""pytest's entry point: the options that grade a submission, and what they start.

    pytest autograde_tests --submission PATH      one submission, as CI runs it

Loaded by every pytest of an environment that has the grader, so it imports nothing heavy until it is asked
to grade.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType

import pytest


class _PlainFinder(MetaPathFinder):
    """Finds this package's modules in Python's own way.

    pytest rewrites `assert` in all modules of a package that has a plugin: hundreds of ours, anew in each run
    that keeps no bytecode, and in the first of any other. They have nothing to gain by it.
    """

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """None for what is not of this package: others look for it."""
        ours = fullname.partition(".")[0] == __name__.partition(".")[0]
        return PathFinder.find_spec(fullname, path, target) if ours else None


sys.meta_path.insert(0, _PlainFinder())

from grader.grading import fixtures  # noqa: E402


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--submission` and what goes with it."""
    group = parser.getgroup("grader", "grading a submission")
    group.addoption("--submission", type=Path, help="the file, zip or folder to check")
    group.addoption("--assignment", help="which assignment it is; otherwise its name says")
    group.addoption(
        "--grading-seed",
        type=int,
        help="draw the inputs from this seed, not from a fresh one",
    )
    group.addoption(
        "--grading-device", default="auto", help="as for `grader grade`: cpu, sim, cuda, all or auto"
    )
    group.addoption("--grading-isolation", choices=("full", "process", "none"), default="full")
    group.addoption(
        "--grading-report",
        type=Path,
        help="also write report.json here ({assignment} stands for its name); CI should demand it",
    )
    group.addoption("--grading-summary", type=Path, help="append a summary in Markdown to this file")
    group.addoption(
        "--grading-lang", help="language of the report, such as zh-TW; else GRADER_LANG, the course's"
    )
    group.addoption(
        "--grading-fail-under",
        type=float,
        metavar="PERCENT",
        help="exit 1 only below this percentage of the points, not for any failed check",
    )
    group.addoption(
        "--grading-skip-untouched",
        action="store_true",
        help="skip the checks of a file that is as it was handed out: it is not started yet",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Add the fixtures, and with `--submission` the run that grades."""
    config.pluginmanager.register(fixtures, "grader-fixtures")
    if config.getoption("--submission", None) is not None:
        from grader.errors import FaultError
        from grader.sandbox.levels import Level
        from grader.sandbox.outside.ahead import StartedAhead

        # The sandbox loads torch while this process does.
        try:
            ahead = StartedAhead(Level(config.getoption("--grading-isolation")))
            ahead.warm_up(figures=False)
        except FaultError as fault:
            pytest.exit(str(fault), returncode=fault.exit_code)
        config.add_cleanup(ahead.close)
        from grader.commands.pytest_run import PytestRun

        config.pluginmanager.register(PytestRun(config, ahead), "grader-run")
