"""What only Jupyter understands (`%magic`, `!shell`, `help?`) becomes plain Python that does nothing.

Only whole lines at the start of a statement are touched, the number of lines stays, and each is noted: a line
number in a report is a line number in the student's own editor.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import PurePosixPath
from typing import Final

from grader.submission.file_names import shown
from grader.submission.scanner import Scanner
from grader.words.messages import Code, InFile, Message, say

# Cell magics whose cell is another language, another process's, or a file. What is under any other is Python.
_NOT_PYTHON_HERE: Final = {
    "!", "ai", "asm", "bash", "bigquery", "c", "c++", "cmd", "cpp", "css", "cu", "cuda", "cypher", "cython",
    "dot", "duckdb", "f2py", "file", "fortran", "gemini", "go", "graphviz", "gremlin", "haskell", "html",
    "java", "javascript", "js", "julia", "kotlin", "kql", "latex", "lua", "markdown", "matlab", "md",
    "mermaid", "mojo", "node", "nvcc", "octave", "perl", "php", "plantuml", "powershell", "prolog", "pwsh",
    "pypy", "python", "python2", "python3", "r", "ruby", "rust", "sas", "scala", "script", "sh", "shell",
    "skip", "spark", "sparksql", "sparql", "sql", "stata", "svg", "swift", "sx", "system", "tikz",
    "typescript", "typst", "verilog", "writefile",
}  # fmt: skip
_NAME: Final = r"[^\W\d]\w*"
# `torch.optim.*SGD*?` looks for names.
_HELP: Final = re.compile(rf"%{{0,2}}{_NAME}(?:\.[\w*]+|\[-?\d+\])*\*?\?\??;?")
_TIMED: Final = re.compile(r"(?:%time[ \t]+)+([^ \t].*)")
_INSTALL: Final = re.compile(r"(pip3?|conda|mamba) +(un)?install\b")
# Without quotes or `#`, so that the `=` behind it is a real one.
_TARGETS: Final = re.compile(r"[^\W\d][\w.,\s*\[\]]*")
_SHELL_OF_JUPYTER: Final = "get_ipython()."
_CELL_MAGIC: Final = re.compile(r"""get_ipython\(\)\.run_cell_magic\(\s*['"](\w+)['"]""")
# `%run helpers.py`, and what nbconvert makes of it.
_RUN: Final = re.compile(
    r"""(?:%run|get_ipython\(\)\.run_line_magic\(\s*['"]run['"],\s*['"])\s*(?:-\w+\s+)*"""
    r"""(?:"([^"]+)"|'([^']+)'|([^\s'")]+))"""
)
_PYLAB: Final = re.compile(r"%pylab\b|get_ipython\(\)\.run_line_magic\(\s*['\"]pylab\b")
# What `%pylab` does.
_OF_PYLAB: Final = "from pylab import *; import numpy, numpy as np, matplotlib.pyplot as plt"
# Prompts of Python's and of IPython's terminal, before a statement and before its other lines.
_PROMPTS: Final = (
    (re.compile(r">>>( |$)"), re.compile(r"(>>>|\.\.\.)( |$)")),
    (re.compile(r"\s*In \[\d+\]:"), re.compile(r"(\s*In \[\d+\]: ?)|(\s*\.\.\.+: ?)")),
)
_SHOWN: Final = 60


def neutralise(
    text: str, name: str, *, notebook: bool, cell: int | None = None, beside: Collection[str] = ()
) -> tuple[str, tuple[Message, ...]]:
    """The text with as many lines, and a note for each line or cell that is not run here.

    name, cell: where the text stands, for the notes. A script is taken for a script: there, only lines
    starting with `%` or `!` (an export from Colab has them) and calls of `get_ipython()` are touched.
    beside: files that `%run` can find; of these is no note, for `files_run` tells them.
    """
    page = _Page(text.split("\n"), InFile(name, cell), notebook, beside)
    if notebook:
        page.dedent()
        page.prompts()
        page.cell_magics()
    page.line_magics()
    return "\n".join(page.lines), tuple(page.notes)


def files_run(text: str) -> list[str]:
    """The files that `%run` ran in a text that was neutralised, in order."""
    commands = re.findall(r"^[ \t]*pass  # (.*)$", text, re.MULTILINE)
    return [file for command in commands if (file := _file_run(command))]


def _file_run(command: str) -> str:
    """The file of a `%run`, as a path from the notebook's folder; empty of any other command."""
    found = _RUN.match(command)
    named = next(filter(None, found.groups()), "") if found else ""
    file = str(PurePosixPath(named.replace("\\", "/"))) if named else ""
    return f"{file}.py" if file and not PurePosixPath(file).suffix else file


def is_python(magic: str) -> bool:
    """Whether what stands under a cell magic of this name is Python for the notebook itself."""
    return bool(magic) and magic.lower() not in _NOT_PYTHON_HERE


class _Page:
    """The lines of one cell or script, while they are worked on."""

    def __init__(self, lines: list[str], where: InFile, notebook: bool, beside: Collection[str]) -> None:
        self.lines = lines
        self.where = where
        self.notebook = notebook
        self.beside = beside
        self.notes: list[Message] = []

    def dedent(self) -> None:
        """Take the first line's indentation off all lines, as Jupyter does before it runs a cell."""
        first = next((line for line in self.lines if line.strip()), "")
        indent = first[: len(first) - len(first.lstrip(" \t"))]
        if indent:
            self.lines = [line.removeprefix(indent) for line in self.lines]

    def prompts(self) -> None:
        """Take off prompts that were copied from a terminal, as Jupyter does before it runs a cell."""
        first = next((line for line in self.lines if line.strip()), "")
        for opens, either in _PROMPTS:
            if opens.match(first):
                self.lines = [
                    either.sub("", line, count=1) if either.match(line) else line for line in self.lines
                ]

    def cell_magics(self) -> None:
        """`%%name` on top of the cell: its body stays, or becomes a comment."""
        for number, line in enumerate(self.lines):
            command = line.strip()
            if command.startswith("%%") and not command.endswith("?"):
                name = command[2:].split(maxsplit=1)[0] if command[2:].strip() else ""
                if not is_python(name):
                    shown, place = Code(_short(command)), self._place(number)
                    self.notes.append(
                        say("{place}: the cell under {command} is not run here.", place=place, command=shown)
                    )
                    self.lines[number:] = [_comment(rest) for rest in self.lines[number:]]
                    return
                self._left_out(number, _short(command))
                self.lines[number] = _comment(line)
            elif command and not command.startswith("#"):
                return

    def line_magics(self) -> None:
        """Every statement that is none of Python's, from its first line to its last."""
        scanner = Scanner()
        number = 0
        while number < len(self.lines):
            if scanner.at_start:
                number = self._statement(number, scanner)
            else:
                scanner.feed(self.lines[number])
                number += 1

    def _statement(self, number: int, scanner: Scanner) -> int:
        """Deal with the statement that starts in this line; the number of the next line to look at."""
        line = self.lines[number]
        code = line.strip(" \t\f")
        if timed := _TIMED.fullmatch(code):
            self._left_out(number, "%time")
            self.lines[number] = _indent(line) + timed[1]
            return number
        if _PYLAB.match(code):
            self._read_as(number, _OF_PYLAB)
            return number + 1
        left, _, right = (part.strip() for part in code.partition("="))
        if self._is_command(code):
            return self._silence(number, "pass", Scanner(), python=False)
        if (magic := _CELL_MAGIC.match(code)) and is_python(magic[1]):
            # The child puts the cell in its place.
            self._left_out(number, f"%%{magic[1]}")
            scanner.feed(line)
            return number + 1
        if code.startswith(_SHELL_OF_JUPYTER):
            return self._silence(number, "pass", scanner, python=True)
        if _TARGETS.fullmatch(left) and right.startswith(_SHELL_OF_JUPYTER):
            return self._silence(number, _nothing(left), scanner, python=True)
        if self.notebook and right.startswith(("!", "%")) and _TARGETS.fullmatch(left):
            return self._silence(number, _nothing(left), Scanner(), python=False)
        scanner.feed(line)
        return number + 1

    def _is_command(self, code: str) -> bool:
        if code.startswith(("%", "!")):
            return True
        if not self.notebook:
            return False
        return bool(code.startswith("?") or _HELP.fullmatch(code) or _INSTALL.match(code))

    def _silence(self, number: int, instead: str, scanner: Scanner, *, python: bool) -> int:
        """Put `instead` in place of a statement; the number of the line after it.

        Python's own statements end where their strings and brackets do, shell lines where no backslash
        continues them.
        """
        line = self.lines[number]
        if _file_run(line.strip()) not in self.beside:
            shown, place = Code(_short(line.strip())), self._place(number)
            self.notes.append(say("{place}: {command} is not run here.", place=place, command=shown))
        self.lines[number] = f"{_indent(line)}{instead}  # {line.strip()}"
        while True:
            if python:
                scanner.feed(line)
            number += 1
            goes_on = not scanner.at_start if python else line.endswith("\\")
            if number == len(self.lines) or not goes_on:
                return number
            line = self.lines[number]
            self.lines[number] = _comment(line)

    def _read_as(self, number: int, instead: str) -> None:
        line, place = self.lines[number], self._place(number)
        read, command = Code(instead), Code(_short(line.strip()))
        self.notes.append(
            say("{place}: {command} is read as {code}.", place=place, command=command, code=read)
        )
        self.lines[number] = f"{_indent(line)}{instead}  # {line.strip()}"

    def _left_out(self, number: int, command: str) -> None:
        shown, place = Code(command), self._place(number)
        self.notes.append(
            say(
                "{place}: {command} is left out, and the rest is kept.",
                place=place,
                command=shown,
            )
        )

    def _place(self, number: int) -> InFile:
        return InFile(self.where.file, self.where.cell, number + 1)


def _nothing(targets: str) -> str:
    """`x` → `x = None`, `a, b` → `a, b = None, None`."""
    count = sum(1 for part in targets.split(",") if part.strip())
    values = ", ".join(["None"] * count)
    return f"{targets} = {values}," if "," in targets and count == 1 else f"{targets} = {values}"


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" \t\f"))]


def _comment(line: str) -> str:
    return f"# {line}" if line.strip() else line


def _short(command: str) -> str:
    cut = command if len(command) <= _SHOWN else command[: _SHOWN - 1] + "…"
    return shown(cut.replace("\t", " "))
