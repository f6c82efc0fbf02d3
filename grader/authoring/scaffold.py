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

# Of a name: files are called after it, and a notebook's cell.
_LONGEST = 60


def new_course(folder: Path) -> list[Path]:
    """Make a course's folder with its folders; returns the files written.

    Raises:
        UsageError: there is something in the folder already, or it cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is there already: expected a new name or an empty folder; name another")
    texts = {
        folder / "README.md": page("course/README.md.j2", title=_title(folder.resolve().name)),
        folder / ".gitignore": text("course/gitignore"),
    }
    _write(texts)
    for part in FOLDERS:
        (folder / part).mkdir()
    return list(texts)


def new_exercise(root: Path, name: str) -> list[Path]:
    """Make every file of the assignment `name`, but for exercises/; returns what was written.

    Raises:
        CourseError: `root` is no course.
        UsageError: the name cannot be that of a function, or is taken.
    """
    missing = [folder for folder in FOLDERS if not (root / folder).is_dir()]
    if missing:
        raise CourseError(
            f"{root} is not a course: {', '.join(missing)} is missing; `grader new-course FOLDER` makes one"
        )
    if len(name) > _LONGEST:
        raise UsageError(
            f"{name[:20]}… cannot name an exercise: it has {len(name)} letters, expected {_LONGEST} at most"
        )
    if not name.isidentifier() or keyword.iskeyword(name) or name.startswith("_") or name != name.lower():
        raise UsageError(
            f"{name!r} cannot name an exercise: expected a function's name, such as softmax or top_k"
        )
    texts = {path: page(template, name=name, title=_title(name)) for path, template in _folders(root, name)}
    for path in texts:
        if path.exists():
            raise UsageError(f"{path} is there already: choose another name, or edit that file")
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
