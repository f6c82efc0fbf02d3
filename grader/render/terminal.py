"""A report, or a class, in a terminal. Student text is `rich.text.Text`, never markup, and cleaned first."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from grader.model import CheckResult, Diagnosis, Example, FunctionResult, Report, Status
from grader.render.next_step import next_step, summary
from grader.render.outline import (
    FailedChecks,
    FunctionOutline,
    Outline,
    Row,
    all_clear,
    edit_rows,
    example_rows,
    first_message,
    has_unchecked,
    kept,
    outline,
    plain_reason,
    standing,
)
from grader.render.phrases import (
    ABSENT,
    FAULT,
    LABELS,
    NO_ASSIGNMENT,
    NO_SCORE,
    NOT_GRADED,
    UNPARSED,
    hidden_words,
    look_at,
    look_where,
    more_characters,
    on_device,
    place_alone,
    stopped_by,
)
from grader.render.terminal_text import COLOURS, bar, prose, symbol
from grader.render.text import (
    brief,
    brief_in_cells,
    clean,
    cut,
    of_points,
    one_line,
    points,
)
from grader.render.wrapped import Prose
from grader.words.messages import Code, Message, say
from grader.words.translation import Translator

_ROWS = {"call": "dim", "expected": "green", "got": "red", "printed": "dim"}
_WRITES_ALL = say("{command} writes all of them.", command=Code("grader grade FILE --output DIR"))


def render(
    report: Report, *, width: int = 80, colour: bool = True, translate: Translator = Translator()
) -> str:
    """The report, in words already, as lines of at most `width` cells (40 at least)."""
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
    for part in _Sheet(report, translate).parts():
        console.print(part)
    return "".join(line.rstrip() + "\n" for line in sheet.getvalue().splitlines())


def body(report: Report, translate: Translator = Translator()) -> RenderableType:
    """What a report says of its functions and the file, for a page with a head of its own."""
    sheet = _Sheet(report, translate)
    return Group(*sheet.headline(), *sheet.body(outline(report)))


# ── a class ──────────────────────────────────────────────────────────────────────────────────────────────


def class_table(reports: Sequence[Report], translate: Translator = Translator()) -> RenderableType:
    """One line a submission: student, assignment, score, bar, status, the one thing to say."""
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(translate(say("student")), max_width=18, overflow="fold")
    table.add_column(translate(say("assignment")), max_width=16, overflow="fold")
    table.add_column(translate(say("score")), justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    table.add_column(translate(say("first thing to fix")), overflow="fold", ratio=1)
    for report in reports:
        table.add_row(
            Text(one_line(report.student)),
            Text(one_line(report.assignment) or translate(NO_ASSIGNMENT)),
            Text("–" if report.score is None else of_points(report.score, report.max_score)),
            Text("") if report.absent else bar(report.score, report.max_score, 6),
            _verdict(report, translate),
        )
    return table


def _verdict(report: Report, translate: Translator) -> Text:
    if report.absent:
        return Text(translate(ABSENT), style="dim")
    said = prose(brief_in_cells(translate.said(summary(report)), 60))
    if report.score is None:
        return Prose.assemble((f"! {translate(NOT_GRADED)} · ", "yellow"), said)
    if not said:
        status = Status.NOT_CHECKED if has_unchecked(report) else Status.PASSED
        clear = translate(all_clear(report))
        return Prose.assemble(symbol(status), clear, style=COLOURS.get(status, "yellow"))
    return Prose.assemble(("✗ ", "red"), said)


# ── a report ─────────────────────────────────────────────────────────────────────────────────────────────


class _Sheet:
    """One report in one language."""

    def __init__(self, report: Report, translate: Translator) -> None:
        self.report = report
        self.translate = translate

    def parts(self) -> list[RenderableType]:
        parts = outline(self.report)
        start = brief(self.translate.said(next_step(self.report)), 400)
        return [self._head(), prose(start, "bold"), "", *self.body(parts), self._facts(parts)]

    def _own(self, message: Message, style: str = "") -> Text:
        """Words of our own."""
        return prose(self.translate.said(message), style)

    def headline(self) -> list[RenderableType]:
        """What Python cannot read of the file, where that is not said above."""
        if not self.report.unparsed:
            return []
        return [prose(brief(self.report.unparsed[0].message, 400), "bold"), ""]

    def body(self, parts: Outline) -> list[RenderableType]:
        shown: list[RenderableType] = []
        if parts.unparsed:
            shown += [self._own(UNPARSED, "bold"), *(_in(prose(one)) for one in parts.unparsed), ""]
        if parts.trouble:
            shown += [*self._said(parts.trouble), self._own(stopped_by(parts.stopped)), ""]
        for work in parts.work:
            shown += [*self._work(work), ""]
        if parts.unwritten:
            shown += [self._own(say("Still to write"), "bold"), *map(self._unwritten, parts.unwritten), ""]
        if parts.passed:
            shown += [self._own(say("Right"), "bold"), *_passed(parts.passed), ""]
        if parts.unchecked:
            shown += [self._own(say("Not checked"), "bold"), *map(_unchecked, parts.unchecked), ""]
        if self.report.notes:
            notes = [_in(prose(note)) for note in self.report.notes]
            shown += [self._own(say("About the file"), "bold"), *notes, ""]
        return shown

    def _head(self) -> RenderableType:
        report = self.report
        grid = Table.grid(expand=True, padding=(0, 1))
        grid.add_column(ratio=1, overflow="fold")
        grid.add_column(justify="right", no_wrap=True)
        grid.add_column(no_wrap=True)
        title = Text(f"{self._what()} · {one_line(report.student)}", style="bold")
        if report.score is None:
            grid.add_row(title, self._own(NO_SCORE, "bold yellow"), Text(""))
        else:
            score = Text(of_points(report.score, report.max_score), style="bold")
            grid.add_row(title, score, bar(report.score, report.max_score, 12))
        return grid

    def _what(self) -> str:
        """The assignment; with the function where the points are of that one alone."""
        names = [one.name for one in self.report.functions]
        alone = len(names) == 1 and names[0] != self.report.assignment
        assignment = one_line(self.report.assignment) or self.translate(NO_ASSIGNMENT)
        return one_line(f"{assignment}.{names[0]}") if alone else assignment

    def _facts(self, parts: Outline) -> Text:
        """All but the submission; of the digest as much as tells files apart."""
        report = self.report
        said = [
            f"{self.translate(what)} {value[:12] if value == report.sha256 else value}"
            for what, value in parts.facts[1:]
            if value
        ]
        return Text(one_line(" · ".join(said)), style="dim")

    # ── one function ─────────────────────────────────────────────────────────────────────────────────────

    def _work(self, work: FunctionOutline) -> list[RenderableType]:
        function, status = work.function, standing(work.function)
        where = place_alone(function.location) if function.location else None
        line = Prose.assemble(
            symbol(status),
            (one_line(function.name), "bold"),
            f"  {self.translate(LABELS[status])} · {of_points(function.score, function.max_score)}",
            (f"  {brief_in_cells(self.translate.said(where), 70)}" if where else "", "dim"),
        )
        shown: list[RenderableType] = [line, *(_in(_diagnosis(one)) for one in work.diagnoses)]
        where_to_look = [_in(part) for part in self._located(work)]
        findings = [_in(self._finding(one, function)) for one in work.findings]
        # What is the reason itself says more than the line.
        shown += [*findings, *where_to_look] if plain_reason(function) else [*where_to_look, *findings]
        shown += [_in(_quiet(check)) for check in (*work.waiting, *work.passed)]
        return shown

    def _located(self, work: FunctionOutline) -> list[RenderableType]:
        if work.located is None:
            return []
        rows = edit_rows(work.located)
        said = self._own(look_where(work.located), "bold")
        return [said, _in(self._table(rows))] if rows else [said]

    def _finding(self, finding: FailedChecks, function: FunctionResult) -> RenderableType:
        check = finding.lead
        shown: list[RenderableType] = [self._title(one) for one in finding.checks]
        if finding.diagnosis:
            shown.append(_in(_diagnosis(finding.diagnosis)))
        shown += [_in(part) for part in self._said(check.message)]
        if check.status is Status.FAULT:
            shown.append(_in(self._own(FAULT)))
        if check.example:
            shown.append(_in(self._example(check.example)))
        for message in filter(None, (hidden_words(check), look_at(check, function))):
            shown.append(_in(self._own(message, "dim")))
        return Group(*shown)

    def _title(self, check: CheckResult) -> Text:
        device = self.translate(on_device(check, self.report))
        score = f"  {of_points(check.score, check.max_score)}"
        return Prose.assemble(
            symbol(check.status), prose(check.title), (f" {device}{score}" if device else score, "dim")
        )

    def _example(self, example: Example) -> RenderableType:
        return self._table(example_rows(example))

    def _table(self, rows: Sequence[Row]) -> RenderableType:
        grid = Table.grid(padding=(0, 2, 0, 0))
        grid.add_column(no_wrap=True)
        grid.add_column(overflow="fold")
        for row in rows:
            label = Text(self.translate(row.label), style=_ROWS[row.kind])
            grid.add_row(label, Text(self._cut(row.text)))
        return grid

    def _said(self, message: Message) -> list[Text]:
        if len(clean(message)) <= len(cut(clean(message))[0]):
            return [prose(message)] if message else []
        return [prose(self._cut(clean(message)))]

    def _cut(self, text: str) -> str:
        head, left = cut(clean(text))
        return f"{head}… {self.translate(more_characters(left) + _WRITES_ALL)}" if left else head

    def _unwritten(self, function: FunctionResult) -> RenderableType:
        score = of_points(function.score, function.max_score)
        label = self.translate(LABELS[function.status])
        head = Prose.assemble(
            symbol(function.status), (one_line(function.name), "bold"), f"  {label} · {score}"
        )
        said = [prose(one_line(first_message(function)))] if function.status is Status.MISSING else []
        titles = [prose(f"- {one_line(check.title)}") for check in function.checks]
        return _in(Group(head, *(_in(line) for line in [*said, *titles])))


def _diagnosis(diagnosis: Diagnosis) -> RenderableType:
    read = f" ({one_line(diagnosis.section)})" if diagnosis.section else ""
    return Group(
        prose(one_line(diagnosis.headline), "bold"), _in(prose(one_line(diagnosis.explanation) + read))
    )


def _quiet(check: CheckResult) -> Text:
    remark = check.message if check.status is not Status.PASSED or check.blamed else ""
    score = f"  {of_points(check.score, check.max_score)}"
    return Prose.assemble(
        symbol(check.status),
        prose(one_line(check.title)),
        (score, "dim"),
        prose(f"  {one_line(remark)}", "dim"),
    )


def _unchecked(function: FunctionResult) -> RenderableType:
    line = Prose.assemble(symbol(function.status), (one_line(function.name), "bold"))
    return _in(Group(line, _in(prose(one_line(first_message(function))))))


def _passed(functions: Sequence[FunctionResult]) -> list[RenderableType]:
    line = Text(" · ").join(
        Prose.assemble(symbol(item.status), one_line(item.name), (f" {points(item.score)}", "dim"))
        for item in functions
    )
    remarks = [
        _in(prose(f"`{one_line(item.name)}` · {one_line(message)}"))
        for item in functions
        for message in kept(item)
    ]
    return [_in(line), *remarks]


def _in(part: RenderableType) -> Padding:
    return Padding(part, (0, 0, 0, 2))
