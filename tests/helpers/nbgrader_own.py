"""A plugin for pytest: nbgrader's own tests, with our steps in the place of its `Execute`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

_LINES = "\nfrom grader.nbgrader import configure\nconfigure(c)\n"


@pytest.fixture(autouse=True)
def our_steps(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The two lines of docs/nbgrader.md, in the settings that each of nbgrader's tests goes on from."""
    # nbgrader calls `alembic` by name when it makes a gradebook.
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if "temp_cwd" in request.fixturenames:
        settings = Path(request.getfixturevalue("temp_cwd")) / "nbgrader_config.py"
        settings.write_text(settings.read_text(encoding="utf-8") + _LINES, encoding="utf-8")
