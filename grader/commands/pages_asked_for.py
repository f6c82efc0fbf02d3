"""What was asked for of reports and pages, told before anything is graded."""

from __future__ import annotations

from grader.audience import Audience
from grader.errors import UsageError
from grader.render.wide_csv import Wide
from grader.words.messages import Value, say


def audience_of(text: str) -> Audience:
    """Who reads. Raises UsageError for somebody else."""
    if text not in [audience.value for audience in Audience]:
        raise UsageError(say("--audience is {got}. Expected student or instructor.", got=Value(text)))
    return Audience(text)


def wide_of(text: str | None) -> Wide | None:
    """The table for people that `--csv` asks for. Raises UsageError for another one."""
    if text is None:
        return None
    kind, *more = [part.strip() for part in text.split(",")]
    if kind != "wide" or not {*more} <= {"percent", "functions"}:
        raise UsageError(
            say("--csv is {got}. Expected wide, with percent or functions after a comma.", got=Value(text))
        )
    return Wide(percent="percent" in more, functions="functions" in more)
