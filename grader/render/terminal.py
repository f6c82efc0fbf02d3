"""A report, or a class, in a terminal. Student text is `rich.text.Text`, never markup, and cleaned first."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from grader.model import (
    NOT_HANDED_IN,
    CheckResult,
    Diagnosis,
    Example,
    FunctionResult,
    Location,
    Report,
    Status,
)
from grader.render.outline import (
    FAULT,
    LABELS,
    SYMBOLS,
    FailedChecks,
    FunctionOutline,
    Outline,
    all_clear,
    example_rows,
    first_message,
    has_unchecked,
    hidden_words,
    kept,
    outline,
    standing,
    summary,
)
from grader.render.text import brief, clean, cut, of_points, one_line, pieces, points
from grader.words.messages import Said

_ROWS = {"call": "dim", "expected": "green", "got": "red"}
_COLOURS = {Status.PASSED: "green", Status.FAILED: "red"}
_REST = "… {:,} characters more: `grader grade FILE --output DIR` writes them all"


def render(report: Report, *, width: int = 80, colour: bool = True) -> str:
    """The report as lines of at most `width` cells (40 at least), with or without colour."""
    sheet = StringIO()
    console = Console(
        file=sheet,
        width=max(width, 40),
        force_terminal=colour,
        color_system="standard" if colour else None,
        no_color=not colour,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
    )
    for part in _parts(report, outline(report)):
        console.print(part)
    return "".join(line.rstrip() + "\n" for line in sheet.getvalue().splitlines())


def class_table(reports: Sequence[Report]) -> RenderableType:
    """One line a submission: student, assignment, score, bar, status, the one thing to say."""
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("student", max_width=18, overflow="fold")
    table.add_column("assignment", max_width=16, overflow="fold")
    table.add_column("score", justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    table.add_column("first thing to fix", overflow="fold", ratio=1)
    for report in reports:
        table.add_row(
            Text(one_line(report.student)),
            Text(one_line(report.assignment)),
            Text("–" if report.score is None else of_points(report.score, report.max_score)),
            Text("") if report.absent else _bar(report.score, report.max_score, 6),
            _verdict(report),
        )
    return table


def _verdict(report: Report) -> Text:
    if report.absent:
        return Text(NOT_HANDED_IN, style="dim")
    said = _prose(brief(summary(report), 60))
    if report.score is None:
        return Text.assemble(("! not graded: ", "yellow"), said)
    if not said:
        status = Status.NOT_CHECKED if has_unchecked(report) else Status.PASSED
        return Text.assemble(_symbol(status), all_clear(report), style=_COLOURS.get(status, "yellow"))
    return Text.assemble(("✗ ", "red"), said)


def _bar(score: float | None, max_score: float, cells: int) -> Text:
    if score is None:
        return Text("?" * cells, style="yellow")
    filled = min(cells, int(cells * score / max_score)) if max_score else 0
    return Text.assemble(("█" * filled, "green"), ("░" * (cells - filled), "dim"))


# ── the parts ────────────────────────────────────────────────────────────────────────────────────────────


def _parts(report: Report, parts: Outline) -> list[RenderableType]:
    return [_head(report), _prose(parts.next_step, "bold"), "", *_body(report, parts), _facts(report)]


def body(report: Report) -> RenderableType:
    """What a report says of its functions and the file, for a page with a head of its own."""
    return Group(*_body(report, outline(report)))


def _body(report: Report, parts: Outline) -> list[RenderableType]:
    shown: list[RenderableType] = []
    if parts.trouble:
        names = ", ".join(one_line(function.name) for function in parts.stopped)
        shown += [*_said(parts.trouble), Text(f"So none of these could be tried: {names}."), ""]
    for work in parts.work:
        shown += [*_work(work, report), ""]
    if parts.unwritten:
        shown += [Text("Still to write", style="bold"), *map(_unwritten, parts.unwritten), ""]
    if parts.passed:
        shown += [Text("Right", style="bold"), *_passed(parts.passed), ""]
    if parts.unchecked:
        shown += [Text("Not checked", style="bold"), *map(_unchecked, parts.unchecked), ""]
    if report.notes:
        shown += [Text("About the file", style="bold"), *(_in(_prose(note)) for note in report.notes), ""]
    return shown


def _head(report: Report) -> RenderableType:
    grid = Table.grid(expand=True, padding=(0, 1))
    grid.add_column(ratio=1, overflow="fold")
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column(no_wrap=True)
    title = Text(f"{one_line(report.assignment)} · {one_line(report.student)}", style="bold")
    if report.score is None:
        grid.add_row(title, Text("no score", style="bold yellow"), Text(""))
    else:
        bar = _bar(report.score, report.max_score, 12)
        grid.add_row(title, Text(of_points(report.score, report.max_score), style="bold"), bar)
    return grid


def _work(work: FunctionOutline, report: Report) -> list[RenderableType]:
    function = work.function
    status = standing(function)
    line = Text.assemble(
        _symbol(status),
        (one_line(function.name), "bold"),
        f"  {LABELS[status]}, {of_points(function.score, function.max_score)}",
        (f"  {_place(function.location)}" if function.location else "", "dim"),
    )
    shown: list[RenderableType] = [line, *(_in(_diagnosis(one)) for one in work.diagnoses)]
    shown += [_in(_finding(one, function, report)) for one in work.findings]
    shown += [_in(_quiet(check)) for check in (*work.waiting, *work.passed)]
    return shown


def _finding(finding: FailedChecks, function: FunctionResult, report: Report) -> RenderableType:
    check = finding.lead
    shown: list[RenderableType] = [_title(one, report) for one in finding.checks]
    if finding.diagnosis:
        shown.append(_in(_diagnosis(finding.diagnosis)))
    shown += [_in(part) for part in _said(check.message)]
    if check.status is Status.FAULT:
        shown.append(_in(Text(FAULT)))
    if check.example:
        shown.append(_in(_example(check.example)))
    if not check.visible:
        shown.append(_in(Text(hidden_words(check), style="dim")))
    if check.location and check.location != function.location:
        shown.append(_in(Text(f"look at {_place(check.location)}", style="dim")))
    return Group(*shown)


def _title(check: CheckResult, report: Report) -> Text:
    device = f" on {one_line(check.device)}" if len(report.devices) > 1 or check.device != "cpu" else ""
    score = f"{device}  {of_points(check.score, check.max_score)}"
    return Text.assemble(_symbol(check.status), _prose(check.title), (score, "dim"))


def _example(example: Example) -> RenderableType:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for label, text in example_rows(example):
        head, left = cut(clean(text))
        grid.add_row(Text(label, style=_ROWS[label]), Text(head + (_REST.format(left) if left else "")))
    return grid


def _said(message: Said) -> list[Text]:
    head, left = cut(clean(message))
    return [_prose(head + (_REST.format(left) if left else ""))] if message else []


def _diagnosis(diagnosis: Diagnosis) -> RenderableType:
    read = f" ({one_line(diagnosis.section)})" if diagnosis.section else ""
    return Group(
        _prose(one_line(diagnosis.headline), "bold"), _in(_prose(one_line(diagnosis.explanation) + read))
    )


def _quiet(check: CheckResult) -> Text:
    remark = check.message if check.status is not Status.PASSED or check.blamed else ""
    score = f"  {of_points(check.score, check.max_score)}"
    return Text.assemble(
        _symbol(check.status),
        _prose(one_line(check.title)),
        (score, "dim"),
        _prose(f"  {one_line(remark)}", "dim"),
    )


def _unwritten(function: FunctionResult) -> RenderableType:
    score = of_points(function.score, function.max_score)
    head = Text.assemble(
        _symbol(function.status), (one_line(function.name), "bold"), f"  {LABELS[function.status]}, {score}"
    )
    said = [_prose(one_line(first_message(function)))] if function.status is Status.MISSING else []
    titles = [_prose(f"- {one_line(check.title)}") for check in function.checks]
    return _in(Group(head, *(_in(line) for line in [*said, *titles])))


def _unchecked(function: FunctionResult) -> RenderableType:
    line = Text.assemble(_symbol(function.status), (one_line(function.name), "bold"))
    return _in(Group(line, _in(_prose(one_line(first_message(function))))))


def _passed(functions: Sequence[FunctionResult]) -> list[RenderableType]:
    line = Text(" · ").join(
        Text.assemble(_symbol(item.status), one_line(item.name), (f" {points(item.score)}", "dim"))
        for item in functions
    )
    remarks = [
        _in(_prose(f"`{one_line(item.name)}`: {one_line(message)}"))
        for item in functions
        for message in kept(item)
    ]
    return [_in(line), *remarks]


def _facts(report: Report) -> Text:
    versions = report.versions
    facts = (
        f"seed {report.seed} · isolation {report.isolation} · {', '.join(report.devices)} · "
        f"grader {versions.grader}, torch {versions.torch}, Python {versions.python}"
    )
    sha256 = f" · sha256 {report.sha256[:12]}" if report.sha256 else ""
    return Text(one_line(facts + sha256), style="dim")


def _prose(text: Said, style: str = "") -> Text:
    """Cleaned prose, what stands in backticks in cyan (the backticks stay: colour alone says nothing)."""
    made = Text(style=style)
    for is_code, part in pieces(clean(text)):
        made.append(f"`{part}`" if is_code else part, "cyan" if is_code else "")
    return made


def _symbol(status: Status) -> tuple[str, str]:
    return f"{SYMBOLS[status]} ", _COLOURS.get(status, "yellow")


def _place(location: Location) -> str:
    return f"{brief(location.called, 60)}, line {location.line}"


def _in(part: RenderableType) -> Padding:
    return Padding(part, (0, 0, 0, 2))
