"""`grader new-course` and `grader new-exercise`: every part of a course, complete and ready to be changed.

A new exercise is a small right one: it can be released, graded and audited at once, and its author replaces
one thing at a time.
"""

from __future__ import annotations

import keyword
from pathlib import Path

from grader.authoring.pages import page, text
from grader.course.layout import FOLDERS
from grader.errors import CourseError, UsageError
from grader.output_files import write_text
from grader.words.messages import InFile, Items, Value, say

# Of a name: files are called after it, and a notebook's cell.
_LONGEST = 60


def new_course(folder: Path) -> list[Path]:
    """Make a course's folder with its folders; returns the files written.

    Raises:
        UsageError: there is something in the folder already, or it cannot be written.
    """
    demand_new(folder)
    texts = {
        folder / "README.md": page("course/README.md.j2", title=_title(folder.resolve().name)),
        folder / ".gitignore": text("course/gitignore"),
    }
    _write(texts)
    for part in FOLDERS:
        (folder / part).mkdir()
    return list(texts)


def demand_new(folder: Path) -> None:
    """Raise UsageError where there is something in the folder already."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(
            say(
                "{folder} exists already. Expected a new name or an empty folder. Name another one.",
                folder=InFile(str(folder)),
            )
        )


def new_exercise(root: Path, name: str) -> list[Path]:
    """Make every file of the assignment `name`, but for exercises/; returns what was written.

    Raises:
        CourseError: `root` is no course.
        UsageError: the name cannot be that of a function, or is taken.
    """
    missing = [folder for folder in FOLDERS if not (root / folder).is_dir()]
    if missing:
        raise CourseError(
            say(
                "{folder} is not a course. Missing: {names}. `grader new-course FOLDER` makes a course.",
                folder=InFile(str(root)),
                names=Items(tuple(map(InFile, missing)), "commas"),
            )
        )
    if len(name) > _LONGEST:
        raise UsageError(
            say(
                "{name} cannot name an exercise. It has {n} letters. Expected at most {most}.",
                name=Value(f"{name[:20]}…"),
                n=len(name),
                most=_LONGEST,
            )
        )
    if not name.isidentifier() or keyword.iskeyword(name) or name.startswith("_") or name != name.lower():
        raise UsageError(
            say(
                "{name} cannot name an exercise. Expected the name of a function, such as softmax or top_k.",
                name=Value(repr(name)),
            )
        )
    texts = {path: page(template, name=name, title=_title(name)) for path, template in _folders(root, name)}
    for path in texts:
        if path.exists():
            raise UsageError(
                say("{file} exists already. Choose another name, or edit that file.", file=InFile(str(path)))
            )
    _write(texts)
    return list(texts)


def _folders(root: Path, name: str) -> list[tuple[Path, str]]:
    solutions = root / "solutions"
    return [
        (solutions / f"{name}.py", "course/solution.py.j2"),
        (solutions / "misconceptions" / name / f"{name}.py", "course/misconceptions.py.j2"),
        (solutions / "hints" / f"{name}.md", "course/hints.md.j2"),
        (root / "autograde_tests" / f"test_{name}.py", "course/checks.py.j2"),
    ]


def _title(name: str) -> str:
    words = name.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]


def _write(texts: dict[Path, str]) -> None:
    for path, words in texts.items():
        write_text(path, words)
