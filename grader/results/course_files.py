"""Which of a course's files grade an assignment: its own, and every module of the course that they import."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator
from pathlib import Path

from grader.course.layout import Assignment, Course, unreadable
from grader.errors import CourseError

# Where a check's or a solution's `import` looks, beside the file's own folder.
_PLACES = ("autograde_tests", "solutions", ".")


def digest(course: Course, assignment: Assignment) -> str:
    """Of all that grades an assignment, and of nothing else in the course. Raises CourseError."""
    whole = hashlib.sha256()
    for name, data in files(course, assignment).items():
        whole.update(f"{name}\n{len(data)}\n".encode())
        whole.update(data)
    return whole.hexdigest()


def files(course: Course, assignment: Assignment) -> dict[str, bytes]:
    """What grades an assignment, by path from the course's folder. Raises CourseError."""
    found: dict[Path, bytes] = {}
    waiting = list(_first(course, assignment))
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        found[path] = _read(path)
        if path.suffix == ".py":
            waiting += _imported(course.root, path, found[path])
            waiting += _named(path, found[path])
    return {path.relative_to(course.root).as_posix(): found[path] for path in sorted(found)}


def _first(course: Course, assignment: Assignment) -> Iterator[Path]:
    own = (assignment.checks, assignment.solution, assignment.answers, assignment.mistakes)
    fixtures = (course.root / "conftest.py", course.root / "autograde_tests" / "conftest.py")
    yield from (path for path in (*own, *fixtures) if path.is_file())
    misconceptions = assignment.misconceptions("x").parent
    yield from (path for path in sorted(misconceptions.rglob("*.py")) if path.is_file())


def _imported(root: Path, path: Path, data: bytes) -> Iterator[Path]:
    """The course's own modules that a file imports, wherever in it."""
    try:
        tree = ast.parse(data)
    except (SyntaxError, ValueError):
        return  # pytest says what is wrong with it
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield from _module(root, path.parent, alias.name)
        elif isinstance(node, ast.ImportFrom):
            above = node.module or ""
            start = path.parents[node.level - 1] if 0 < node.level <= len(path.parents) else path.parent
            for name in (above, *(f"{above}.{alias.name}".strip(".") for alias in node.names)):
                yield from _module(root, start, name)


def _module(root: Path, start: Path, name: str) -> Iterator[Path]:
    """The files that an import of this name would run, in the first place that has it."""
    parts = [part for part in name.split(".") if part]
    for folder in (start, *(root / place for place in _PLACES)) if parts else ():
        target = folder.joinpath(*parts)
        found = [path for path in (target.with_suffix(".py"), target / "__init__.py") if path.is_file()]
        if found and found[0].resolve().is_relative_to(root):
            packages = (parent / "__init__.py" for parent in target.parents if parent.is_relative_to(folder))
            yield from (path.resolve() for path in (*found, *packages) if path.is_file())
            return


def _named(path: Path, data: bytes) -> Iterator[Path]:
    """Data beside a file of checks that its text names."""
    if path.parent.name != "autograde_tests":
        return
    for other in sorted(path.parent.iterdir()):
        if other.suffix not in (".py", ".pyc") and other.is_file() and other.name.encode() in data:
            yield other


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CourseError(unreadable(path, error)) from None
