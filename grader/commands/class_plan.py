"""`grader grade --plan`: what grading will do, told and written to plan.csv before anything runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from rich.table import Table
from rich.text import Text

from grader.commands.class_rows import ClassRows
from grader.commands.libraries import WrittenBy, lacking
from grader.commands.output import Output
from grader.commands.titled_table import titled_table
from grader.course.layout import Course
from grader.errors import SubmissionError
from grader.gradesheets.plan import GRADE, NOT_GRADED, ClassPlan, written
from grader.grading.reading import read_found, worked_in
from grader.model import NOT_HANDED_IN
from grader.output_files import write_text
from grader.submission.choose import Chosen
from grader.submission.discover import found
from grader.words.messages import Code, Heard, InFile, Items, Message, Name, say, say_many
from grader.words.translation import Translator

PLAN = "plan.csv"
_SHOWN = 40
_ACTIONS = {
    GRADE: say("grade"),
    NOT_GRADED: say("not graded"),
    NOT_HANDED_IN: say("not handed in"),
}


def show_plan(rows: ClassRows, course: Course, folder: Path, output: Output) -> None:
    """Say who is graded as whom, from which file, why, what is left aside, who is missing; write plan.csv."""
    target = folder / PLAN
    sources: list[WrittenBy] = []
    made = replace(rows.plan, rows=tuple(_looked_at(row, course, sources) for row in rows.plan.rows))
    write_text(target, written(made))
    output.console.print(_table(made, output.translate))
    output.tell(_counts(made))
    for remark in (*_remarks(made), *lacking(sources)):
        output.tell(remark)
    output.tell(
        say(
            "Nothing was run. These rows are in {file}. Correct them there, then grade with {command}.",
            file=InFile(str(target)),
            command=Code(f"grader grade {target}"),
        )
    )


def _looked_at(row: Chosen, course: Course, sources: list[WrittenBy]) -> Chosen:
    """The row, with why it cannot be graded, as who grades it will find. sources: gets what can be read."""
    if row.absent or row.problem:
        return row
    submission = worked_in(found(row), course)
    try:
        _, source = read_found(submission, course)
    except SubmissionError as error:
        return replace(row, problem=error.said)
    sources.append((Name(submission.student), source))
    return row


def _counts(made: ClassPlan) -> Message:
    """How many rows of each kind there are."""
    actions = Counter(map(made.action, made.rows))
    counts = [say("{n} to grade", n=actions[GRADE])]
    if actions[NOT_GRADED]:
        counts.append(say("{n} not graded", n=actions[NOT_GRADED]))
    if actions[NOT_HANDED_IN]:
        counts.append(say("{n} not handed in", n=actions[NOT_HANDED_IN]))
    return say("{counts}.", counts=Items(tuple(counts), "commas"))


def _table(made: ClassPlan, translate: Translator) -> Table:
    heads = (say("student"), say("id"), say("assignment"), say("what"), say("file"), say("why"))
    table = titled_table(heads, translate)
    for row in made.rows:
        file = row.chosen or row.name or (row.path.name if row.path else "")
        action = translate(_ACTIONS[made.action(row)])
        cells = [row.person.name, row.person.id, row.assignment or "?", action, file]
        table.add_row(*map(Text, cells), Text(translate(row.problem or row.why), "dim"))
    return table


def _remarks(made: ClassPlan) -> Iterator[Message]:
    for person, files in list(made.aside.items())[:_SHOWN]:
        shown = Items(tuple(InFile(file) for file in files[:5]), "commas")
        remark = say("Not graded, of {person}: {files}.", person=Name(person), files=shown)
        yield remark + say("And {n} more.", n=len(files) - 5) if len(files) > 5 else remark
    if len(made.aside) > _SHOWN:
        yield say_many(
            "Files of {n} more person are not graded.",
            "Files of {n} more people are not graded.",
            len(made.aside) - _SHOWN,
        )
    for kind, count in made.ignored.items():
        yield say_many(
            "Not graded: {n} file or folder, {kind}.",
            "Not graded: {n} files and folders, {kind}.",
            count,
            kind=Heard(kind),
        )
    if made.unknown:
        names = Items(tuple(map(Name, made.unknown[:10])), "commas")
        remark = say("Not on the roster: {names}.", names=names)
        more = len(made.unknown) - 10
        yield remark + say("And {n} more.", n=more) if more > 0 else remark
