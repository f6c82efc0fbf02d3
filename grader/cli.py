"""`grader …`: arguments and files only; the work is done in the modules it calls.

Exit codes: 0 everything graded · 1 something lost points and --fail-under says so · 2 usage ·
3 something could not be graded.
"""

from __future__ import annotations

import atexit
import io
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from grader import __version__
from grader.errors import GraderError, UsageError

# What a shell expects of a command that Ctrl-C has ended.
_INTERRUPTED = 130

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Exercises on the mechanics of learning, and what is wrong with your loop.",
)

CourseOption = Annotated[Path, typer.Option("--course", help="The course's folder, or one inside it.")]
SeedOption = Annotated[int | None, typer.Option("--seed", help="Draw the inputs from this seed.")]
IsolationOption = Annotated[
    str, typer.Option("--isolation", help="full, process or none; see `grader doctor`.")
]
DeviceOption = Annotated[
    str, typer.Option("--device", help="cpu, sim (a pretend GPU), cuda, all; auto: cpu, and cuda else sim.")
]
AssignmentOption = Annotated[
    str | None,
    typer.Option("--assignment", help="Which one, where the name does not say."),
]
FailUnderOption = Annotated[
    float | None,
    typer.Option(
        "--fail-under",
        min=0,
        max=100,
        help="Exit 1 below this percentage of the points.",
    ),
]


@app.command()
def grade(
    paths: Annotated[list[Path], typer.Argument(help="Files, a student's folder, or a whole class.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Where reports go.")] = Path("results"),
    formats: Annotated[
        str, typer.Option("--format", help="Any of json,html,md,junit, with commas.")
    ] = "json,html,md",
    assignment: AssignmentOption = None,
    seed: SeedOption = None,
    isolation: IsolationOption = "full",
    device: DeviceOption = "auto",
    audience: Annotated[
        str, typer.Option(help="student (hidden checks stay hidden) or instructor.")
    ] = "student",
    fail_under: FailUnderOption = None,
    summary: Annotated[
        Path | None,
        typer.Option("--summary", help="Append a summary in Markdown to this file, as CI shows it."),
    ] = None,
    gradebook: Annotated[
        str | None,
        typer.Option("--gradebook", help="Save scores in nbgrader's gradebook: sqlite:///gradebook.db"),
    ] = None,
    jobs: Annotated[
        int,
        typer.Option("--jobs", min=0, help="Processes; 0: one a core for a class, one for few files."),
    ] = 0,
    course: CourseOption = Path(),
) -> None:
    """Grade a submission, a folder of them, or a class, and write reports."""
    from grader.commands import grade as grading

    _finish(
        grading.grade(
            paths,
            grading.Request(
                course=course,
                output=output,
                formats=grading.parse_formats(formats),
                assignment=assignment,
                seed=seed,
                isolation=isolation,
                device=device,
                audience=audience,
                fail_under=fail_under,
                summary=summary,
                gradebook=gradebook,
                jobs=jobs,
            ),
            Console(markup=False),
        )
    )


@app.command()
def check(
    function: Annotated[str | None, typer.Argument(help="Only this function.")] = None,
    file: Annotated[
        Path | None,
        typer.Option("--file", help="Your file, where it is not in exercises/."),
    ] = None,
    assignment: AssignmentOption = None,
    seed: SeedOption = None,
    isolation: IsolationOption = "none",
    device: DeviceOption = "auto",
    fail_under: FailUnderOption = None,
    course: CourseOption = Path(),
) -> None:
    """Check your own work: all of exercises/, one file, or one function of it."""
    from grader.commands import check as checking

    request = checking.Request(
        course=course, file=file, function=function, assignment=assignment, seed=seed, isolation=isolation,
        device=device, fail_under=fail_under,
    )  # fmt: skip
    _finish(checking.check(request, Console(markup=False)))


@app.command()
def watch(
    function: Annotated[str | None, typer.Argument(help="Where to start: a function or assignment.")] = None,
    assignment: AssignmentOption = None,
    seed: SeedOption = None,
    isolation: IsolationOption = "none",
    device: DeviceOption = "auto",
    poll: Annotated[
        bool, typer.Option("--poll", help="Look at files again and again: for network drives.")
    ] = False,
    course: CourseOption = Path(),
) -> None:
    """Work on one function after another: checked whenever you save. Keys n h l c x q."""
    from grader.commands import watch as watch_command

    request = watch_command.Request(
        course=course, function=function, assignment=assignment, seed=seed, isolation=isolation,
        device=device, poll=poll,
    )  # fmt: skip
    _finish(watch_command.watch(request, Console(markup=False)))


@app.command()
def hint(
    function: Annotated[str | None, typer.Argument(help="Such as dloss_fn, or autograd.update.")] = None,
    assignment: AssignmentOption = None,
    course: CourseOption = Path(),
) -> None:
    """Show a hint: one more each time, from a nudge to nearly the answer."""
    from grader.commands import hint as hint_command

    _finish(
        hint_command.hint(
            hint_command.Request(course=course, function=function, assignment=assignment),
            Console(markup=False),
        )
    )


@app.command()
def status(
    assignment: Annotated[str | None, typer.Argument(help="Only this assignment.")] = None,
    isolation: IsolationOption = "none",
    course: CourseOption = Path(),
) -> None:
    """Show how far you are, and what is next."""
    from grader.commands import status as status_command

    request = status_command.Request(course=course, assignment=assignment, isolation=isolation)
    _finish(status_command.status(request, Console(markup=False)))


@app.command()
def doctor() -> None:
    """Say what this machine can do: isolation levels, torch, plots."""
    from grader.commands import doctor as diagnosing

    _finish(diagnosing.doctor(Console(markup=False)))


