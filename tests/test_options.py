"""A command's options stand in one place: what is a field there is on the command line and in the command."""

from __future__ import annotations

import dataclasses
import importlib
import importlib.util
import inspect
import pkgutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, get_type_hints

import pytest
import typer

from grader import commands
from grader.cli import COMMANDS, NBGRADER_COMMANDS, Command, add, app, run
from grader.commands import options
from grader.commands.options import HintOptions, StatusOptions
from grader.commands.output import Output

EVERY = [*COMMANDS, *NBGRADER_COMMANDS]


@dataclass(frozen=True, kw_only=True)
class PlantedOptions(HintOptions):
    """What `hint` has, and one more."""

    loudly: Annotated[int, typer.Option("--loudly", min=1, help="How often to say it.")] = 3


given: list[PlantedOptions] = []


def planted(options: PlantedOptions, output: Output) -> int:
    """The command of the planted options: it keeps what it gets."""
    given.append(options)
    return 7


def test_one_more_field_is_one_more_option(capsys: pytest.CaptureFixture[str]) -> None:
    """It stands in `--help` with its words and default, before what is shared, and reaches the function."""
    alone = typer.Typer()
    alone.callback()(lambda: None)
    add(alone, Command("planted", PlantedOptions, f"{__name__}:planted"))
    assert run(lambda: alone(["planted", "--help"])) == 0
    shown = capsys.readouterr().out
    assert "How often to say it." in shown and "[default: 3]" in shown
    assert "What `hint` has, and one more." in shown
    assert shown.index("--loudly") < shown.index("--assignment") < shown.index("--course")
    given.clear()
    assert run(lambda: alone(["planted", "loss_fn", "--loudly", "5", "--course", "here"])) == 7
    assert run(lambda: alone(["planted"])) == 7
    assert given == [
        PlantedOptions(function="loss_fn", loudly=5, course=Path("here")),
        PlantedOptions(),
    ]
    assert run(lambda: alone(["planted", "--loudly", "0"])) == 2


@pytest.mark.parametrize("command", EVERY, ids=lambda command: command.name)
def test_a_command_takes_its_own_options(command: Command) -> None:
    """The function that the table names has the options class of the table, and returns an exit code."""
    module, _, name = command.function.partition(":")
    function = getattr(importlib.import_module(module), name)
    hints = get_type_hints(function)
    assert [hints[one] for one in inspect.signature(function).parameters] == [command.options, Output]
    assert hints["return"] is int
    # A module a command, named like it.
    own = command.name.replace("-", "_")
    # `grade` has the sandbox on its way before its own module, which is heavy, is loaded.
    expected = {"grade_ahead" if own == "grade" else own}
    if command in NBGRADER_COMMANDS:
        expected = {"nbgrader", f"nbgrader_{own}"}
    assert module.removeprefix("grader.commands.") in expected


def test_every_options_class_belongs_to_a_command() -> None:
    """None is left over, and no command has one of its own elsewhere."""
    there = {one for name, one in vars(options).items() if name.endswith("Options")}
    assert there == {command.options for command in EVERY} and len(there) == len(EVERY)
    for found in pkgutil.iter_modules(commands.__path__):
        module = importlib.import_module(f"grader.commands.{found.name}")
        assert not hasattr(module, "Request")


@pytest.mark.parametrize("command", EVERY, ids=lambda command: command.name)
def test_every_field_has_its_words(command: Command) -> None:
    """Each has a help, and is an option by a name that is written out."""
    types = get_type_hints(command.options, include_extras=True)
    for field in dataclasses.fields(command.options):
        (shown,) = types[field.name].__metadata__
        assert shown.help, field.name
    assert (command.options.__doc__ or "").endswith(".")


def test_whose_code_it_is_says_how_it_is_kept() -> None:
    """Others' code in full isolation, one's own in none, where nothing else is asked for."""
    kept = {command.name: getattr(command.options, "isolation", None) for command in EVERY}
    assert {name for name, level in kept.items() if level == "full"} == {"grade", "regrade", "audit"}
    assert {name for name, level in kept.items() if level == "none"} == {"check", "watch", "status"}
    assert StatusOptions().level().value == "none"


def test_without_libcst(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """An audit names what is missing and the extra to install."""
    for name in [name for name in sys.modules if name.startswith(("libcst", "grader.authoring"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "libcst", None)
    assert run(lambda: app(["audit"])) == 2
    said = capsys.readouterr().err
    assert said == "grader: An audit needs libcst. Install it with `pip install 'torchgrader[authoring]'`.\n"


# What takes its time, and what judges: nobody who asks for help, or runs pytest, waits for it.
HEAVY = ["torch", "msgspec", "jinja2", "grader.compare", "grader.grading.evaluation", "grader.grading.grade"]
HEAVY += ["grader.reference.live", "grader.render.html", "grader.sandbox.outside.pool", "grader.testing"]
COMMAND_MODULES = sorted({command.function.partition(":")[0] for command in EVERY})

HELP = "from grader.cli import app, run\nassert run(lambda: app({arguments})) == 0\n"
PYTEST = "import pytest\nassert pytest.main(['--collect-only', '-q', '-c', '/dev/null', {folder!r}]) == 5\n"


def loaded(code: str) -> set[str]:
    """What is loaded once a program has run to its end, in a process of its own."""
    code += "import sys; print('loaded', *sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.splitlines()[-1].split()[1:])


@pytest.mark.parametrize("arguments", [["--help"], ["grade", "--help"], ["--version"]])
def test_help_loads_neither_torch_nor_the_engine(arguments: list[str]) -> None:
    """Nor any command's module: what is asked for is in the options alone."""
    seen = loaded(HELP.format(arguments=arguments))
    assert {"grader.cli", "grader.commands.options"} <= seen
    assert not seen & {*HEAVY, *COMMAND_MODULES}


def test_pytest_without_a_submission_loads_neither(tmp_path: Path) -> None:
    """The plugin is in every pytest of an environment that has the grader."""
    seen = loaded(PYTEST.format(folder=str(tmp_path)))
    assert "grader.plugin" in seen
    assert not seen & {*HEAVY, *COMMAND_MODULES, "grader.commands.pytest_run"}


@pytest.mark.parametrize("name", [*HEAVY, *COMMAND_MODULES, "grader.commands.pytest_run"])
def test_what_must_not_be_loaded_can_be(name: str) -> None:
    """A name that no module bears would be absent whatever is loaded."""
    assert importlib.util.find_spec(name) is not None
