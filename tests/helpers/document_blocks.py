"""What a document tells people to do: commands, what they print, files to write; each with its line.

In Markdown, each block of code is fenced and names its kind:

    ```sh                        commands, each typed as it stands
    ```text                      below commands: what they print; `…` stands for what varies
    ```text said                 a message of the grader, wherever it is shown
    ```<language> file=<path>    a file that the reader writes

The first line of a block of commands may say where they start: `# In the kit:`. Without it, a block goes on
where the last one of the page ended. A README's first one starts in the folder where the README lies.
`# exit code 1` behind a command says how it ends.

In a workflow of GitHub or GitLab, commands are the steps, each one script.

`sybil` reads such blocks, too. But it has no shell, no folders and no gaps in what is printed, and the README
of a kit must be made first: it would save one pattern.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

_FENCE = re.compile(r"^( *)```(\w+)([^\n`]*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
_PLACE = re.compile(r"^# In (?P<name>[^,:]+)(, [^:]+)?:$")
_EXIT_CODE = re.compile(r"#.*\bexit code (\d+)")
_COMMENT = re.compile(r"(^|\s+)# .*$")


@dataclass(frozen=True, slots=True)
class Command:
    """One command line, or one step of a workflow."""

    line: int
    text: str

    @property
    def exit_code(self) -> int:
        """What it must end with."""
        said = _EXIT_CODE.search(self.text)
        return int(said[1]) if said else 0

    @property
    def bare(self) -> str:
        """Without the comment behind it."""
        return "\n".join(_COMMENT.sub("", line) for line in self.text.splitlines()).strip()


@dataclass(frozen=True, slots=True)
class Place:
    """From here on, commands start in this folder."""

    line: int
    name: str


@dataclass(frozen=True, slots=True)
class Printed:
    """What the commands before it print, with gaps."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Written:
    """A file that the reader writes."""

    line: int
    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Unclear:
    """A block that does not say what it is."""

    line: int
    text: str


Step = Command | Place | Printed | Written | Unclear


def in_markdown(text: str) -> Iterator[Step]:
    """The steps of a page, in order."""
    last, end = "", 0
    for found in _FENCE.finditer(text):
        indent, kind, said, body = found.groups()
        line = text.count("\n", 0, found.start()) + 2
        body = re.sub(rf"^{indent}", "", body, flags=re.MULTILINE)
        yield from _unfenced(text, end, found.start())
        if said.strip().startswith("file="):
            yield Written(line, said.strip().removeprefix("file="), body)
        elif kind == "sh":
            yield from _commands(body, line)
        elif kind == "text" and last == "sh" and not said.strip():
            yield Printed(line, body)
        last, end = kind, found.end()
    yield from _unfenced(text, end, len(text))


def _commands(body: str, line: int) -> Iterator[Step]:
    lines = body.splitlines()
    while lines:
        taken = [lines.pop(0)]
        while taken[-1].endswith("\\") and lines:
            taken.append(lines.pop(0))
        if place := _PLACE.match(taken[0]):
            yield Place(line, place["name"])
        elif (command := Command(line, "\n".join(taken))).bare:
            yield command
        line += len(taken)


def _unfenced(text: str, start: int, end: int) -> Iterator[Step]:
    """Blocks that are only indented: nothing says whether they are commands. In a list, that is text."""
    for found in re.finditer(r"(?<=\n\n)    \S.*$", text[start:end], re.MULTILINE):
        before = text[start : start + found.start()].rstrip("\n").rpartition("\n\n")[2]
        if not re.match(r"[-*] |\d+\. |  ", before):
            yield Unclear(text.count("\n", 0, start + found.start()) + 1, found[0].strip())


def in_workflow(text: str) -> Iterator[Step]:
    """The steps of a workflow's jobs, of GitHub or GitLab; a step's own folder is a place."""
    for job in _jobs(yaml.compose(text, yaml.SafeLoader)):
        for step in _values(job).get("steps", _NOTHING).value:
            keys = _values(step)
            if "run" in keys:
                yield Place(_line(keys["run"]), _text(keys.get("working-directory")))
                yield Command(_line(keys["run"]), keys["run"].value)
        for script in _values(job).get("script", _NOTHING).value:
            yield Place(_line(script), "")
            yield Command(_line(script), script.value)


_NOTHING = yaml.SequenceNode("", [])


def _jobs(root: Any) -> Iterator[yaml.MappingNode]:
    top = _values(root)
    for node in _values(top["jobs"]).values() if "jobs" in top else top.values():
        if isinstance(node, yaml.MappingNode):
            yield node


def _values(node: Any) -> dict[str, Any]:
    return {key.value: value for key, value in node.value}


def _line(node: Any) -> int:
    """A block's text begins on the line below its mark."""
    return int(node.start_mark.line) + (2 if node.style in ("|", ">") else 1)


def _text(node: Any) -> str:
    return "" if node is None else str(node.value)
