"""Each command's options, once: the command line is made of these classes, and the commands get them.

A field is an option or an argument: its type, name and help, and its default. A new one is one more field.
What several commands have is a class of its own to inherit. Light: it imports no torch, and of the engine its
settings alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Protocol

import typer

from grader.errors import UsageError
from grader.grading import settings
from grader.sandbox.levels import Level
from grader.words.messages import Value, say

Isolation = Annotated[str, typer.Option("--isolation", help="full, process or none; see `grader doctor`.")]
OnlyThese = Annotated[list[str] | None, typer.Argument(help="Only these; otherwise all.")]


# ── what several commands have ───────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True)
class WithAssignment:
    """Which assignment is meant."""

    assignment: Annotated[
        str | None, typer.Option("--assignment", help="Which one, where the name does not say.")
    ] = None


@dataclass(frozen=True, kw_only=True)
class WithSeed:
    """What the inputs of checks are drawn from."""

    seed: Annotated[int | None, typer.Option("--seed", help="Draw the inputs from this seed.")] = None


@dataclass(frozen=True, kw_only=True)
class WithIsolation:
    """How submissions are kept from everything else: others' code, unless told otherwise."""

    isolation: Isolation = "full"

    def level(self) -> Level:
        """The isolation level by its name. Raises UsageError for a name there is none of."""
        if self.isolation not in [level.value for level in Level]:
            raise UsageError(
                say("--isolation is {got}. Expected full, process or none.", got=Value(self.isolation))
            )
        return Level(self.isolation)


@dataclass(frozen=True, kw_only=True)
class WithIsolationOfOwnWork(WithIsolation):
    """The same, where the code is one's own."""

    isolation: Isolation = "none"


@dataclass(frozen=True, kw_only=True)
class WithDevice:
    """Where checks are run."""

    device: Annotated[
        str,
        typer.Option(
            "--device",
            help="cpu, sim (a pretend GPU), cuda, all; auto: cpu and sim, and cuda where there is one.",
        ),
    ] = "auto"


@dataclass(frozen=True, kw_only=True)
class WithDeviceOfOwnWork(WithDevice):
    """The same, where the code is one's own."""

    device: Annotated[
        str, typer.Option("--device", help="cpu, sim (a pretend GPU), cuda, all; auto: cpu and sim.")
    ] = "auto"


class SaysHowToGrade(Protocol):
    """A command's options that have a seed, an isolation and a device."""

    @property
    def seed(self) -> int | None: ...
    @property
    def device(self) -> str: ...
    def level(self) -> Level: ...


class WithGrading:
    """What was said of how to grade, as a whole; for a class that has the options it is made of."""

    def grading(self: SaysHowToGrade) -> settings.GradingOptions:
        """The options of grading. Raises UsageError for an isolation that there is none of."""
        return settings.GradingOptions(seed=self.seed, level=self.level(), device=self.device)


class WithGradingOfOwnWork(WithGrading):
    """The same, where the code is one's own."""

    def grading(self: SaysHowToGrade) -> settings.GradingOptions:
        """The options of grading. Raises UsageError for an isolation that there is none of."""
        return replace(WithGrading.grading(self), own_work=True)


@dataclass(frozen=True, kw_only=True)
class WithFailUnder:
    """What of the score becomes the exit code."""

    fail_under: Annotated[
        float | None,
        typer.Option("--fail-under", min=0, max=100, help="Exit 1 below this percentage of the points."),
    ] = None


@dataclass(frozen=True, kw_only=True)
class WithCourse:
    """Which course."""

    course: Annotated[Path, typer.Option("--course", help="The course's folder, or one inside it.")] = Path()


@dataclass(frozen=True, kw_only=True)
class WithLanguage:
    """In which language an instructor's command speaks."""

    lang: Annotated[
        str | None,
        typer.Option("--lang", help="Language, such as zh-TW; else GRADER_LANG, the course's, the system's."),
    ] = None


@dataclass(frozen=True, kw_only=True)
class WithCourseLanguage(WithLanguage):
    """In which language a student's command speaks."""

    lang: Annotated[
        str | None, typer.Option("--lang", help="Language, such as zh-TW; else GRADER_LANG, the course's.")
    ] = None


@dataclass(frozen=True, kw_only=True)
class WithStore:
    """Where results are kept."""

    store: Annotated[
        str | None,
        typer.Option("--store", help="Keep results in this file, or at postgresql://…; else in the folder."),
    ] = None


@dataclass(frozen=True, kw_only=True)
class WithPages:
    """What is made of the results."""

    formats: Annotated[str, typer.Option("--format", help="Any of json,html,md,junit, with commas.")] = (
        "json,html,md"
    )
    audience: Annotated[
        str, typer.Option("--audience", help="student (hidden checks stay hidden) or instructor.")
    ] = "student"
    csv: Annotated[
        str | None,
        typer.Option("--csv", help="wide: also a table for people; wide,percent; wide,functions."),
    ] = None


