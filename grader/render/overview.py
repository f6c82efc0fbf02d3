"""A student's whole work in a terminal: the one thing to do next, then a line a function."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.cells import cell_len, set_cell_size
from rich.console import Group, RenderableType
from rich.text import Text

from grader.model import FunctionResult, Report, Status
from grader.render.next_step import next_step, reason
from grader.render.outline import (
    UNWRITTEN,
    has_unchecked,
    needing_work,
    standing,
    with_status,
)
from grader.render.phrases import LABELS, NO_SCORE
from grader.render.terminal_text import COLOURS, bar, prose, symbol
from grader.render.text import brief, of_points, one_line
from grader.render.wrapped import Prose
from grader.words.messages import Code, Message, Name, say, say_many
from grader.words.translation import Translator

# Cells of a score.
_SCORE = 11


def overview(
    reports: Sequence[Report], translate: Translator = Translator(), more: Mapping[str, Message] | None = None
) -> RenderableType:
    """What to do next, then each assignment with a line a function; reports are in words already.

    more: by assignment, what else there is to say of it.
    An assignment in which nothing is written yet takes one line.
    """
    shown: list[RenderableType] = [*_next(reports, translate), ""]
    for report in reports:
        shown += [_head(report, translate), *_unread(report), *_rows(report, translate)]
        also = more.get(report.assignment) if more else None
        shown += [prose(f"  {translate(also)}", "dim"), ""] if also else [""]
    return Group(*shown, prose(translate.said(_more()), "dim"))


def _next(reports: Sequence[Report], translate: Translator) -> list[RenderableType]:
    report = first_to_work_on(reports)
    if report is None:
        partly = any(map(has_unchecked, reports))
        clear = say("Everything that could be checked passes.") if partly else say("Everything passes.")
        return [prose(translate.said(clear), "bold green")]
    where = translate(say("What to do next in {assignment}:", assignment=Name(report.assignment)))
    return [Text(where, style="dim"), prose(brief(translate.said(next_step(report)), 400), "bold")]


def first_to_work_on(reports: Sequence[Report]) -> Report | None:
    """The first of which Python cannot read a part, else the first with something wrong.

    Else the first begun, else the first with something to write.
    """
    unread = [report for report in reports if report.unparsed]
    wrong = [report for report in reports if report.score is None or needing_work(report)]
    open_ = [report for report in reports if with_status(report, UNWRITTEN)]
    begun = [report for report in open_ if with_status(report, (Status.PASSED,))]
    return next(iter((*unread, *wrong, *begun, *open_)), None)


def _head(report: Report, translate: Translator) -> RenderableType:
    name = (f"{one_line(report.assignment)}  ", "bold")
    if report.score is None:
        return Text.assemble(name, (translate(NO_SCORE), "bold yellow"))
    score = of_points(report.score, report.max_score)
    return Text.assemble(name, bar(report.score, report.max_score, 12), f"  {score}")


def _unread(report: Report) -> list[RenderableType]:
    """What Python cannot read of a file that has a score all the same."""
    told = report.unparsed if report.score is not None else ()
    return [prose(f"  {one_line(one.message)}", "yellow") for one in told]


def _rows(report: Report, translate: Translator) -> list[RenderableType]:
    if report.score is None:
        return [prose(f"  {one_line(report.problem)}")]
    if len(with_status(report, UNWRITTEN)) == len(report.functions):
        waiting = say_many(
            "{n} function is not written yet.", "{n} functions are not written yet.", len(report.functions)
        )
        return [prose(f"  {translate(waiting)}", "dim")]
    width = max(cell_len(one_line(function.name)) for function in report.functions)
    return [_row(function, width, translate) for function in report.functions]


def _row(function: FunctionResult, width: int, translate: Translator) -> Text:
    """A line; what does not fit stands in the whole report."""
    status = standing(function)
    mark, _ = symbol(status)
    plain = status is Status.PASSED or function.status in UNWRITTEN
    said = LABELS[status] if plain else reason(function)
    row = Prose.assemble(
        ("  " + mark, COLOURS.get(status, "yellow")),
        set_cell_size(one_line(function.name), width + 2),
        (f"{of_points(function.score, function.max_score):<{_SCORE}}", "dim"),
        prose(one_line(translate.said(said)), "dim" if plain else ""),
    )
    row.no_wrap, row.overflow = True, "ellipsis"
    return row


def _more() -> Message:
    one = say("For the whole report of one function, run {command}.", command=Code("grader check FUNCTION"))
    return one + say("{command} shows all reports.", command=Code("grader check --all"))
