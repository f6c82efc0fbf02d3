"""The README of a kit, made for its course: what is in it, what it is worth, how to begin, how to end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from grader.authoring.pages import page
from grader.authoring.trials import collected
from grader.authoring.visible import Cut
from grader.course.layout import Assignment, Course
from grader.course.settings import FILE, read_settings
from grader.course.targets import functions_of, written_questions
from grader.reference.torch_version import release, version_here
from grader.render.csv import number
from grader.testing import Check

_SECTION = re.compile(r"\(§([\d.]*\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Worth:
    """An assignment's points: of the visible checks, and of all."""

    name: str
    here: str
    graded: str


def kit_readme(course: Course, assignments: Sequence[str], cut: Cut, files: Mapping[str, bytes]) -> str:
    """The whole page. assignments: those with visible checks, in order; files: what else the kit holds.

    Raises:
        FaultError: the course's checks cannot be collected.
    """
    settings = read_settings(course)
    worth = _worth(collected(course, assignments), assignments)
    return page(
        "kit/README.md.j2",
        title=settings.title or "Exercises",
        book=settings.book,
        hand_in=settings.hand_in,
        section=_section(course, assignments),
        assignments=worth,
        written=[name for name in assignments if written_questions(course.assignment(name))],
        fewer=any(one.here != one.graded for one in worth),
        first=assignments[0],
        function=_first_function(course.assignment(assignments[0]), cut),
        torch=release(version_here()),
        megabytes=_megabytes(files.values()),
        hints=any(name.startswith("exercises/hints/") for name in files),
        settings=FILE in files,
        wheel=any(name.startswith("wheels/") for name in files),
        top=_top(files),
    )


def _top(names: Iterable[str]) -> list[str]:
    """What to delete to be rid of them: files, and folders; `.github/` may hold files of others."""
    own = (name if name.startswith(".") else re.sub(r"/.*", "/", name) for name in names)
    return sorted(set(own))


def _worth(checks: Mapping[str, Iterable[Check]], assignments: Sequence[str]) -> list[_Worth]:
    return [
        _Worth(
            name=name,
            here=_sum(check for check in checks[name] if check.hidden is None),
            graded=_sum(checks[name]),
        )
        for name in assignments
    ]


def _sum(checks: Iterable[Check]) -> str:
    return number(sum(check.points for check in checks))


def _section(course: Course, assignments: Sequence[str]) -> str:
    """The first section that the exercises cite, for an example."""
    texts = (course.assignment(name).solution_cell().text for name in assignments)
    return next((found[1] for text in texts if (found := _SECTION.search(text))), "2")


def _first_function(assignment: Assignment, cut: Cut) -> str:
    """The first that a visible check is about."""
    checks = cut.texts[assignment.checks.stem]
    return next(name for name in functions_of(assignment) if re.search(rf"""["']{name}["']""", checks))


def _megabytes(files: Iterable[bytes]) -> str:
    """Of all files together, in millions of bytes."""
    return f"{max(sum(map(len, files)) / 1e6, 0.1):.1f}"