@app.command()
def release(
    check_only: Annotated[
        bool,
        typer.Option("--check", help="Write nothing; exit 1 where exercises/, or the kit, is stale."),
    ] = False,
    kit: Annotated[
        Path | None,
        typer.Option("--kit", help="Also make the student kit: a zip without solutions and hidden checks."),
    ] = None,
    seed: Annotated[
        list[int] | None,
        typer.Option("--seed", help="Record the kit's answers for this seed; may be repeated."),
    ] = None,
    assignment: Annotated[
        list[str] | None,
        typer.Option("--assignment", help="Only this one in the kit; may be repeated."),
    ] = None,
    wheel: Annotated[
        Path | None, typer.Option("--wheel", help="A wheel of the grader for the kit to carry and install.")
    ] = None,
    course: CourseOption = Path(),
) -> None:
    """Make exercises/ from solutions/, and the student kit."""
    from grader.commands import release as release_command

    request = release_command.Request(
        course=course, check_only=check_only, kit=kit, seeds=tuple(seed or ()), wheel=wheel,
        assignments=tuple(assignment or ()),
    )  # fmt: skip
    _finish(release_command.release(request, Console(markup=False)))


@app.command("new-course")
def new_course(folder: Annotated[Path, typer.Argument(help="A folder that is not there yet.")]) -> None:
    """Make the folder of a new course."""
    from grader.commands import new_course as new_course_command

    _finish(new_course_command.new_course(folder, Console(markup=False)))


@app.command("new-exercise")
def new_exercise(
    name: Annotated[str, typer.Argument(help="Of the assignment and its first function, such as softmax.")],
    course: CourseOption = Path(),
) -> None:
    """Make every file of a new assignment, complete and ready to be changed."""
    from grader.commands import new_exercise as new_exercise_command

    _finish(new_exercise_command.new_exercise(name, course, Console(markup=False)))


@app.command()
def audit(
    assignments: Annotated[list[str] | None, typer.Argument(help="Only these; otherwise all.")] = None,
    seeds: Annotated[
        int, typer.Option(min=1, help="Under how many seeds the reference and the stub are tried.")
    ] = 10,
    mistake_seeds: Annotated[
        int, typer.Option(min=1, help="Under how many of them each misconception must be named.")
    ] = 3,
    device: DeviceOption = "auto",
    mutant_seeds: Annotated[
        int, typer.Option(min=1, help="Under how many of them each mutant must be caught.")
    ] = 1,
    jobs: Annotated[int, typer.Option("--jobs", min=0, help="Processes; 0 is one a core.")] = 0,
    isolation: IsolationOption = "full",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON in place of tables.")] = False,
    course: CourseOption = Path(),
) -> None:
    """Prove a course: stubs, reference, misconceptions, mutants, hints, files. Exit 1 if it is not."""
    try:
        from grader.commands import audit as auditing
    except ModuleNotFoundError as missing:
        raise UsageError(
            f"an audit needs {missing.name}; install it with: pip install 'torchgrader[authoring]'"
        ) from None

    request = auditing.Request(
        course=course, assignments=tuple(assignments or ()), seeds=seeds, mistake_seeds=mistake_seeds,
        mutant_seeds=mutant_seeds, jobs=jobs, isolation=isolation, device=device, as_json=as_json,
    )  # fmt: skip
    _finish(auditing.audit(request, Console(markup=False), Console(stderr=True, markup=False)))


nbgrader_app = typer.Typer(no_args_is_help=True, help="Run a course with nbgrader.")
app.add_typer(nbgrader_app, name="nbgrader")


@nbgrader_app.command("init")
def nbgrader_init(
    folder: Annotated[Path, typer.Argument(help="Where nbgrader's course goes.")],
    assignments: Annotated[list[str] | None, typer.Argument(help="Only these; otherwise all.")] = None,
    update: Annotated[
        bool, typer.Option("--update", help="Write source notebooks anew; settings stay.")
    ] = False,
    course: CourseOption = Path(),
) -> None:
    """Make a folder in which nbgrader runs this course: settings and source notebooks."""
    from grader.commands import nbgrader

    _finish(nbgrader.init(folder, course, tuple(assignments or ()), update, Console(markup=False)))


@app.callback(invoke_without_command=True)
def _version(
    version: Annotated[bool, typer.Option("--version", help="Say the version.")] = False,
) -> None:
    if version:
        typer.echo(__version__)
        raise typer.Exit


def _finish(code: int) -> NoReturn:
    raise typer.Exit(code)


def run(command: Callable[[], object]) -> int:
    """Run a command; every error that a person can cause becomes one line and its exit code."""
    try:
        command()
    except GraderError as error:
        print(f"grader: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return _stopped()
    except SystemExit as finished:
        # typer has met Ctrl-C first, and says nothing of it.
        if finished.code == _INTERRUPTED:
            return _stopped()
        return _code(finished.code)
    return 0


def _code(said: object) -> int:
    """What Python makes of it: nothing is 0, a text is printed and 1."""
    if said is None or isinstance(said, int):
        return said or 0
    print(f"grader: {said}", file=sys.stderr)
    return 1


def _stopped() -> int:
    print("grader: stopped; what is already written stays", file=sys.stderr)
    return _INTERRUPTED


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """The `grader` command."""
    for stream in (sys.stdout, sys.stderr):
        # A file in a console's old encoding gets a `?` where that has no tick.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    code = run(lambda: app(arguments))
    # What a normal exit does and a person notices. Taking torch apart, object by object, would come next: a
    # fifth of a second of waiting, at the end of every command.
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
