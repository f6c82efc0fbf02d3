"""One pytest session that collects a course's checks and stays open while a class is graded.

run_warm(course, ["autograd"], loop)      loop(session) runs in place of pytest's own loop over tests
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from grader.course.layout import Course
from grader.errors import CourseError, FaultError
from grader.grading import pytest_internals
from grader.words.messages import Heard, InFile, Name, Value, say


class _Warm:
    """Takes over after collection, and keeps what went wrong for `run_warm` to raise outside pytest."""

    def __init__(self, loop: Callable[[pytest.Session], None]) -> None:
        self.loop = loop
        self.troubles: list[str] = []
        self.raised: BaseException | None = None

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.troubles.append(str(report.longrepr))

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if not self.troubles and session.items:
            gc.freeze()  # torch's and pytest's objects stay: going through them cost a submission 2 ms of 55
            try:
                self.loop(session)
            except BaseException as error:
                self.raised = error  # here, pytest would print it as an internal error of its own
            finally:
                gc.unfreeze()
        return True


def run_warm(course: Course, assignments: Sequence[str], loop: Callable[[pytest.Session], None]) -> None:
    """Collect the checks of these assignments and run `loop` inside the pytest session.

    Raises:
        FaultError: the checks cannot be collected, or hold no check.
    """
    paths = [course.assignment(name).checks for name in assignments] or [course.root / "autograde_tests"]
    warm = _Warm(loop)
    arguments = [
        "--disable-plugin-autoload",
        "-p",
        "grader.grading.fixtures",
        "-s",
        "-c",
        str(Path("/dev/null")),
    ]
    arguments += [
        "--rootdir",
        str(course.root),
        # Else pytest looks at every file beside each folder above the course, and runs a conftest.py there.
        "--confcutdir",
        str(course.root),
        *(part for name in pytest_internals.NEEDLESS_PLUGINS for part in ("-p", f"no:{name}")),
    ]
    try:
        code = pytest.main([*arguments, *map(str, paths)], plugins=[warm])
    finally:
        _forget_modules(course.root / "autograde_tests")
    if warm.raised is not None:
        raise warm.raised
    if warm.troubles:
        raise FaultError(
            say(
                "pytest cannot collect the checks in {folder}: {why}. Run `pytest` there to see everything.",
                folder=InFile(str(paths[0].parent)),
                why=Heard(_gist(warm.troubles[0])),
            )
        )
    if code == pytest.ExitCode.NO_TESTS_COLLECTED:
        raise CourseError(
            say("{file} has no checks. Expected functions under `@check(...)`.", file=InFile(str(paths[0])))
        )
    if code != pytest.ExitCode.OK:
        raise FaultError(
            say(
                "pytest {version} ended with {code} before anything was graded. "
                "`pip check` says whether the grader works with this pytest.",
                version=Name(pytest.__version__),
                code=Value(repr(code)),
            )
        )


def _forget_modules(folder: Path) -> None:
    """Leave no module of these checks behind: another course, or this one edited, may have one so named."""
    within = str(folder) + os.sep
    for name, module in list(sys.modules.items()):
        if (getattr(module, "__file__", None) or "").startswith(within):
            del sys.modules[name]
    sys.path[:] = [entry for entry in sys.path if Path(entry) != folder]


def _gist(trouble: str) -> str:
    """The line of pytest's report on a failed collection that names the error."""
    lines = trouble.strip().splitlines()
    errors = [line.removeprefix("E").strip() for line in lines if line.startswith("E  ")]
    return (errors or lines)[-1]
