"""What counts as the same result: two gradings with the same key and seed give the same report.

Not in it are student, file name, lateness, roster, formats, audience, jobs: these are rendered anew. Nor the
seed: a row keeps its own, and another text gets a fresh one.
"""

from __future__ import annotations

import hashlib
import json
import platform
from dataclasses import asdict
from importlib import metadata
from pathlib import PurePath
from typing import Final

from grader import __version__
from grader.course.layout import Course
from grader.errors import SubmissionError
from grader.grading.reading import read_found
from grader.grading.settings import Settings
from grader.model import Versions
from grader.results import course_files
from grader.results.rows import Parts
from grader.sandbox.levels import Limits
from grader.submission import LIMIT, Found
from grader.submission.files import collect

# The parts of a key that have a name in the code.
SUBMISSION: Final = "submission"
COURSE: Final = "course"
# Where a function was graded again by itself: "course of update", what of the course graded it.
COURSE_OF: Final = "course of "
_LIBRARIES: Final = ("torch", "numpy", "matplotlib")


class Keys:
    """Makes keys of submissions, for one course and one way of grading."""

    def __init__(self, course: Course, settings: Settings) -> None:
        """settings: with the devices that were found, not those asked for."""
        self._course = course
        self._shared = {
            "level": settings.level.value,
            "limits": json.dumps([asdict(Limits()), asdict(settings.budget)], sort_keys=True),
            "devices": ", ".join(settings.devices),
            "grader": __version__,
            "Python": platform.python_version(),
            **{name: _version(name) for name in _LIBRARIES},
        }
        self._courses: dict[str, str] = {}

    def of(self, found: Found) -> Parts:
        """The key's parts; {} of what cannot be read. Raises CourseError."""
        try:
            sha256 = self._digest(found)
        except SubmissionError:
            return {}
        if found.assignment is None or found.assumed:
            return {}
        # Of one text, a notebook, a script and Quarto are three things.
        suffix = PurePath(found.own_name or found.member or found.path.name).suffix.lower()
        return {SUBMISSION: f"{sha256}{suffix}", COURSE: self.course(found.assignment), **self._shared}

    def _digest(self, found: Found) -> str:
        """Of all that is read of a submission. Raises SubmissionError."""
        if found.problem:
            raise SubmissionError(found.problem)
        handed = collect(
            found.path,
            limit=LIMIT,
            assignment=found.assignment,
            member=found.member,
            own_name=found.own_name,
        )
        # Where nothing lies beside it, its text need not be looked through, which takes ten times as long.
        if not handed.beside and not found.neighbours:
            return handed.sha256
        return read_found(found, self._course)[1].sha256

    def course(self, assignment: str) -> str:
        """The digest of what of the course grades an assignment. Raises CourseError."""
        if assignment not in self._courses:
            self._courses[assignment] = course_files.digest(self._course, self._course.assignment(assignment))
        return self._courses[assignment]


def changed(before: Parts, now: Parts) -> tuple[str, ...]:
    """The parts in which two keys differ. Functions graded by themselves are of the later course."""
    names = [name for name in (*now, *before) if not name.startswith(COURSE_OF)]
    return tuple(name for name in dict.fromkeys(names) if before.get(name) != now.get(name))


def digest(parts: Parts) -> str:
    """One word for a whole key."""
    return hashlib.sha256(json.dumps(dict(parts), sort_keys=True).encode()).hexdigest()


def versions() -> Versions:
    """What is grading here, found out without loading it."""
    return Versions(grader=__version__, torch=_version("torch"), python=platform.python_version())


def _version(library: str) -> str:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return "none"
