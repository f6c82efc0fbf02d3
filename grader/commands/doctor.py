"""`grader doctor`: what this machine can do, and what to ask for."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from grader.commands.libraries import lacking, sources_below
from grader.commands.options import DoctorOptions
from grader.commands.output import Output
from grader.doctor import DeviceTrial, Finding, examine, try_levels
from grader.sandbox.levels import Level
from grader.words.messages import Message, Value, say
from grader.words.translation import Translator

# Cells of the level's name.
_HEAD = 18


def doctor(options: DoctorOptions, output: Output) -> int:
    """Print the findings; exit code 3 where others' code cannot be graded in full isolation here."""
    findings = examine()
    output.console.print(_table(findings, output.translate))
    levels = try_levels(findings)
    for level, (on_cpu, *further) in levels.items():
        _tell("", say("Isolation {level}", level=Value(level.value)), on_cpu, output)
        for trial in further:
            _tell("  ", say("on {device}", device=Value(trial.device)), trial, output)
    if options.course is not None:
        for line in lacking(sources_below(options.course)):
            output.tell(line)
    return 3 if levels[Level.FULL][0].missing else 0


def _table(findings: Sequence[Finding], translate: Translator) -> Table:
    heads = (say("what"), say("found"), say("needed for"))
    table = Table("", *map(translate, heads), box=None, pad_edge=False)
    for finding in findings:
        mark = Text(translate(say("yes")), "green") if finding.ok else Text(translate(say("no")), "yellow")
        table.add_row(
            mark,
            Text(translate(finding.name)),
            Text(translate(finding.detail)),
            Text(translate(finding.needed_for), "dim"),
        )
    return table


def _tell(indent: str, head: Message, trial: DeviceTrial, output: Output) -> None:
    translate = output.translate
    words = say("Not available.") + trial.missing if trial.missing else _took(trial)
    title = Text(indent + translate(head), "" if indent else "bold")
    title.pad_right(max(0, _HEAD - title.cell_len))
    output.console.print(title, Text(translate(words), _color(trial)))


def _took(trial: DeviceTrial) -> Message:
    return say(
        "Works here. A child computes a gradient on {device} within {child} s. "
        "Its parent starts in {parent} s.",
        device=Value(trial.device),
        child=Value(f"{trial.child_seconds:.2f}"),
        parent=Value(f"{trial.zygote_seconds:.1f}"),
    )


def _color(trial: DeviceTrial) -> str:
    return "red" if trial.missing else "green"
