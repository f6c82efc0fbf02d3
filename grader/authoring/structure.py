"""What can be seen of a course without running it: is everything there, and nothing else?

Every function that students write has points, three hints and a section of the text that cites its source;
every misconception belongs to such a function and cites where the chapter explains it; exercises/ is what
`grader release` makes; no file lies about that nothing has a use for.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.authoring.equivalents import FILE as EQUIVALENTS
from grader.authoring.mutants import marked_lines
from grader.authoring.release import exercises, release
from grader.authoring.said import unsayable
from grader.course.hints import STEPS, parse_hints
from grader.course.language import catalogs_of
from grader.course.layout import Assignment, Course, cell
from grader.diagnosis.function_mistakes import read_misconceptions
from grader.errors import CourseError
from grader.words.messages import Code, Message, code_list, say

_HEADING = re.compile(r"#\s#{2,6}\s+\S")
_CITED = re.compile(r"§\s?\d")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that keeps a course from being proved."""

    # "stub", "reference", "misconception", "mutant", "equivalent", "function", "hints", "text", "file"
    kind: str
    # "gradient_descent/dloss_fn", or a path below the course.
    where: str
    what: Message


def problems(course: Course, checked: Mapping[str, Sequence[str]]) -> Iterator[Problem]:
    """What is amiss with the functions of these assignments.

    Args:
        course: the course.
        checked: by assignment, the functions that its checks give points for.

    Raises:
        CourseError: a file of the course cannot be read or is marked wrongly.
    """
    for name, functions in checked.items():
        yield from _functions(course.assignment(name), functions)
        yield from _hints(course.assignment(name), functions)
        yield from _misconceptions(course.assignment(name), functions)
    yield from _said_by_checks(course, checked)


def file_problems(course: Course, checked: Mapping[str, Sequence[str]]) -> Iterator[Problem]:
    """Files that are stale, or that nothing asks for. Arguments and errors as for `problems`."""
    for path in release(course.root, check=True):
        yield Problem("file", _below(course, path), say("It is out of date. Run `grader release`."))
    for path in strays(course, checked):
        yield Problem(
            "file", _below(course, path), say("No part of the course uses this file. Move it, or delete it.")
        )


def _below(course: Course, path: Path) -> str:
    return path.relative_to(course.root).as_posix()


# ── functions ────────────────────────────────────────────────────────────────────────────────────────────


def _functions(assignment: Assignment, checked: Sequence[str]) -> Iterator[Problem]:
    text = assignment.solution_cell().text
    written = written_functions(text)
    for name in checked:
        where = f"{assignment.name}/{name}"
        if name not in written:
            what = say("It has checks, but no marked lines are left for students to write.")
            yield Problem("function", where, what)
        elif not _has_section(text.splitlines(), written[name]):
            what = say("Its section is missing. Cite it in the text under the heading above, as in (§5.4.2).")
            yield Problem("function", where, what)
    for name in written:
        if name not in checked:
            yield Problem(
                "function", f"{assignment.name}/{name}", say("It has no points: no check is about it.")
            )


def written_functions(text: str) -> dict[str, int]:
    """Top-level functions and classes with a marked region, and the line on which each begins."""
    lines = marked_lines(text)
    return {
        node.name: node.lineno
        for node in ast.parse(text).body
        if isinstance(node, (ast.FunctionDef, ast.ClassDef))
        and not lines.isdisjoint(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    }


def _has_section(lines: Sequence[str], line: int) -> bool:
    """Whether the text from the nearest heading above a line down to it cites a section."""
    above = lines[: line - 1]
    start = max((place for place, text in enumerate(above) if _HEADING.match(text)), default=None)
    return start is not None and any(_CITED.search(text) for text in above[start:] if text.startswith("#"))


def hints_of(assignment: Assignment) -> Path:
    """Where an assignment's hints are written."""
    return assignment.root / "solutions" / "hints" / f"{assignment.name}.md"


def _hints(assignment: Assignment, checked: Sequence[str]) -> Iterator[Problem]:
    path = hints_of(assignment)
    where = path.relative_to(assignment.root).as_posix()
    try:
        hinted = parse_hints(cell(path).text, path.name).keys() if path.is_file() else set()
    except CourseError as error:
        yield Problem("hints", where, error.said)
        return
    lacking = [name for name in checked if name not in hinted]
    if lacking:
        what = say("There are no hints for {functions}.", functions=code_list(lacking))
        wanted = say("Expected {heading} with {n} items under it.", heading=Code(f"## {lacking[0]}"), n=STEPS)
        yield Problem("hints", where, what + wanted)
    needless = sorted(hinted - set(checked))
    if needless:
        what = say("It has hints for {functions}, but no check is about that.", functions=code_list(needless))
        yield Problem("hints", where, what)


def _misconceptions(assignment: Assignment, checked: Sequence[str]) -> Iterator[Problem]:
    for function in checked:
        path = assignment.misconceptions(function)
        for diagnosis in (
            read_misconceptions(cell(path).text, function, assignment.name) if path.is_file() else []
        ):
            if not diagnosis.section:
                where = f"{assignment.name}/{diagnosis.id}"
                yield Problem(
                    "misconception", where, say("Its docstring must end with a section, as in (§5.4.2).")
                )


def _said_by_checks(course: Course, checked: Mapping[str, Sequence[str]]) -> Iterator[Problem]:
    files = [course.assignment(name).checks for name in checked]
    for path in sorted(_imported(course.root / "autograde_tests", files)):
        for line, what in unsayable(cell(path).text):
            yield Problem("text", f"{_below(course, path)}, line {line}", what)


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────


def strays(course: Course, checked: Mapping[str, Sequence[str]]) -> list[Path]:
    """Files in the course's folders that nothing asks for. Hidden files and caches are not looked at."""
    wanted = {course.root / EQUIVALENTS}
    wanted |= {path for path in exercises(course.root) if path.stem in course.assignments}
    for assignment in course.assignments.values():
        wanted.add(assignment.solution)
        wanted.add(hints_of(assignment))
        wanted |= set(catalogs_of(course.root).glob(f"*/{assignment.name}.po"))
        wanted |= {assignment.misconceptions(name) for name in checked[assignment.name]}
    wanted |= _imported(course.root / "autograde_tests", [a.checks for a in course.assignments.values()])
    present = [
        path
        for folder in ("exercises", "solutions", "autograde_tests")
        for path in sorted((course.root / folder).rglob("*"))
        if path.is_file() and not _passed_over(path.relative_to(course.root))
    ]
    return [path for path in present if path not in wanted and path.name != "README.md"]


def _passed_over(path: Path) -> bool:
    return any(part.startswith(".") or part == "__pycache__" for part in path.parts)


def _imported(folder: Path, files: Sequence[Path]) -> set[Path]:
    """Modules in the folder that these files import, directly or through one another, and conftest.py."""
    found: set[Path] = set()
    waiting = [*files, *(path for path in [folder / "conftest.py"] if path.is_file())]
    while waiting:
        path = waiting.pop()
        found.add(path)
        for name in _imports(ast.parse(cell(path).text)):
            other = folder / f"{name.partition('.')[0]}.py"
            if other.is_file() and other not in found:
                waiting.append(other)
    return found


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
