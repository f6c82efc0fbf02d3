"""A document's commands run where it says, and what it shows is compared with what they print."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from helpers.document_blocks import Command, Place, Printed, Step, Unclear, Written, in_markdown, in_workflow
from helpers.document_shell import Programs, Shell

GAP = "…"


@dataclass(frozen=True)
class Document:
    """A text with commands.

    Args:
        name: the path of the file in which a person mends it.
        start: the place where its first commands start, if it need not say so.
        line: which line of that file a line of `text` is.
    """

    name: str
    text: str
    start: str = ""
    line: Callable[[int], int] = field(default=int, repr=False)

    @property
    def steps(self) -> list[Step]:
        """All that it tells to do, in order."""
        return list((in_workflow if self.is_workflow else in_markdown)(self.text))

    @property
    def is_workflow(self) -> bool:
        """Whether its commands are scripts of steps, which end with the first line that fails."""
        return self.name.endswith((".yml", ".yml)"))

    @property
    def commands(self) -> list[Command]:
        """Its command lines."""
        return [step for step in self.steps if isinstance(step, Command)]

    def says(self, line: int, what: str) -> str:
        """A complaint about one of its lines."""
        return f"{self.name}:{self.line(line)}: {what}"


class Folders:
    """The places of one document, each made when it is first named."""

    def __init__(self, root: Path, makers: Mapping[str, Callable[[Path], object]]) -> None:
        root.mkdir(parents=True, exist_ok=True)
        self.root = root
        self._makers = makers
        self._made: dict[str, Path] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._makers

    def __getitem__(self, name: str) -> Path:
        if name not in self._made:
            folder = self.root / re.sub(r"\W+", "-", name)
            self._makers[name](folder)
            self._made[name] = folder
        return self._made[name]

    @property
    def names(self) -> list[str]:
        """The places that a document may name."""
        return list(self._makers)


@dataclass
class Run:
    """One document, its places, and a shell that types.

    Args:
        chosen: which commands run; the others count as if they had ended well.
    """

    document: Document
    folders: Folders
    shell: Shell
    chosen: Callable[[Command], bool]
    _there: bool = False
    # A place is made when the first command runs there.
    _next: Place | None = None
    # The last place was none: nothing runs until the next one.
    _lost: bool = False
    _printed: str = ""
    _silent: bool = False

    def complaints(self) -> Iterator[str]:
        """What does not happen as it is said, by file and line."""
        for step in self.document.steps:
            match step:
                case Place():
                    yield from self._turns_to(step)
                case Command():
                    yield from self._types(step)
                case Written():
                    yield from self._writes(step)
                case Printed():
                    yield from self._compares(step)
                case Unclear():
                    yield self.document.says(step.line, f"fence this block and name its kind: {step.text}")

    def _turns_to(self, place: Place) -> Iterator[str]:
        """From here on there: what was printed before is no longer of interest."""
        self._printed, self._silent = "", False
        if place.name in self.folders:
            self._next, self._lost = place, False
        else:
            yield from self._goes_to(place)

    def _goes_to(self, place: Place) -> Iterator[str]:
        """A known place, or a folder below the one where the document starts."""
        known = place.name in self.folders
        there = self.folders[place.name] if known else self._start / place.name
        if not there.is_dir() or self.shell.types(f"cd {shlex.quote(str(there))}").exit_code:
            yield self.document.says(place.line, f"no folder “{place.name}”. Known: {self.folders.names}")
            self._lost = True
            return
        self._there, self._lost = True, False

    @property
    def _start(self) -> Path:
        return self.folders[self.document.start] if self.document.start else Path("/")

    def _begins(self, line: int) -> Iterator[str]:
        """Without a place so far, go where the document starts; if it says nothing of that, nothing runs."""
        if self._next:
            place, self._next = self._next, None
            yield from self._goes_to(place)
        elif self._there or self._lost:
            return
        elif self.document.start:
            yield from self._goes_to(Place(line, self.document.start))
        else:
            yield self.document.says(line, "no line `# In <folder>:` says where this starts")

    def _writes(self, file: Written) -> Iterator[str]:
        yield from self._begins(file.line)
        if not self._there or self._lost:
            return
        self.shell.types(f"mkdir -p {shlex.quote(str(Path(file.path).parent))}")
        self.shell.types(f"printf %s {shlex.quote(file.text)} > {shlex.quote(file.path)}")

    def _types(self, command: Command) -> Iterator[str]:
        if not self.chosen(command):
            self._silent = True
            return
        yield from self._begins(command.line)
        if not self._there or self._lost:
            return
        text = f"(set -eo pipefail\n{command.text}\n)" if self.document.is_workflow else command.text
        done = self.shell.types(text)
        self._printed += done.printed
        if done.exit_code != command.exit_code:
            shown = f"`{command.bare}` ended with exit code {done.exit_code}, not {command.exit_code}"
            yield self.document.says(command.line, f"{shown}:\n{done.printed[-1500:]}")

    def _compares(self, shown: Printed) -> Iterator[str]:
        wrong = None if self._silent else first_unmet(shown.text, self._printed)
        if wrong is not None:
            line = shown.text.splitlines()[wrong]
            yield self.document.says(shown.line + wrong, f"not printed: {line}\nPrinted:\n{self._printed}")
        self._printed, self._silent = "", False


def first_unmet(shown: str, printed: str) -> int | None:
    """The first line of what is shown that is not printed below the lines before it; None: all are.

    `…` stands for any part of a line, and alone on its line for any lines. More may be printed before and
    after.
    """
    text = "".join(f"{line.rstrip()}\n" for line in printed.splitlines())
    lines = shown.splitlines()
    for end in range(1, len(lines) + 1):
        if not re.search(r"^" + "".join(map(_pattern, lines[:end])), text, re.MULTILINE):
            return end - 1
    return None


def _pattern(line: str) -> str:
    if line.strip() == GAP:
        return r"(?:.*\n)*?"
    return ".*".join(map(re.escape, line.rstrip().split(GAP))) + r"\n"


def complaints(
    document: Document,
    folders: Folders,
    programs: Programs,
    chosen: Callable[[Command], bool] = lambda command: True,
    environment: Mapping[str, str] | None = None,
    first: Path | None = None,
) -> list[str]:
    """Run a document; what is wrong with it.

    Args:
        first: a folder of programs that come before all others.
    """
    with Shell(programs, folders.root, environment or {}, first) as shell:
        return list(Run(document, folders, shell, chosen).complaints())
