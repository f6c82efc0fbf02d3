"""What is remembered between evenings: hints asked for, where the student was, which assignment was meant.

A small file beside the exercises, `exercises/.grader.json`. Losing it loses nothing else: what is solved is
found out by checking.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from grader.course.layout import Course
from grader.course.targets import Target
from grader.errors import UsageError
from grader.output_files import write_text
from grader.words.messages import Heard, InFile, say

FILE = ".grader.json"


class _Kept(msgspec.Struct, kw_only=True):
    # "autograd.update" → hints seen
    hints: dict[str, int] = {}
    current: str = ""
    # "training_loop" → "autograd": of several that have it, the one that was named last.
    assignments: dict[str, str] = {}


class Progress:
    """The file, read again before each change: another terminal may have asked for a hint meanwhile."""

    def __init__(self, course: Course) -> None:
        """Raises UsageError where the file is there and cannot be read."""
        self.path = course.root / "exercises" / FILE
        self._kept = _read(self.path)

    def hints(self, target: Target) -> int:
        """How many hints to a function have been shown."""
        return self._kept.hints.get(str(target), 0)

    def hint_shown(self, target: Target, count: int) -> None:
        """Remember that `count` hints to a function have been shown."""
        self._kept = _read(self.path)
        self._kept.hints[str(target)] = count
        self._write()

    @property
    def current(self) -> Target | None:
        """The function that was worked on last."""
        assignment, _, function = self._kept.current.rpartition(".")
        return Target(assignment, function) if assignment else None

    def work_on(self, target: Target) -> None:
        """Remember which function is being worked on."""
        if self._kept.current != str(target):
            self._kept = _read(self.path)
            self._kept.current = str(target)
            self._write()

    def assignment_of(self, function: str) -> str | None:
        """The assignment that was named last for a function that several have."""
        return self._kept.assignments.get(function)

    def belong_to(self, assignment: str, functions: Iterable[str]) -> None:
        """Remember which assignment was named for these functions. Raises UsageError."""
        new = {name: assignment for name in functions if self.assignment_of(name) != assignment}
        if new:
            self._kept = _read(self.path)
            self._kept.assignments.update(new)
            self._write()

    def _write(self) -> None:
        write_text(self.path, msgspec.json.format(msgspec.json.encode(self._kept), indent=1).decode() + "\n")


def _read(path: Path) -> _Kept:
    if not path.is_file():
        return _Kept()
    try:
        return msgspec.json.decode(path.read_bytes(), type=_Kept)
    except (OSError, msgspec.DecodeError, msgspec.ValidationError) as error:
        raise UsageError(
            say(
                "{file} is damaged: {error}. Delete it. It only counts hints and keeps your place.",
                file=InFile(str(path)),
                error=Heard(str(error)),
            )
        ) from None
