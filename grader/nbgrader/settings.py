"""The lines of `nbgrader_config.py`: which of nbgrader's steps are ours."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Any

from nbgrader.converters import GenerateAssignment

from grader.nbgrader.feedback import exporter_settings

_SANITIZE = [
    "nbgrader.preprocessors.ClearOutput",
    "grader.nbgrader.Mend",
    "nbgrader.preprocessors.DeduplicateIds",
    "nbgrader.preprocessors.OverwriteKernelspec",
    "nbgrader.preprocessors.OverwriteCells",
    "nbgrader.preprocessors.CheckCellMetadata",
]
_AUTOGRADE = [
    "grader.nbgrader.RunInSandbox",  # in the place of Execute
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "grader.nbgrader.SaveGrades",  # SaveAutoGrades, and comments
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]


def configure(c: Any, course: str | Path | None = None, *, isolation: str = "full") -> None:
    """Have nbgrader autograde in the sandbox: `configure(get_config(), "/path/to/course")`.

    course: the folder with `autograde_tests/`; None for a course of plain asserts, which stays as it is.
    """
    _find_alembic()
    c.Autograde.exporter_class = "grader.nbgrader.SubmissionExporter"
    c.Autograde.sanitize_preprocessors = list(_SANITIZE)
    c.Autograde.autograde_preprocessors = list(_AUTOGRADE)
    c.RunInSandbox.isolation = isolation
    for name, value in exporter_settings().items():
        setattr(c.HTMLExporter, name, value)
    if course is not None:
        c.RunInSandbox.course = str(course)
        c.ClearSolutions.text_stub = "*Write your answer here.*"
        theirs = [step.__name__ for step in GenerateAssignment.preprocessors.default_args[0]]
        c.GenerateAssignment.preprocessors = [
            "grader.nbgrader.StubSolutions" if step == "ClearSolutions" else f"nbgrader.preprocessors.{step}"
            for step in theirs
        ]


def _find_alembic() -> None:
    """nbgrader calls `alembic` by name: let it find the one beside this Python."""
    folder = str(Path(sys.executable).parent)
    if (
        shutil.which("alembic", path=folder)
        and folder not in os.environ.get("PATH", "").split(os.pathsep)[:1]
    ):
        os.environ["PATH"] = os.pathsep.join(filter(None, [folder, os.environ.get("PATH")]))
