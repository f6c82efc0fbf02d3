"""exercises/ from solutions/: what students open is generated, never edited.

`grader.course.solution_regions` says how a solution is marked. The same solutions give the same bytes: no
dates, no versions of tools, no random cell ids.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

from grader.course.layout import cell
from grader.course.solution_regions import stub
from grader.errors import CourseError, needing
from grader.output_files import write_text
from grader.unique_names import UniqueNames
from grader.words.messages import InFile, say

_DEFINES = re.compile(r"^def (\w{1,60})\(", re.MULTILINE)
# What a notebook's format does not allow in a cell's id.
_UNSAFE = re.compile(r"[^a-zA-Z0-9_-]")
_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def release(course: Path, *, check: bool = False) -> list[Path]:
    """Bring exercises/ up to date with solutions/; returns what was written.

    Args:
        course: the course's folder.
        check: write nothing, and return what would be written.

    Raises:
        CourseError: there are no solutions, or one cannot be read or is marked wrongly.
        UsageError: jupytext is missing, or exercises/ cannot be written.
    """
    texts = exercises(course)
    stale = [path for path, text in texts.items() if not _holds(path, text)]
    if not check:
        for path in stale:
            write_text(path, texts[path])
    return stale


def exercises(course: Path) -> dict[Path, str]:
    """Every file of exercises/ and what belongs into it. Raises as `release` does."""
    solutions = sorted((course / "solutions").glob("*.py"))
    if not solutions:
        raise CourseError(
            say(
                "{folder} holds no assignment. Expected at least one .py file there. "
                "Go to the folder of a course, or name it with --course.",
                folder=InFile(str(course / "solutions")),
            )
        )
    texts = {}
    for path in solutions:
        text = stub(cell(path).text, path.name)
        texts[course / "exercises" / path.name] = text
        texts[course / "exercises" / f"{path.stem}.ipynb"] = notebook(text)
    for path in sorted((course / "solutions" / "hints").glob("*.md")):
        texts[course / "exercises" / "hints" / path.name] = cell(path).text
    return texts


def notebook(text: str) -> str:
    """A percent-format text as a notebook, ready to write. Raises UsageError where jupytext is missing."""
    with needing("authoring", say("The making of notebooks")):
        import jupytext
    taken = UniqueNames(longest=64)
    cells = [_cell(read, taken) for read in jupytext.reads(text, fmt="py:percent").cells]
    made = {"cells": cells, "metadata": _METADATA, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(made, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _cell(read: Any, taken: UniqueNames) -> dict[str, object]:
    """A cell as jupytext reads it, in the form of a notebook's file."""
    metadata = {key: item for key, item in read.metadata.items() if not key.startswith("lines_to_")}
    made = {
        "cell_type": read.cell_type,
        "id": _cell_id(read.source, metadata.get("written"), taken),
        "metadata": metadata,
        "source": read.source.splitlines(keepends=True),
    }
    return made | ({"execution_count": None, "outputs": []} if read.cell_type == "code" else {})


def _cell_id(source: str, question: object, taken: UniqueNames) -> str:
    """The name of the cell's question or function, else a digest: other cells may come or go."""
    defined = _DEFINES.search(source)
    name = str(question or (defined and defined.group(1)) or "")
    return taken.free(_UNSAFE.sub("-", name)[:64] or hashlib.sha256(source.encode()).hexdigest()[:12])


def _holds(path: Path, text: str) -> bool:
    return path.is_file() and path.read_bytes() == text.encode()
