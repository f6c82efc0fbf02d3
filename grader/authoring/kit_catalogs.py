"""What a kit carries of a course's translations: the titles and sentences of visible checks, hints, mistakes.

A course's catalogs hold answers. Of each, entries of a visible check, a hint or a mistake that the kit names
are kept, in a catalog without comments and places; everything else stays behind.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Mapping
from pathlib import Path

import polib

from grader.course.language import catalogs_of
from grader.course.layout import Course
from grader.errors import CourseError
from grader.words.messages import Heard, InFile, say

# Of a catalog's head, what readers need.
_HEAD = ("Language", "Content-Type", "Plural-Forms")
# What of a check a student reads, hidden checks aside.
_OF_CHECKS = ("title", "said")


def kit_catalogs(
    course: Course, checks: Mapping[str, str], mistakes: Mapping[str, Collection[str]]
) -> dict[str, str]:
    """The kit's catalogs by file.

    checks: by module name, the text of visible checks.
    mistakes: by assignment, those that the kit names: "dloss_fn/forgets_the_mean".

    Raises:
        CourseError: a catalog cannot be read.
    """
    made = {}
    for path in sorted(catalogs_of(course.root).glob("*/*.po")):
        text = checks.get(f"test_{path.stem}")
        if path.stem in course.assignments and text is not None:
            kept = _reduced(_read(path), path.stem, _functions(text), mistakes.get(path.stem, ()))
            if kept:
                made[f"answers/translations/{path.parent.name}/{path.name}"] = f"{kept}\n"
    return made


def _read(path: Path) -> polib.POFile:
    try:
        return polib.pofile(str(path), encoding="utf-8")
    except (OSError, ValueError) as error:
        raise CourseError(
            say("{file} cannot be read: {error}", file=InFile(str(path)), error=Heard(str(error)))
        ) from None


def _functions(text: str) -> set[str]:
    return {node.name for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)}


def _reduced(
    catalog: polib.POFile, assignment: str, visible: Collection[str], mistakes: Collection[str]
) -> polib.POFile:
    kept = polib.POFile()
    kept.metadata = {key: catalog.metadata[key] for key in _HEAD if key in catalog.metadata}
    for entry in catalog:
        if entry.translated() and _is_for_students(entry.msgctxt or "", assignment, visible, mistakes):
            kept.append(polib.POEntry(msgctxt=entry.msgctxt, msgid=entry.msgid, msgstr=entry.msgstr))
    return kept


def _is_for_students(
    context: str, assignment: str, visible: Collection[str], mistakes: Collection[str]
) -> bool:
    of, _, rest = context.partition("/")
    about, _, what = rest.partition("/")
    if of != assignment:
        return False
    if rest.rpartition("/")[0] in mistakes:
        return True
    return what.startswith("hint ") or (what in _OF_CHECKS and about.partition("[")[0] in visible)
