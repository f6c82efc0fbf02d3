"""The entries of the cohort: what a file says of itself, and the whole submission that it stands for."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

COHORT = Path(__file__).resolve().parent
MARK = re.compile(r"\s*# wrong$")
FIELD = re.compile(r"# (\w+): (.*)")


# Compared by identity: a frozen dict does not hash.
@dataclass(frozen=True, eq=False)
class Entry:
    """One function of one assignment, wrong or right but unusual, with what stands in its header."""

    path: Path
    fields: dict[str, str]
    code: str

    @property
    def id(self) -> str:
        """Such as `wrong/tensors/ramp-end_included`."""
        return self.path.relative_to(COHORT).with_suffix("").as_posix()

    @property
    def student(self) -> str:
        """The id as the name of a folder."""
        return self.id.replace("/", "-")

    @property
    def wrong(self) -> bool:
        """Whether it holds a mistake."""
        return self.path.relative_to(COHORT).parts[0] == "wrong"

    @property
    def doubtful(self) -> bool:
        """Whether the exercise leaves open if it is wrong: its header says why. It may be accepted."""
        return "doubt" in self.fields

    @property
    def assignment(self) -> str:
        """The assignment that it belongs to."""
        return self.fields["assignment"]

    @property
    def function(self) -> str:
        """The one function that it changes."""
        return self.fields["function"]

    def one_statement(self) -> bool:
        """Whether the body of the function is a single statement that holds no others."""
        for node in ast.walk(ast.parse(self.code)):
            if isinstance(node, ast.FunctionDef) and node.name == self.function:
                return len(node.body) == 1 and not hasattr(node.body[0], "body")
        return True


@dataclass(frozen=True)
class Submission:
    """A complete file of an assignment, and the lines in it that hold the mistake."""

    text: str
    wrong_lines: frozenset[int]


def read_entry(path: Path) -> Entry:
    """The entry in a file: `# field: value` lines, an empty line, then code."""
    header, code = path.read_text(encoding="utf-8").split("\n\n", 1)
    found = [match for line in header.splitlines() if (match := FIELD.fullmatch(line))]
    fields = {match[1]: match[2] for match in found}
    return Entry(path, fields, code)


@cache
def read_cohort() -> tuple[Entry, ...]:
    """All entries, by id."""
    paths = [*COHORT.glob("wrong/*/*.py"), *COHORT.glob("right/*/*.py")]
    return tuple(sorted((read_entry(path) for path in paths), key=lambda entry: entry.id))


@cache
def base(assignment: str) -> str:
    """The right file of an assignment."""
    return (COHORT / "base" / f"{assignment}.py").read_text(encoding="utf-8")


def compose(entry: Entry) -> Submission:
    """The right file with the entry's code in place of its function, without the marks of the wrong lines."""
    lines = base(entry.assignment).splitlines()
    first, last = function_span(base(entry.assignment), entry.function)
    code = entry.code.rstrip("\n").splitlines()
    marked = frozenset(first + i for i, line in enumerate(code) if MARK.search(line))
    whole = [*lines[: first - 1], *(MARK.sub("", line) for line in code), *lines[last:]]
    return Submission("\n".join(whole) + "\n", marked)


def function_span(text: str, name: str) -> tuple[int, int]:
    """The first and the last line of a function, counted from 1."""
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            return node.lineno, node.end_lineno or node.lineno
    raise ValueError(f"There is no function {name!r} in this file of the cohort.")