# ── one class a command; its docstring is what `--help` says first ───────────────────────────────────────


@dataclass(frozen=True, kw_only=True)
class GradeOptions(
    WithAssignment,
    WithSeed,
    WithIsolation,
    WithDevice,
    WithFailUnder,
    WithPages,
    WithStore,
    WithCourse,
    WithLanguage,
    WithGrading,
):
    """Grade a submission, a folder of them, or a class, and write reports."""

    paths: Annotated[list[Path], typer.Argument(help="Files, a student's folder, or a whole class.")]
    output: Annotated[Path, typer.Option("--output", "-o", help="Where reports go.")] = Path("results")
    summary: Annotated[
        Path | None,
        typer.Option("--summary", help="Append a summary in Markdown to this file, as CI shows it."),
    ] = None
    gradebook: Annotated[
        str | None,
        typer.Option("--gradebook", help="Save scores in nbgrader's gradebook: sqlite:///gradebook.db"),
    ] = None
    jobs: Annotated[
        int, typer.Option("--jobs", min=0, help="Processes; 0: one a core for a class, one for few files.")
    ] = 0
    new_only: Annotated[
        bool, typer.Option("--new-only", help="Leave every earlier result, whatever has changed.")
    ] = False
    fresh: Annotated[bool, typer.Option("--fresh", help="Grade everything again, whatever is kept.")] = False
    plan: Annotated[
        bool,
        typer.Option("--plan", help="Run nothing: say who is graded as whom, and write plan.csv to correct."),
    ] = False
    roster: Annotated[
        Path | None,
        typer.Option("--roster", help="Who is in the class: the platform's gradebook, or a CSV."),
    ] = None
    export: Annotated[
        str | None,
        typer.Option("--export", help="The roster with grades, for canvas, moodle, blackboard, brightspace."),
    ] = None
    scale: Annotated[
        bool, typer.Option("--scale", help="With --export: bring scores to the platform's maximum.")
    ] = False
    anonymous: Annotated[
        bool, typer.Option("--anonymous", help="Ids for names in folders, reports and pages.")
    ] = False


@dataclass(frozen=True, kw_only=True)
class ReportOptions(WithAssignment, WithPages, WithStore, WithLanguage):
    """Write reports and pages of kept results again, and grade nothing."""

    folder: Annotated[Path, typer.Argument(help="The folder that `grader grade` wrote.")] = Path("results")
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Another folder for them; else the same.")
    ] = None
    students: Annotated[
        list[str] | None,
        typer.Option("--student", help="Only this student, by name or id; may be repeated."),
    ] = None
    course: Annotated[
        Path | None, typer.Option("--course", help="The course's folder; else the one that was graded with.")
    ] = None


@dataclass(frozen=True, kw_only=True)
class DiffOptions(WithStore, WithLanguage):
    """Say whose score has changed: between the last two runs, two runs, or two folders."""

    folders: Annotated[
        list[Path] | None, typer.Argument(help="One folder that `grader grade` wrote, or two of them.")
    ] = None
    runs: Annotated[
        list[int] | None,
        typer.Option("--run", help="The state after this run; twice: between two runs. Else the last two."),
    ] = None
    student: Annotated[
        str | None, typer.Option("--student", help="When this student's scores changed; by name or id.")
    ] = None
    list_runs: Annotated[bool, typer.Option("--list", help="Only list the runs, with their commands.")] = (
        False
    )
    csv: Annotated[Path | None, typer.Option("--csv", help="Also write the table to this file.")] = None


@dataclass(frozen=True, kw_only=True)
class RegradeOptions(WithAssignment, WithIsolation, WithDevice, WithStore, WithCourse, WithLanguage):
    """Grade kept results again, after a check was mended: each with its own seed."""

    paths: Annotated[
        list[Path] | None, typer.Argument(help="Only what lies below these; else all that was graded.")
    ] = None
    only: Annotated[
        list[str] | None,
        typer.Option("--only", help="Only this function and those that call it; may be repeated."),
    ] = None
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change, and keep nothing.")] = (
        False
    )
    output: Annotated[Path, typer.Option("--output", "-o", help="The folder that was graded into.")] = Path(
        "results"
    )
    jobs: Annotated[int, typer.Option("--jobs", min=0, help="Processes; 0: one a core for a class.")] = 0


@dataclass(frozen=True, kw_only=True)
class CheckOptions(
    WithAssignment,
    WithSeed,
    WithIsolationOfOwnWork,
    WithDeviceOfOwnWork,
    WithFailUnder,
    WithCourse,
    WithCourseLanguage,
    WithGradingOfOwnWork,
):
    """Check your own work: all of exercises/ in short, one file, or one function of it."""

    function: Annotated[str | None, typer.Argument(help="Only this function.")] = None
    file: Annotated[Path | None, typer.Option("--file", help="Your file, where it is not in exercises/.")] = (
        None
    )
    everything: Annotated[
        bool, typer.Option("--all", help="The whole report of every function, not one line each.")
    ] = False


