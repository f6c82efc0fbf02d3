"""The texts that people read, by kind: each kind has a function that collects them from the repository."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from grader.authoring.demo import STUDENTS
from helpers.plain_english import Text

ROOT = Path(__file__).resolve().parents[2]
_JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_Defined = ast.FunctionDef | ast.ClassDef | ast.Module


def misconceptions() -> Iterator[Text]:
    """What a student is told of a mistake: the docstrings of solutions/misconceptions."""
    for path in sorted((ROOT / "solutions" / "misconceptions").rglob("*.py")):
        yield from docstrings(path)


def checks() -> Iterator[Text]:
    """Titles, hidden checks' questions and sentences of `.that`, and what else is said in autograde_tests."""
    for path in sorted((ROOT / "autograde_tests").glob("*.py")):
        yield from docstrings(path)
        yield from _sentences_in_calls(path)


def exercises() -> Iterator[Text]:
    """What a student reads in an exercise: Markdown cells, docstrings, comments; no line of a solution."""
    for path in sorted((ROOT / "solutions").glob("*.py")):
        yield from docstrings(path)
        yield from markdown_cells(path)
        yield from comments(path)


def hints() -> Iterator[Text]:
    """The hints of every function."""
    for path in sorted((ROOT / "solutions" / "hints").glob("*.md")):
        yield from markdown(path)


def documents() -> Iterator[Text]:
    """README, the documents beside it and in docs/.

    Not docs/decisions, their list and CHANGELOG.md, which are history, and not pages made from the program.
    """
    left_out = {"CHANGELOG.md", "api.md", "commands.md", "decisions.md", "report-json.md"}
    for path in sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]):
        if path.name not in left_out:
            yield from markdown(path)


def examples() -> Iterator[Text]:
    """The page of the example class; the students' names may be used."""
    folder = ROOT / "examples"
    names = frozenset(path.name for path in (folder / "submissions").iterdir())
    yield from (replace(text, names=names) for text in markdown(folder / "README.md"))


def templates() -> Iterator[Text]:
    """What a new course and a kit begin with: pages, hints, the exercise, its checks and misconceptions."""
    folder = ROOT / "grader" / "authoring" / "templates"
    students = frozenset(STUDENTS)
    for path in sorted(folder.rglob("*.md.j2")):
        yield from (replace(text, names=students) for text in markdown(path))
    for course in (folder / "course", folder / "demo"):
        for path in sorted(course.glob("*.py.j2")):
            yield from docstrings(path)
        yield from _sentences_in_calls(course / "checks.py.j2")
        yield from markdown_cells(course / "solution.py.j2")


def _named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _source(path: Path) -> str:
    """A file's text; of a template, with a name where a value is filled in."""
    text = path.read_text(encoding="utf-8")
    return _JINJA.sub("name", text) if path.suffix == ".j2" else text


def docstrings(path: Path) -> Iterator[Text]:
    """The docstrings of a module, its classes and functions; arguments' names may be used as code."""
    for node in ast.walk(ast.parse(_source(path))):
        if isinstance(node, _Defined) and (said := ast.get_docstring(node)):
            line = node.body[0].lineno
            names = _arguments(node)
            for first, block in _blocks(said):
                yield Text(_named(path), line + first, block, names)


def _arguments(node: _Defined) -> frozenset[str]:
    found = node.args if isinstance(node, ast.FunctionDef) else ast.arguments([], [], None, [], [], None, [])
    return frozenset(one.arg.lower() for one in [*found.posonlyargs, *found.args, *found.kwonlyargs])


def _sentences_in_calls(path: Path) -> Iterator[Text]:
    """Words handed to `check(hidden=…)`, `say`, `.that` and `.special`; what is filled in counts as code."""
    for node in ast.walk(ast.parse(_source(path))):
        if isinstance(node, ast.Call):
            found = ((one.lineno, _words(one)) for one in _said(node))
            yield from (Text(_named(path), line, words) for line, words in found if words)


def _said(call: ast.Call) -> list[ast.expr]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name == "that":
        return call.args[1:]
    if name in ("special", "Case"):
        return call.args[:1]
    if name in ("say", "say_many"):
        return call.args[:2]
    return [one.value for one in call.keywords if one.arg == "hidden"]


def _words(node: ast.expr) -> str:
    """A literal's text; code where a value is filled in."""
    if isinstance(node, ast.JoinedStr):
        return "".join(_words(part) or "`…`" for part in node.values)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.sub(r"\{\w*\}", "`…`", node.value)
    return ""


def engine_messages() -> Iterator[Text]:
    """The engine's sentences: the literals of `say` and `say_many` in grader/."""
    for path in sorted((ROOT / "grader").rglob("*.py")):
        yield from _sentences_in_calls(path)


def markdown_cells(path: Path) -> Iterator[Text]:
    """The Markdown cells of a file in jupytext's percent format."""
    lines, cell, first = _source(path).splitlines(), [""], 0
    for number, line in enumerate([*lines, "# %%"], 1):
        if line.startswith("# %%"):
            yield from _cell(path, cell, first)
            cell, first = ([], number + 1) if "[markdown]" in line else ([""], 0)
        elif first and line.startswith("#"):
            cell.append(line[2:])


def _cell(path: Path, lines: list[str], first: int) -> Iterator[Text]:
    if first:
        yield from (Text(_named(path), first + line, block) for line, block in _blocks("\n".join(lines)))


def comments(path: Path) -> Iterator[Text]:
    """Comments in code that a student gets: not between the solution's marks, not a cell's header or text."""
    inside = False
    for token in tokenize.generate_tokens(io.StringIO(_source(path)).readline):
        if token.type == tokenize.COMMENT:
            inside = inside ^ ("### BEGIN" in token.string or "### END" in token.string)
            if not inside and token.start[1] and "###" not in token.string:
                yield Text(_named(path), token.start[0], token.string.lstrip("# "))


def markdown(path: Path) -> Iterator[Text]:
    """The paragraphs, items, headings and cells of tables of a page; code blocks and addresses left out."""
    yield from (Text(_named(path), 1 + line, block) for line, block in _blocks(_source(path)))


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """The pieces of a Markdown text that are read alone, each with the line it begins on, counted from 0."""
    no_words = r"<!--.*?-->|^```.*?^```$|^<picture>.*?^</picture>$"
    text = re.sub(no_words, lambda m: "\n" * m[0].count("\n"), text, flags=re.DOTALL | re.MULTILINE)
    block: list[str] = []
    first = 0
    for number, line in enumerate([*text.splitlines(), ""]):
        starts = re.match(r"\s*(?:[-*+]|\d+\.) |#+ |\|", line)
        if block and (starts or not line.strip()):
            yield first, _plain(" ".join(block))
            block = []
        if line.startswith("|"):
            cells = re.split(r"(?<!\\)\|", line)
            yield from ((number, _plain(cell)) for cell in cells if re.search(r"\w", cell))
        elif line.strip() and (block or starts or not re.match(r" {4}", line)):
            first = first if block else number
            block.append(line.strip())


def _plain(text: str) -> str:
    """Without marks of lists, headings, stress and links."""
    text = re.sub(r"^(?:[-*+]|\d+\.|#+) +", "", text.strip())
    text = re.sub(r"\[( |x)\] ", "", text)
    text = re.sub(r"!\[[^]]*\]\([^)]*pictures/[^)]*\)", "", text)  # its words are the program's
    text = re.sub(r"!?\[([^]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"(?<![\w*])\*{1,2}(?=\S)|(?<=\S)\*{1,2}(?![\w*])|<https?:[^>]*>", "", text)
