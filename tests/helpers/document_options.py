"""The options that prose mentions, and those that commands have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

import typer

from grader.cli import app
from helpers import forked_python
from helpers.grading import ROOT

_FENCED = re.compile(r"^( *)```.*?^\1```$|<!--.*?-->", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`]+)`")
_OPTION = re.compile(r"(?<![\w-])--[A-Za-z][\w.-]*")
# As argparse, pytest and a `case` of the shell have them.
_TAKEN = re.compile(r"(?:(?<=[\"'])|(?<=^)|(?<= ))(--[a-z][\w-]*)(?=[\"')])", re.MULTILINE)
# Programs of others: their options are their own affair.
_OTHERS = re.compile(r"(pip|python -m pip|nbgrader|git|gh|docker|jupyter|jupytext|apt-get) ")


def mentioned(text: str) -> Iterator[tuple[int, str, str]]:
    """Each option in a code span of a page's prose: its line, the span, the option."""
    prose = _FENCED.sub(lambda block: "\n" * block[0].count("\n"), text)
    for span in _SPAN.finditer(prose):
        for option in _OPTION.finditer(span[1]):
            yield prose.count("\n", 0, span.start(1) + option.start()) + 1, span[1], option[0]


@cache
def of_commands() -> Mapping[str, frozenset[str]]:
    """Each command of `grader` with the options that its --help shows."""
    return dict(_below("grader", typer.main.get_command(app)))


def _below(name: str, command: object) -> Iterator[tuple[str, frozenset[str]]]:
    shown = [one for one in getattr(command, "params", ()) if not getattr(one, "hidden", False)]
    yield (
        name,
        frozenset({"--help", *(option for one in shown for option in (*one.opts, *one.secondary_opts))}),
    )
    for child, below in getattr(command, "commands", {}).items():
        yield from _below(f"{name} {child}", below)


@cache
def of_pytest() -> frozenset[str]:
    """What `pytest --help` shows where the grader is installed."""
    return frozenset(_OPTION.findall(forked_python.run("-m", "pytest", "--help", cwd=ROOT).stdout))


@cache
def of_scripts() -> frozenset[str]:
    """What the scripts of this repository take."""
    folders = ("scripts", "benchmarks", "tests/cohort")
    sources = [path for folder in folders for path in (ROOT / folder).glob("*.*") if path.is_file()]
    texts = (path.read_text(encoding="utf-8") for path in (*sources, ROOT / "tests" / "conftest.py"))
    return frozenset(option for text in texts for option in _TAKEN.findall(text))


def is_known(span: str, option: str) -> bool:
    """Whether the command that the span names has it; without a command, whether any has."""
    if _OTHERS.match(span):
        return True
    named = [name for name in of_commands() if re.match(rf"{name}( |$)", span)]
    if len(named) > 1:
        return option in of_commands()[max(named, key=len)]
    if "." in option:
        return _is_trait(option)
    known = frozenset().union(*of_commands().values())
    return option in known | of_pytest() | of_scripts()


def _is_trait(option: str) -> bool:
    """`--CanvasExport.missing`: a setting of one of our classes that nbgrader loads."""
    import grader.nbgrader

    owner, _, name = option.removeprefix("--").partition(".")
    return hasattr(getattr(grader.nbgrader, owner, None), name)
