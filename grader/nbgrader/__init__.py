"""nbgrader runs as it always did; what students wrote runs in the sandbox, and verdicts come from outside.

    configure(c, course)       the lines for nbgrader_config.py; `grader nbgrader init` writes them
    SubmissionExporter, Mend   any notebook that can be read reaches nbgrader sound, with its released marks
    RunInSandbox               in the place of Execute: asks the service (a process of its own) for verdicts
    SaveGrades                 scores as nbgrader saves them, and comments
    CanvasExport …             upload files for learning platforms
    gradebook                  scores of `grader grade` without any conversion

Nothing else imports nbgrader. Its process holds neither torch nor a student's code, and the service does not
import nbgrader: names are looked up when they are used.
"""

from __future__ import annotations

import importlib

_WHERE = {
    "BlackboardExport": "exports",
    "CanvasExport": "exports",
    "CsvExport": "exports",
    "Mend": "mend",
    "MoodleExport": "exports",
    "RunInSandbox": "preprocess",
    "SaveGrades": "save_grades",
    "StubSolutions": "stubs",
    "SubmissionExporter": "exporter",
    "configure": "settings",
}

__all__ = sorted(_WHERE)


def __getattr__(name: str) -> object:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_WHERE[name]}"), name)
