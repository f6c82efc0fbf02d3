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

from grader.course.targets import Target
from grader.model import FunctionResult, Report, Status
from grader.render import terminal
from grader.render.outline import partly_unchecked
from grader.render.phrases import LABELS, SYMBOLS
from grader.render.text import clean, of_points
from grader.student.tally import Tally

_COLOURS = {Status.PASSED: "green", Status.FAILED: "red", Status.FAULT: "yellow"}
_KEYS = (("n", "next"), ("h", "hint"), ("l", "list"), ("c", "check all"), ("x", "reset"), ("q", "quit"))
_LIST_KEYS = (("↑ ↓", "choose"), ("enter", "go there"), ("l", "back"), ("q", "quit"))
_BAR = 24
_RIGHT = {False: "All of it is right", True: "All of it that could be checked is right"}


class Screen:
    """One page at a time, each in place of the one before; on a file or pipe one below the other."""

    def __init__(self, console: Console, visible: Callable[[], bool] = lambda: True) -> None:
        """visible: whether what was shown could be written; nobody looks at a pipe that is closed."""
        self.console = console
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

    def add(self, line: str) -> None:
        """A line below what is shown."""
        self.console.print(Text(line, style="dim"))


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionPage:
    """All that the page of one function shows."""

    target: Target
    # None before the first check.
    report: Report | None
    file: Path
    line: int
    hints: Sequence[str]
    # The reference's own text, where it may be shown.
    reference: str | None
    # Where `n` leads, once all of it is right.
    what_next: str
    # Something to say once: a hint that is not there, a backup that was made.
    remark: str = ""


def work_page(work: FunctionPage, tally: Tally) -> RenderableType:
    """The function being worked on: how far, the verdict, hints, keys."""
    shown: list[RenderableType] = [bar(work.target.assignment, tally), "", _head(work)]
    if work.report is not None:
        shown += ["", *_verdict(work, work.report)]
    for number, hint in enumerate(work.hints, start=1):
        shown += ["", hint_part(number, hint)]
    if work.reference:
        shown += [
            "",
            Text("The course writes it so:", style="bold"),
            Padding(Syntax(work.reference, "python", theme="ansi_dark", background_color="default"), (0, 2)),
        ]
    if work.remark:
        shown += ["", Text(work.remark, style="yellow")]
    return Group(*shown, "", _keys(_KEYS))


def bar(assignment: str, tally: Tally) -> RenderableType:
    """How much of an assignment is done."""
    count = tally.count(assignment)
    filled = _BAR * count.done // count.functions if count.functions else 0
    points = f" · {of_points(count.points, count.max_points)} points" if count.max_points else ""
    return Text.assemble(
        (f"{assignment:<16}", "bold"),
        "  ",
        ("█" * filled, "green"),
        ("░" * (_BAR - filled), "dim"),
        f"  {count.done} of {count.functions} functions{points}",
    )


def hint_part(number: int, hint: str) -> RenderableType:
    """One hint, with its number."""
    return Group(Text(f"Hint {number} of 3", style="bold"), Padding(Markdown(hint), (0, 2)))


def list_page(tally: Tally, chosen: Target, height: int) -> RenderableType:
    """How every assignment stands, and the functions of the one that holds the chosen function.

    height: lines of the screen; of functions, those around the chosen one are shown that find room.
    """
    shown: list[RenderableType] = []
    assignments = tally.assignments()
    for assignment in assignments:
        shown.append(bar(assignment, tally))
        if assignment == chosen.assignment:
            shown.append(_chooser(tally, chosen, max(3, height - len(assignments) - 3)))
    return Group(*shown, "", _keys(_LIST_KEYS))


def _chooser(tally: Tally, chosen: Target, lines: int) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    targets = tally.within(chosen.assignment)
    first = min(max(0, targets.index(chosen) - lines // 2), max(0, len(targets) - lines))
    for target in targets[first : first + lines]:
        mark = Text("▸", style="bold cyan") if target == chosen else Text(" ")
        table.add_row(mark, *_row(target, tally.of(target)))
    return table


def status_page(tally: Tally, hints: dict[Target, int], following: Target | None) -> RenderableType:
    """Every assignment with its functions, and what to do next."""
    shown: list[RenderableType] = []
    for assignment in tally.assignments():
        table = Table.grid(padding=(0, 2, 0, 0))
        for target in tally.within(assignment):
            used = f"{hints[target]} of 3 hints" if hints.get(target) else ""
            table.add_row(" ", *_row(target, tally.of(target)), Text(used, style="dim"))
        shown += [bar(assignment, tally), table, ""]
    return Group(*shown, Text(_what_next(following), style="bold"))


def question_page(question: str) -> RenderableType:
    """Something to be answered by y or by any other key."""
    return Text.assemble((question, "bold yellow"), "\n\n", ("y", "bold"), " yes · any other key: no")


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


def _verdict(work: FunctionPage, report: Report) -> list[RenderableType]:
    [function] = report.functions or (None,)
    if function is None:
        return [Text(clean(report.problem), style="yellow")]
    if function.status is not Status.PASSED:
        return [terminal.body(report)]
    right, score = _RIGHT[partly_unchecked(function)], of_points(function.score, function.max_score)
    return [
        Text(f"✓ {right}: {score}.", style="bold green"),
        Text(work.what_next),
        *(Text(clean(note), style="dim") for note in report.notes),
    ]


def _row(target: Target, result: FunctionResult | None) -> tuple[Text, Text, Text, Text]:
    if result is None:
        return Text("·", style="dim"), Text(target.function), Text("not checked yet", style="dim"), Text("")
    style = _COLOURS.get(result.status, "dim")
    return (
        Text(SYMBOLS[result.status], style=style),
        Text(target.function),
        Text(str(LABELS[result.status]), style=style),
        Text(of_points(result.score, result.max_score)),
    )


def _what_next(following: Target | None) -> str:
    return f"Next: {following}   grader watch {following}" if following else "Everything is done."


def _keys(keys: Sequence[tuple[str, str]]) -> Text:
    parts = [Text.assemble((key, "bold"), f" {does}") for key, does in keys]
    return Text(" · ", style="dim").join(parts)
