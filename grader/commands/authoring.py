"""`grader release`: exercises from solutions."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from grader.authoring.release import release as make_release
from grader.course import find_course


def release(course: Path, check_only: bool, console: Console) -> int:
    """Write exercises/, or say what is stale; returns the exit code."""
    root = find_course(course).root
    changed = make_release(root, check=check_only)
    for path in changed:
        console.print(
            f"{'stale' if check_only else 'written'}  {path.relative_to(root)}",
            highlight=False,
        )
    if not changed:
        console.print("exercises/ is up to date")
    elif check_only:
        console.print("run `grader release` to bring it up to date")
    return 1 if check_only and changed else 0
