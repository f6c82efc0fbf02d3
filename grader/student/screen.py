"""What watch shows: each page a function of what is known, for a console to print."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console, Group, RenderableType
from rich.markdown import Markdown
from rich.padding import Padding
from rich.style import Style
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from grader.course.hints import STEPS
from grader.course.targets import Target
from grader.model import FunctionResult, Report, Status
from grader.render import terminal
from grader.render.outline import partly_unchecked
from grader.render.phrases import LABELS, SYMBOLS
from grader.render.text import clean, of_points
from grader.student.tally import Count, Tally
from grader.words.messages import NOTHING, Code, Message, Name, Value, say
from grader.words.translation import Translator

_COLOURS = {Status.PASSED: "green", Status.FAILED: "red", Status.FAULT: "yellow"}
KEYS = (
    ("n", say("next")),
    ("h", say("hint")),
    ("l", say("list")),
    ("c", say("check all")),
    ("x", say("reset")),
    ("q", say("quit")),
)
_LIST_KEYS = (
    ("↑ ↓", say("choose")),
    ("enter", say("go there")),
    ("l", say("back")),
    ("q", say("quit")),
)
_BAR = 24
# Cells of an assignment's name.
_NAME = 16


class Screen:
    """One page at a time, each in place of the one before; on a file or pipe one below the other."""

    def __init__(
        self, console: Console, translate: Translator, visible: Callable[[], bool] = lambda: True
    ) -> None:
        """translate: says what is shown. visible: whether that could be written; a pipe may be closed."""
        self.console = console
        self.translate = translate
        self.visible = visible

    def show(self, page: RenderableType) -> None:
        """Replace what is shown."""
        if self.console.is_terminal:
            self.console.clear()
        self.console.print(page)

    @property
    def height(self) -> int:
        """Lines that find room."""
        return self.console.height

    def add(self, line: Message) -> None:
        """A line below what is shown."""
        self.console.print(Text(self.translate(line), style="dim"))


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionPage:
    """All that the page of one function shows; its report is in words."""

    target: Target
    # None before the first check.
    report: Report | None
    file: Path
    line: int
    hints: Sequence[Message]
    # The reference's own text, where it may be shown.
    reference: str | None
    # Where `n` leads, once all of it is right.
    what_next: Message
    # Something to say once: a hint that is not there, a backup that was made.
    remark: Message = NOTHING
    # To be read before the verdict.
    first: Message = NOTHING


def work_page(work: FunctionPage, tally: Tally, translate: Translator) -> RenderableType:
    """The function being worked on: how far, the verdict, hints, keys."""
    shown: list[RenderableType] = [bar(work.target.assignment, tally, translate), "", _head(work)]
    if work.first:
        shown += ["", Text(translate(work.first), style="bold yellow")]
    if work.report is not None:
        shown += ["", *_verdict(work, work.report, translate)]
    for number, hint in enumerate(work.hints, start=1):
        shown += ["", hint_part(number, hint, translate)]
    if work.reference:
        shown += [
            "",
            Text(translate(say("The course's own function:")), style="bold"),
            Padding(Syntax(work.reference, "python", theme="ansi_dark", background_color="default"), (0, 2)),
        ]
    if work.remark:
        shown += ["", Text(translate(work.remark), style="yellow")]
    return Group(*shown, "", _keys(KEYS, translate))


def bar(assignment: str, tally: Tally, translate: Translator) -> RenderableType:
    """How much of an assignment is done."""
    count = tally.count(assignment)
    filled = _BAR * count.done // count.functions if count.functions else 0
    return Text.assemble(
        (f"{assignment:<{_NAME}}", "bold"),
        "  ",
        ("█" * filled, "green"),
        ("░" * (_BAR - filled), "dim"),
        f"  {translate(_done(count))}",
    )


def _done(count: Count) -> Message:
    if not count.max_points:
        return say("{done} of {all} functions", done=count.done, all=count.functions)
    return say(
        "{done} of {all} functions · {points} points",
        done=count.done,
        all=count.functions,
        points=Value(of_points(count.points, count.max_points)),
    )


def hint_part(number: int, hint: Message, translate: Translator) -> RenderableType:
    """One hint, with its number."""
    title = translate(say("Hint {number} of {all}", number=number, all=STEPS))
    return Group(Text(title, style="bold"), Padding(Markdown(translate(hint)), (0, 2)))


def list_page(tally: Tally, chosen: Target, height: int, translate: Translator) -> RenderableType:
    """How every assignment stands, and the functions of the one that holds the chosen function.

    height: lines of the screen; of functions, those around the chosen one are shown that find room.
    """
    shown: list[RenderableType] = []
    assignments = tally.assignments()
    for assignment in assignments:
        shown.append(bar(assignment, tally, translate))
        if assignment == chosen.assignment:
            shown.append(_chooser(tally, chosen, max(3, height - len(assignments) - 3), translate))
    return Group(*shown, "", _keys(_LIST_KEYS, translate))


def _chooser(tally: Tally, chosen: Target, lines: int, translate: Translator) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    targets = tally.within(chosen.assignment)
    first = min(max(0, targets.index(chosen) - lines // 2), max(0, len(targets) - lines))
    for target in targets[first : first + lines]:
        mark = Text("▸", style="bold cyan") if target == chosen else Text(" ")
        table.add_row(mark, *_row(target, tally.of(target), translate))
    return table


def status_page(
    tally: Tally, hints: dict[Target, int], following: Target | None, translate: Translator
) -> RenderableType:
    """Every assignment with its functions, and what to do next."""
    shown: list[RenderableType] = []
    for assignment in tally.assignments():
        table = Table.grid(padding=(0, 2, 0, 0))
        for target in tally.within(assignment):
            seen = hints.get(target)
            used = translate(say("{seen} of {all} hints", seen=seen, all=STEPS)) if seen else ""
            table.add_row(" ", *_row(target, tally.of(target), translate), Text(used, style="dim"))
        shown += [bar(assignment, tally, translate), table, ""]
    return Group(*shown, Text(translate(_what_next(following)), style="bold"))


def question_page(question: Message, translate: Translator) -> RenderableType:
    """Something to be answered by y or by any other key."""
    answers = f" {translate(say('yes'))} · {translate(say('any other key: no'))}"
    return Text.assemble((translate(question), "bold yellow"), "\n\n", ("y", "bold"), answers)


# ── parts ────────────────────────────────────────────────────────────────────────────────────────────────


def _head(work: FunctionPage) -> Text:
    # Terminals that know links open the editor there; the others show a path that editors know as well.
    link = Style(color="cyan", link=f"file://{work.file.resolve()}")
    return Text.assemble((work.target.function, "bold"), "   ", (f"{_short(work.file)}:{work.line}", link))


def _short(path: Path) -> str:
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)


def _verdict(work: FunctionPage, report: Report, translate: Translator) -> list[RenderableType]:
    [function] = report.functions or (None,)
    if function is None:
        return [Text(clean(report.problem), style="yellow")]
    if function.status is not Status.PASSED:
        return [terminal.body(report, translate)]
    if report.unparsed:
        return _while_unread(work, report, translate)
    return [
        Text(f"✓ {translate(_right(function))}", style="bold green"),
        Text(translate(work.what_next)),
        *(Text(clean(note), style="dim") for note in report.notes),
    ]


def _while_unread(work: FunctionPage, report: Report, translate: Translator) -> list[RenderableType]:
    """A function that passes in a file that Python cannot read whole: nothing is done before it can."""
    first = say("Correct this first.") + say(
        "{function} was right when the file could be read.", function=Code(work.target.function)
    )
    return [
        *(Text(clean(one.message), style="bold yellow") for one in report.unparsed),
        Text(translate(first)),
        *(Text(clean(note), style="dim") for note in report.notes),
    ]


def _right(function: FunctionResult) -> Message:
    name = Name(function.name)
    score = Value(of_points(function.score, function.max_score))
    if partly_unchecked(function):
        return say("What could be checked of {function} is right: {score}.", function=name, score=score)
    return say("{function} is right: {score}.", function=name, score=score)


def _row(
    target: Target, result: FunctionResult | None, translate: Translator
) -> tuple[Text, Text, Text, Text]:
    if result is None:
        unknown = Text(translate(say("not checked yet")), style="dim")
        return Text("·", style="dim"), Text(target.function), unknown, Text("")
    style = _COLOURS.get(result.status, "dim")
    return (
        Text(SYMBOLS[result.status], style=style),
        Text(target.function),
        Text(translate(LABELS[result.status]), style=style),
        Text(of_points(result.score, result.max_score)),
    )


def _what_next(following: Target | None) -> Message:
    if following is None:
        return say("Everything is done.")
    command = Code(f"grader watch {following}")
    return say("Next: {function}. Work on it with {command}.", function=Name(str(following)), command=command)


def _keys(keys: Sequence[tuple[str, Message]], translate: Translator) -> Text:
    parts = [Text.assemble((key, "bold"), f" {translate(does)}") for key, does in keys]
    return Text(" · ", style="dim").join(parts)
