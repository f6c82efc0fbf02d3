"""A plugin for pytest: nbgrader's own tests, with our steps in the place of its `Execute`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

_LINES = "\nfrom grader.nbgrader import configure\nconfigure(c)\n"
_UNREAD = "its grade cell asks nothing of the student's: ours leaves such a cell to a person"
_MENDED = "the marks of a hand-in are wrong: ours mends them, and grades it"
_CLASS = "TestNbGraderAutograde"
# Its tests in which ours must do otherwise than nbgrader, and why.
LEFT_OUT = {
    "test_grade": _UNREAD,
    "test_student_id_exclude": _UNREAD,
    "test_late_submission_penalty_none": _UNREAD,
    "test_late_submission_penalty_zero": _UNREAD,
    "test_late_submission_penalty_plugin": _UNREAD,
    "test_showtraceback_exploit": _UNREAD,
    "test_hidden_tests_single_notebook": "the solution fails in its source: ours gives nobody a zero then",
    "test_side_effects": "what a student's code writes stays in the sandbox",
    "test_handle_failure": _MENDED,
    "test_handle_failure_single_notebook": _MENDED,
    "test_missing_source_kernelspec": "no kernel runs: ours grades a Python kernel of any name",
    "test_no_execute": "outputs that a student handed in are no proof, and are taken out",
}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave those out, by their whole names."""
    ours = [item for item in items if item.parent is not None and item.parent.name == _CLASS]
    out = [item for item in ours if getattr(item, "originalname", item.name) in LEFT_OUT]
    config.hook.pytest_deselected(items=out)
    items[:] = [item for item in items if item not in out]


@pytest.fixture(autouse=True)
def our_steps(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The two lines of docs/nbgrader.md, in the settings that each of nbgrader's tests goes on from."""
    # nbgrader calls `alembic` by name when it makes a gradebook.
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if "temp_cwd" in request.fixturenames:
        settings = Path(request.getfixturevalue("temp_cwd")) / "nbgrader_config.py"
        settings.write_text(settings.read_text(encoding="utf-8") + _LINES, encoding="utf-8")
