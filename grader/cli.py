"""`grader …`: a table of commands; their options are in grader.commands.options, the work in what it names.

Exit codes: 0 everything graded · 1 something lost points and --fail-under says so · 2 usage ·
3 something could not be graded.
"""

from __future__ import annotations

import atexit
import dataclasses
import importlib
import inspect
import os
import sys
from collections.abc import Callable, Sequence
from typing import Annotated, Any, NamedTuple, NoReturn, get_type_hints

import typer
from rich.console import Console

from grader import __version__
from grader.commands import options
from grader.commands.output import Output, command_translator, tell_error
from grader.commands.standard_output import guard, tell_loss
from grader.commands.stopping import Terminated
from grader.errors import FaultError, GraderError
from grader.words.messages import say
from grader.words.translation import Translator

# What a shell expects of a command that Ctrl-C has ended, and of one that SIGTERM has.
_INTERRUPTED = 130
_TERMINATED = 143

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Exercises on the mechanics of learning, and what is wrong with your loop.",
)

nbgrader_app = typer.Typer(no_args_is_help=True, help="Run a course with nbgrader.")


class Command(NamedTuple):
    """A command: its options, and the function that gets them and an output, and returns the exit code."""

    name: str
    options: type
    # "module:function": imported when the command runs, and no earlier.
    function: str


COMMANDS = (
    Command("grade", options.GradeOptions, "grader.commands.grade_ahead:grade"),
    Command("report", options.ReportOptions, "grader.commands.report:report"),
    Command("diff", options.DiffOptions, "grader.commands.diff:diff"),
    Command("regrade", options.RegradeOptions, "grader.commands.regrade:regrade"),
    Command("check", options.CheckOptions, "grader.commands.check:check"),
    Command("watch", options.WatchOptions, "grader.commands.watch:watch"),
    Command("hint", options.HintOptions, "grader.commands.hint:hint"),
    Command("status", options.StatusOptions, "grader.commands.status:status"),
    Command("demo", options.DemoOptions, "grader.commands.demo:demo"),
    Command("doctor", options.DoctorOptions, "grader.commands.doctor:doctor"),
    Command("release", options.ReleaseOptions, "grader.commands.release:release"),
    Command("new-course", options.NewCourseOptions, "grader.commands.new_course:new_course"),
    Command("new-exercise", options.NewExerciseOptions, "grader.commands.new_exercise:new_exercise"),
    Command("audit", options.AuditOptions, "grader.commands.audit:audit"),
)
NBGRADER_COMMANDS = (
    Command("init", options.NbgraderInitOptions, "grader.commands.nbgrader:init"),
    Command("try", options.NbgraderTryOptions, "grader.commands.nbgrader_try:try_it"),
)


def add(to: typer.Typer, command: Command) -> None:
    """Make a command of an options class: each field is an option or an argument, the docstring its help."""

    def run_command(**given: object) -> None:
        options = command.options(**given)
        output = Output(Console(markup=False), command_translator(options))
        raise _Ended(_told(lambda: _perform(command, options, output), output))

    types = get_type_hints(command.options, include_extras=True)
    parameters = [_parameter(field, types[field.name]) for field in in_order(command.options)]
    run_command.__annotations__ = types
    run_command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    to.command(command.name, help=command.options.__doc__)(run_command)


def _perform(command: Command, options: object, output: Output) -> int:
    module, _, function = command.function.partition(":")
    code: int = getattr(importlib.import_module(module), function)(options, output)
    return code


class _Ended(SystemExit):
    """A command has ended, and everything is said."""


def _told(perform: Callable[[], int], output: Output) -> int:
    """The exit code; why a command could not do its work, in the language of its output."""
    try:
        return perform()
    except GraderError as error:
        tell_error(error.said, output.translate)
        return error.exit_code
    except MemoryError:
        tell_error(say("The grader had too little memory."), output.translate)
        return FaultError.exit_code
    except KeyboardInterrupt as told:
        return _stopped(output.translate, told)
    finally:
        output.tell_untranslated()
        tell_loss(output.translate)


def in_order(options: type) -> list[dataclasses.Field[Any]]:
    """A command's own options, then those that it shares with others."""
    classes = options.__mro__

    def place(field: dataclasses.Field[Any]) -> int:
        return next(at for at, one in enumerate(classes) if field.name in inspect.get_annotations(one))

    return sorted(dataclasses.fields(options), key=place)


def _parameter(field: dataclasses.Field[Any], annotation: object) -> inspect.Parameter:
    default = inspect.Parameter.empty if field.default is dataclasses.MISSING else field.default
    return inspect.Parameter(
        field.name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation
    )


for _command in COMMANDS:
    add(app, _command)
app.add_typer(nbgrader_app, name="nbgrader")
for _command in NBGRADER_COMMANDS:
    add(nbgrader_app, _command)


@app.callback(invoke_without_command=True)
def _version(
    version: Annotated[bool, typer.Option("--version", help="Say the version.")] = False,
) -> None:
    if version:
        typer.echo(__version__)
        raise typer.Exit


def run(command: Callable[[], object]) -> int:
    """Run a command; every error that a person can cause becomes one line and its exit code."""
    try:
        command()
    except GraderError as error:
        tell_error(error.said, Translator())
        return error.exit_code
    except KeyboardInterrupt as told:
        return _stopped(Translator(), told)
    except SystemExit as finished:
        # typer has met Ctrl-C first, and says nothing of it.
        if finished.code == _INTERRUPTED and not isinstance(finished, _Ended):
            return _stopped(Translator(), KeyboardInterrupt())
        return _code(finished.code)
    return 0


def _code(said: object) -> int:
    """What Python makes of it: nothing is 0, a text is printed and 1."""
    if said is None or isinstance(said, int):
        return said or 0
    print(f"grader: {said}", file=sys.stderr)
    return 1


def _stopped(translate: Translator, told: KeyboardInterrupt) -> int:
    tell_error(say("Stopped. What is already written stays."), translate)
    return _TERMINATED if isinstance(told, Terminated) else _INTERRUPTED


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """The `grader` command."""
    guard()
    code = run(lambda: app(arguments))
    # What a normal exit does and a person notices. Taking torch apart, object by object, would come next: a
    # fifth of a second of waiting, at the end of every command.
    atexit._run_exitfuncs()
    tell_loss(Translator())
    os._exit(code)