@dataclass(frozen=True, kw_only=True)
class WatchOptions(
    WithAssignment,
    WithSeed,
    WithIsolationOfOwnWork,
    WithDeviceOfOwnWork,
    WithCourse,
    WithCourseLanguage,
    WithGradingOfOwnWork,
):
    """Work on one function after another: checked whenever you save. Keys n h l c x q."""

    function: Annotated[str | None, typer.Argument(help="Where to start: a function or assignment.")] = None
    poll: Annotated[
        bool, typer.Option("--poll", help="Look at files again and again: for network drives.")
    ] = False


@dataclass(frozen=True, kw_only=True)
class HintOptions(WithAssignment, WithCourse, WithCourseLanguage):
    """Show a hint: one more each time, from a nudge to nearly the answer."""

    function: Annotated[str | None, typer.Argument(help="Such as dloss_fn, or autograd.update.")] = None


@dataclass(frozen=True, kw_only=True)
class StatusOptions(WithIsolationOfOwnWork, WithCourse, WithCourseLanguage):
    """Show how far you are, and what is next."""

    assignment: Annotated[str | None, typer.Argument(help="Only this assignment.")] = None


@dataclass(frozen=True, kw_only=True)
class DoctorOptions(WithLanguage):
    """Say what this machine can do: isolation levels, torch, plots."""

    course: Annotated[
        Path | None,
        typer.Option("--course", help="A course or a class: also which libraries its files lack here."),
    ] = None


@dataclass(frozen=True, kw_only=True)
class ReleaseOptions(WithCourse, WithLanguage):
    """Make exercises/ from solutions/, and the student kit."""

    check_only: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit 1 where exercises/, or the kit, is stale.")
    ] = False
    kit: Annotated[
        Path | None,
        typer.Option("--kit", help="Also make the student kit: a zip without solutions and hidden checks."),
    ] = None
    seeds: Annotated[
        list[int] | None,
        typer.Option("--seed", help="Record the kit's answers for this seed; may be repeated."),
    ] = None
    assignments: Annotated[
        list[str] | None,
        typer.Option("--assignment", help="Only this one in the kit; may be repeated."),
    ] = None
    wheel: Annotated[
        Path | None,
        typer.Option("--wheel", help="The wheel for the kit to carry; else one is made of this grader."),
    ] = None
    from_index: Annotated[
        bool,
        typer.Option("--from-index", help="The kit carries no grader: pip finds it by name on an index."),
    ] = False


@dataclass(frozen=True, kw_only=True)
class DemoOptions(WithLanguage):
    """See it at work: make a course of one function and a class of four, and grade it."""

    folder: Annotated[Path, typer.Argument(help="A folder that is not there yet, or is empty.")] = Path(
        "demo"
    )


@dataclass(frozen=True, kw_only=True)
class NewCourseOptions(WithLanguage):
    """Make the folder of a new course."""

    folder: Annotated[Path, typer.Argument(help="A folder that is not there yet.")]


@dataclass(frozen=True, kw_only=True)
class NewExerciseOptions(WithCourse, WithLanguage):
    """Make every file of a new assignment, complete and ready to be changed."""

    name: Annotated[str, typer.Argument(help="Of the assignment and its first function, such as softmax.")]


@dataclass(frozen=True, kw_only=True)
class AuditOptions(WithDevice, WithIsolation, WithCourse, WithLanguage):
    """Prove a course: stubs, reference, misconceptions, mutants, hints, files. Exit 1 if it is not."""

    assignments: OnlyThese = None
    seeds: Annotated[
        int,
        typer.Option("--seeds", min=1, help="Under how many seeds the reference and the stub are tried."),
    ] = 10
    mistake_seeds: Annotated[
        int,
        typer.Option(
            "--mistake-seeds", min=1, help="Under how many of them each misconception must be named."
        ),
    ] = 3
    mutant_seeds: Annotated[
        int, typer.Option("--mutant-seeds", min=1, help="Under how many of them each mutant must be caught.")
    ] = 10
    jobs: Annotated[int, typer.Option("--jobs", min=0, help="Processes; 0 is one a core.")] = 0
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON in place of tables.")] = False


@dataclass(frozen=True, kw_only=True)
class NbgraderTryOptions(WithLanguage):
    """Try an assignment before the class: the released notebook, the solution, and answers that are None."""

    assignment: Annotated[str, typer.Argument(help="The assignment, as nbgrader calls it.")]
    folder: Annotated[Path, typer.Option("--folder", help="nbgrader's course folder.")] = Path()


@dataclass(frozen=True, kw_only=True)
class NbgraderInitOptions(WithCourse, WithLanguage):
    """Make a folder in which nbgrader runs this course: settings and source notebooks."""

    folder: Annotated[Path, typer.Argument(help="Where nbgrader's course goes.")]
    assignments: OnlyThese = None
    update: Annotated[bool, typer.Option("--update", help="Write source notebooks again; settings stay.")] = (
        False
    )
