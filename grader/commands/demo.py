"""`grader demo`: something to look at before there is a course, made and graded in seconds."""

from __future__ import annotations

from pathlib import Path

from grader.authoring.demo import write_demo
from grader.commands.grade_ahead import demand_locks
from grader.commands.options import DemoOptions, GradeOptions
from grader.commands.output import Output
from grader.commands.standard_output import when_lost
from grader.errors import IsolationError
from grader.sandbox.levels import Level
from grader.words.messages import Code, InFile, say

# Always the same, so that everybody sees the page that the documents show.
_SEED = 7


def demo(options: DemoOptions, output: Output) -> int:
    """Write a course of one function and a class of four, grade it, say where the page is; the exit code."""
    demand_locks()
    submissions = write_demo(options.folder)
    when_lost(say("The files are in {folder}.", folder=InFile(str(options.folder))))
    code = _grade(submissions, options, output, Level.FULL)
    index = options.folder / "results" / "index.html"
    output.tell(say("Open this page in a browser: {file}", file=InFile(str(index.absolute()))))
    output.tell(say("{file} says what to try next.", file=InFile(str(options.folder / "README.md"))))
    return code


def _grade(submissions: Path, options: DemoOptions, output: Output, level: Level) -> int:
    """With the strongest isolation that there is here: what runs is this program's own."""
    from grader.commands.grade import grade

    wanted = GradeOptions(
        paths=[submissions],
        course=options.folder,
        output=options.folder / "results",
        isolation=level.value,
        seed=_SEED,
        jobs=1,
        lang=options.lang,
    )
    try:
        return grade(wanted, output)
    except IsolationError:
        if level.weaker is None:
            raise
        output.tell(
            say("This machine cannot give isolation {level}.", level=Code(level.value))
            + say("The demo tries {weaker}.", weaker=Code(level.weaker.value))
        )
        return _grade(submissions, options, output, level.weaker)
