"""A folder in which nbgrader runs a course: `nbgrader_config.py`, and a source notebook per assignment."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import nbformat
import pytest

from grader.course.language import translator_for
from grader.course.layout import Course
from grader.errors import UsageError
from grader.grading import fixtures
from grader.grading.session import run_warm
from grader.nbgrader.source import source_notebook
from grader.output_files import write_text
from grader.words.messages import InFile, say

CONFIG = "nbgrader_config.py"
_CONFIG_TEXT = '''\
"""nbgrader's settings for this course. See docs/nbgrader.md of the grader."""

c = get_config()  # noqa: F821 - nbgrader provides it

c.CourseDirectory.course_id = {course_id!r}
c.CourseDirectory.root = {root!r}

# Autograding in the sandbox, by the checks of this course; feedback with its reports.
try:
    from grader.nbgrader import configure

    configure(c, {course!r})
except Exception as error:
    # nbgrader would go on with its own defaults, and run what students wrote with your rights.
    raise SystemExit(f"nbgrader_config.py: the grader cannot be set up: {{error}}")
'''


def init(folder: Path, course: Course, names: Sequence[str] = (), *, update: bool = False) -> list[Path]:
    """Make the folder; returns what was written.

    names: the assignments to put there; none named is all.
    update: write source notebooks anew in a folder that has them; its settings stay.

    Raises:
        UsageError: the folder holds a course already, or cannot be written.
        CourseError: there is no such assignment, or one has no notebook's shape.
    """
    folder = folder.absolute()
    wanted = [course.assignment(name).name for name in names] or sorted(course.assignments)
    config = folder / CONFIG
    if config.exists() and not update:
        raise UsageError(
            say(
                "{file} exists already. Name another folder, or use --update. "
                "That writes the source notebooks again and keeps the settings.",
                file=InFile(str(config)),
            )
        )
    points, translate = function_points(course, wanted), translator_for(course.root)
    texts = {}
    for name in wanted:
        made = source_notebook(course.assignment(name).solution_cell().text, name, points[name], translate)
        texts[folder / "source" / name / f"{name}.ipynb"] = nbformat.writes(made) + "\n"
    if not config.exists():
        settings = {"course_id": folder.name, "root": str(folder), "course": str(course.root)}
        texts[config] = _CONFIG_TEXT.format(**settings)
    for path, text in texts.items():
        write_text(path, text)
    return list(texts)


def function_points(course: Course, names: Sequence[str]) -> dict[str, dict[str, float]]:
    """Per assignment, what each function's checks are worth together, in the order of the checks."""
    found: dict[str, dict[str, float]] = {name: {} for name in names}

    def loop(session: pytest.Session) -> None:
        for name, items in fixtures.items_by_assignment(session.items).items():
            for check in filter(None, map(fixtures.check_of, items)):
                found[name][check.function] = found[name].get(check.function, 0.0) + check.points

    run_warm(course, names, loop)
    return found
