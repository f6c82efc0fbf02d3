"""What a run on GitHub shows: a summary in Markdown, and annotations at the student's lines.

GitHub takes a summary of at most 1 MiB a step and ten annotations of a kind; what is left out is counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from grader.model import FunctionResult, Location, Report, Status, Unparsed
from grader.render import markdown
from grader.render.markdown_text import code, prose
from grader.render.next_step import summary as first_words
from grader.render.outline import all_clear, located, standing
from grader.render.phrases import ABSENT, LABELS, NOT_GRADED, look_where
from grader.render.text import brief, of_points, one_line
from grader.words.messages import Message, say, say_many
from grader.words.translation import Translator
from grader.words.workflow_commands import without

_LIMIT = 1_000_000
_ANNOTATIONS = 10


def summary(reports: Sequence[Report], translate: Translator = Translator()) -> str:
    """A table of the reports; where they are one student's, each in full below it. Ends in a newline."""
    students = {report.student for report in reports}
    parts = [_table(reports, translate, named=len(students) > 1)]
    size, left = len(parts[0].encode()), 0
    for report in reports if len(students) == 1 else ():
        text = markdown.render(report, translate)
        size += len(text.encode())
        if size > _LIMIT:
            left += 1
        else:
            parts.append(text)
    if left:
        more = say_many("{n} more report does not fit here.", "{n} more reports do not fit here.", left)
        parts.append(f"… {translate(more + say('The files of this run have all reports.'))}\n")
    return "\n".join(parts)


def _table(reports: Sequence[Report], translate: Translator, *, named: bool) -> str:
    head = [say("assignment"), say("points"), say("what to do first")]
    titles = list(map(translate, [say("student"), *head] if named else head))
    lines = [f"| {' | '.join(titles)} |", "|" + "---|" * len(titles)]
    for report in reports:
        cells = [code(report.student)] if named else []
        cells += [code(report.assignment), _points(report, translate), _first(report, translate)]
        lines.append(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |")
    return "\n".join(lines) + "\n"


def _points(report: Report, translate: Translator) -> str:
    if report.score is not None:
        return of_points(report.score, report.max_score)
    return translate(ABSENT if report.absent else NOT_GRADED)


def _first(report: Report, translate: Translator) -> str:
    said = first_words(report) or all_clear(report)
    return "" if report.absent else prose(brief(translate.said(said)))


def marks(report: Report, file: str, translate: Translator = Translator()) -> list[str]:
    """Annotations, as workflow commands, of functions in need of work; `file` is their path in the checkout.

    Lines begin with `::error` and hold no newline.
    """
    unread = {name for one in report.unparsed for name in one.functions}
    wrong = [
        function
        for function in report.functions
        if function.status in (Status.FAILED, Status.FAULT) and function.name not in unread
    ]
    lines = [_unparsed(one, file, report, translate) for one in report.unparsed[:_ANNOTATIONS]]
    lines += [_annotation(function, file, report, translate) for function in wrong]
    del lines[_ANNOTATIONS:]
    if report.score is None and not lines:
        title, said = _property(translate(NOT_GRADED)), _data(brief(report.problem, 400))
        lines.append(f"::error file={_property(file)},title={title}::{said}")
    return lines


def _annotation(function: FunctionResult, file: str, report: Report, translate: Translator) -> str:
    places = [check.location for check in function.checks if check.status is Status.FAILED and check.location]
    found = located(function)
    place = found.location if found else next(iter(places), function.location)
    line = _line(place, report) if place else ""
    title = _property(f"{function.name}: {of_points(function.score, function.max_score)}")
    said = next(_said(function), None) or translate.said(LABELS[standing(function)])
    return f"::error file={_property(file)}{line},title={title}::{_data(brief(said, 400))}"


def _unparsed(one: Unparsed, file: str, report: Report, translate: Translator) -> str:
    title = _property(", ".join(one.functions) or translate(say("Python cannot read this")))
    line = _line(one.location, report)
    return f"::error file={_property(file)}{line},title={title}::{_data(brief(one.message, 400))}"


def _line(place: Location, report: Report) -> str:
    """A notebook's cells have lines of their own: only a script's are lines of the file."""
    return f",line={place.line}" if place.cell is None and place.file == report.submission else ""


def _said(function: FunctionResult) -> Iterator[Message]:
    wrong = [check for check in function.checks if check.status in (Status.FAILED, Status.FAULT)]
    yield from (check.diagnosis.headline for check in wrong if check.diagnosis is not None)
    yield from (look_where(check.located) for check in wrong if check.located is not None)
    yield from (check.message or check.title for check in wrong)


def _data(text: str) -> str:
    return without(one_line(text)).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
