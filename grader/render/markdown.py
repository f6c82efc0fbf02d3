"""report.md: GitHub-flavoured Markdown, for comments and job summaries.

What could act in Markdown is made inert in `markdown_text`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from grader.model import CheckResult, Diagnosis, Example, FunctionResult, Report, Status
from grader.render.markdown_text import block, code, example_block, prose
from grader.render.next_step import next_step
from grader.render.outline import (
    FailedChecks,
    FunctionOutline,
    Outline,
    Row,
    edit_rows,
    example_rows,
    first_message,
    kept,
    outline,
    standing,
)
from grader.render.phrases import (
    FAULT,
    LABELS,
    NO_SCORE,
    SYMBOLS,
    UNPARSED,
    defined_at,
    hidden_words,
    look_at,
    look_where,
    on_device,
    read_again,
    stopped_by,
)
from grader.render.text import brief, clean, cut, of_points, one_line
from grader.words.messages import Message, say
from grader.words.translation import Translator


def render(report: Report, translate: Translator = Translator()) -> str:
    """The report, which is in words already, as Markdown that ends in a newline."""
    return _Page(report, translate).text()


class _Page:
    """One report in one language."""

    def __init__(self, report: Report, translate: Translator) -> None:
        self.report = report
        self.translate = translate

    def text(self) -> str:
        parts = outline(self.report)
        return "\n\n".join([*self._top(), *self._middle(parts), *self._end(parts)]) + "\n"

    def _own(self, message: Message) -> str:
        """Words of our own, in Markdown."""
        return prose(self.translate.said(message))

    def _top(self) -> Iterator[str]:
        report = self.report
        score = self._own(NO_SCORE) if report.score is None else of_points(report.score, report.max_score)
        assignment = prose(report.assignment) or self._own(say("Report"))
        student = prose(report.student) or self._own(say("No name"))
        yield f"# {assignment} · {student} · {score}"
        yield f"**{prose(brief(self.translate.said(next_step(report)), 400))}**"

    def _middle(self, parts: Outline) -> Iterator[str]:
        if parts.unparsed:
            yield f"## {self._own(UNPARSED)}"
            yield _list(map(prose, parts.unparsed))
        if parts.trouble:
            yield f"## {self._own(say('The file itself'))}"
            yield from self._said(parts.trouble)
            yield self._own(stopped_by(parts.stopped))
        if parts.work:
            yield f"## {self._own(say('To work on'))}"
        for work in parts.work:
            yield from self._work(work)
        if parts.unwritten:
            yield f"## {self._own(say('Still to write'))}"
            yield _list(map(self._unwritten, parts.unwritten))
        if parts.passed:
            yield f"## {self._own(say('Right'))}"
            yield _list(map(_passed, parts.passed))
        if parts.unchecked:
            yield f"## {self._own(say('Not checked'))}"
            yield _list(map(_unchecked, parts.unchecked))

    def _end(self, parts: Outline) -> Iterator[str]:
        if self.report.notes:
            yield f"## {self._own(say('About the file'))}"
            yield _list(map(prose, self.report.notes))
        yield f"## {self._own(say('How this was graded'))}"
        yield _list(f"{self._own(what)}: {code(value) if value else '–'}" for what, value in parts.facts)

    def _work(self, work: FunctionOutline) -> Iterator[str]:
        function, status = work.function, standing(work.function)
        score = of_points(function.score, function.max_score)
        yield f"### {SYMBOLS[status]} {code(function.name)} · {self._own(LABELS[status])} · {score}"
        if function.location:
            yield self._own(defined_at(function.location))
        for diagnosis in work.diagnoses:
            yield self._diagnosis(diagnosis)
        if work.located is not None:
            yield f"**{self._own(look_where(work.located))}**"
            yield from map(self._edit, edit_rows(work.located))
        for finding in work.findings:
            yield from self._finding(finding, function)
        quiet = [*map(_waiting, work.waiting), *map(self._right, work.passed)]
        if quiet:
            yield _list(quiet)

    def _finding(self, finding: FailedChecks, function: FunctionResult) -> Iterator[str]:
        check = finding.lead
        yield from map(self._title, finding.checks)
        if finding.diagnosis:
            yield self._diagnosis(finding.diagnosis)
        if check.message:
            yield from self._said(check.message)
        if check.status is Status.FAULT:
            yield self._own(FAULT)
        if check.example is not None:
            yield from self._example(check.example)
        yield from map(self._own, filter(None, (hidden_words(check), look_at(check, function))))

    def _title(self, check: CheckResult) -> str:
        device = self._own(on_device(check, self.report))
        score = of_points(check.score, check.max_score)
        return f"#### {SYMBOLS[check.status]} {prose(check.title)} {device and device + ' '}({score})"

    def _example(self, example: Example) -> Iterator[str]:
        yield example_block(example, self.translate)
        for row in example_rows(example):
            yield from self._rest(self.translate(row.label), row.text)

    def _edit(self, row: Row) -> str:
        return f"{self._own(row.label)}\n\n{block(row.text)}"

    def _rest(self, label: str, text: str) -> Iterator[str]:
        """The whole of a text that was cut, folded."""
        whole = clean(text)
        if cut(whole)[1]:
            count = self.translate(say("All {n} characters", n=len(whole)))
            summary = f"<summary>{escape(label)}: {escape(count)}</summary>"
            yield f"<details>{summary}\n\n{block(whole)}\n\n</details>"

    def _said(self, message: Message) -> Iterator[str]:
        yield prose(brief(message, 600))
        if len(one_line(message)) > 600:
            yield from self._rest(self.translate(say("message")), str(message))

    def _diagnosis(self, diagnosis: Diagnosis) -> str:
        lines = [f"**{prose(diagnosis.headline) or '–'}**"]
        lines += [prose(diagnosis.explanation)] if diagnosis.explanation else []
        lines += [self._own(read_again(diagnosis.section))] if diagnosis.section else []
        return "\n>\n".join(f"> {line}" for line in lines)

    def _right(self, check: CheckResult) -> str:
        blame = f" {prose(check.message)}" if check.blamed else ""
        score = of_points(check.score, check.max_score)
        return f"✓ {self._own(LABELS[check.status])} · {prose(check.title)} ({score}){blame}"

    def _unwritten(self, function: FunctionResult) -> str:
        status, score = function.status, of_points(function.score, function.max_score)
        head = f"{SYMBOLS[status]} {code(function.name)} · {self._own(LABELS[status])} · {score}"
        said = [prose(first_message(function))] if status is Status.MISSING else []
        lines = [*said, *(prose(check.title) for check in function.checks)]
        return "\n".join([head, *(f"  - {line}" for line in lines if line)])


def _waiting(check: CheckResult) -> str:
    return f"… {prose(check.title)} ({of_points(check.score, check.max_score)}) {prose(check.message)}"


def _passed(function: FunctionResult) -> str:
    head = f"✓ {code(function.name)} {of_points(function.score, function.max_score)}"
    return "\n".join([head, *(f"  - {prose(message)}" for message in kept(function))])


def _unchecked(function: FunctionResult) -> str:
    said = first_message(function)
    head = f"{SYMBOLS[function.status]} {code(function.name)}"
    return f"{head}\n  - {prose(said)}" if said else head


def _list(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items)
