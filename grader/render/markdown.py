"""report.md: GitHub-flavoured Markdown, for comments and job summaries.

Whatever could mean something to Markdown or GitHub (links, mentions, HTML, headings) stands in code, where it
means nothing. A fence is longer than any run of backticks inside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from grader.model import CheckResult, Diagnosis, FunctionResult, Location, Report, Status
from grader.render.outline import (
    FAULT,
    LABELS,
    SYMBOLS,
    FailedChecks,
    FunctionOutline,
    Outline,
    example_rows,
    first_message,
    hidden_words,
    kept,
    outline,
    standing,
)
from grader.render.text import brief, clean, cut, of_points, one_line, pieces
from grader.words.messages import Said

_BACKTICKS = re.compile("`+")
# A word that Markdown reads as it stands: letters, digits and harmless punctuation.
_HARMLESS = re.compile(r"[^\W_]*(?:[.,;:!?'\"()=%§+–—…/’“”-][^\W_]*)*")
_ACTIVE = re.compile(r"://|www\.", re.IGNORECASE)
_BEFORE, _AFTER = "(\"'“", ")\"'”.,;:!?"
# What begins a list or underlines a heading where it stands first on a line.
_OPENING = re.compile(r"^(\d{1,9})?([-+=.)])")


def render(report: Report) -> str:
    """The report as Markdown that ends in a newline."""
    parts = outline(report)
    return "\n\n".join([*_top(report, parts), *_middle(report, parts), *_end(report, parts)]) + "\n"


# ── escaping ─────────────────────────────────────────────────────────────────────────────────────────────


def code(text: str) -> str:
    """Any text on one line in a code span that it cannot leave."""
    line = one_line(text) or " "
    longest = max((len(run) for run in _BACKTICKS.findall(line)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{pad}{line}{pad}{fence}"


def block(text: str) -> str:
    """Any text as a fenced block that it cannot leave."""
    body = clean(text)
    longest = max((len(run) for run in _BACKTICKS.findall(body)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{body}\n{fence}"


def prose(text: Said) -> str:
    """A sentence on one line; what stands in backticks, and each word that could act, becomes code."""
    line = ""
    for is_code, part in pieces(one_line(text)):
        shown = code(part) if is_code else _words(part)
        # Two spans side by side would read as one with other fences.
        line += " " + shown if line.endswith("`") and shown.startswith("`") else shown
    return _OPENING.sub(lambda match: f"{match.group(1) or ''}\\{match.group(2)}", line, count=1)


def _words(text: str) -> str:
    return "".join(part if part.isspace() else _word(part) for part in re.split(r"(\s+)", text) if part)


def _word(word: str) -> str:
    if _HARMLESS.fullmatch(word) and not _ACTIVE.search(word):
        return word
    rest = word.lstrip(_BEFORE)
    core = rest.rstrip(_AFTER)
    before, after = word[: len(word) - len(rest)], rest[len(core) :]
    open_ones = core.count("(") - core.count(")")
    closing = max(0, min(open_ones, len(after) - len(after.lstrip(")"))))
    core, after = core + after[:closing], after[closing:]
    return f"{before}{code(core)}{after}"


# ── the parts ────────────────────────────────────────────────────────────────────────────────────────────


def _top(report: Report, parts: Outline) -> Iterator[str]:
    score = "no score" if report.score is None else of_points(report.score, report.max_score)
    yield f"# {prose(report.assignment) or 'Report'} · {prose(report.student) or 'no name'}: {score}"
    yield f"**{prose(parts.next_step)}**"


def _middle(report: Report, parts: Outline) -> Iterator[str]:
    if parts.trouble:
        yield "## The file itself"
        yield from _said(parts.trouble)
        names = ", ".join(code(function.name) for function in parts.stopped)
        yield f"So none of these could be tried: {names}."
    if parts.work:
        yield "## To work on"
    for work in parts.work:
        yield from _work(work, report)
    if parts.unwritten:
        yield "## Still to write"
        yield _list(_unwritten(function) for function in parts.unwritten)
    if parts.passed:
        yield "## Right"
        yield _list(_passed(function) for function in parts.passed)
    if parts.unchecked:
        yield "## Not checked"
        yield _list(_unchecked(function) for function in parts.unchecked)


def _end(report: Report, parts: Outline) -> Iterator[str]:
    if report.notes:
        yield "## About the file"
        yield _list(prose(note) for note in report.notes)
    yield "## How this was graded"
    yield _list(f"{what}: {code(value) if value else '–'}" for what, value in parts.facts)


def _work(work: FunctionOutline, report: Report) -> Iterator[str]:
    function = work.function
    score = of_points(function.score, function.max_score)
    symbol, label = SYMBOLS[standing(function)], LABELS[standing(function)]
    yield f"### {symbol} {code(function.name)}: {label}, {score}"
    if function.location:
        yield f"Defined at {_place(function.location)}."
    for diagnosis in work.diagnoses:
        yield _diagnosis(diagnosis)
    for finding in work.findings:
        yield from _finding(finding, function, report)
    quiet = [_waiting(check) for check in work.waiting] + [_right(check) for check in work.passed]
    if quiet:
        yield _list(quiet)


def _finding(finding: FailedChecks, function: FunctionResult, report: Report) -> Iterator[str]:
    check = finding.lead
    for one in finding.checks:
        device = f" on {code(one.device)}" if len(report.devices) > 1 or one.device != "cpu" else ""
        score = of_points(one.score, one.max_score)
        yield f"#### {SYMBOLS[one.status]} {prose(one.title)}{device} ({score})"
    if finding.diagnosis:
        yield _diagnosis(finding.diagnosis)
    if check.message:
        yield from _said(check.message)
    if check.status is Status.FAULT:
        yield FAULT
    yield from _example(check)
    if not check.visible:
        yield hidden_words(check)
    if check.location and check.location != function.location:
        yield f"Look at {_place(check.location)}."


def _example(check: CheckResult) -> Iterator[str]:
    if check.example is None:
        return
    rows = example_rows(check.example)
    yield block("\n".join(_labelled(label, text) for label, text in rows))
    for label, text in rows:
        yield from _rest(label, text)


def _labelled(label: str, text: str) -> str:
    head, left = cut(clean(text))
    return f"{label:<10}" + head.replace("\n", "\n" + " " * 10) + ("…" if left else "")


def _rest(label: str, text: str) -> Iterator[str]:
    """The whole of a text that was cut, folded."""
    whole = clean(text)
    if cut(whole)[1]:
        summary = f"<summary>{label}: all {len(whole):,} characters</summary>"
        yield f"<details>{summary}\n\n{block(whole)}\n\n</details>"


def _said(message: Said) -> Iterator[str]:
    yield prose(brief(message, 600))
    if len(one_line(message)) > 600:
        yield from _rest("message", str(message))


def _diagnosis(diagnosis: Diagnosis) -> str:
    lines = [f"**{prose(diagnosis.headline) or '–'}**"]
    lines += [prose(diagnosis.explanation)] if diagnosis.explanation else []
    lines += [f"Read again: {prose(diagnosis.section)}"] if diagnosis.section else []
    return "\n>\n".join(f"> {line}" for line in lines)


def _waiting(check: CheckResult) -> str:
    return f"… {prose(check.title)} ({prose(check.message)}; {of_points(check.score, check.max_score)})"


def _right(check: CheckResult) -> str:
    blame = f" {prose(check.message)}" if check.blamed else ""
    return f"✓ passed: {prose(check.title)} ({of_points(check.score, check.max_score)}){blame}"


def _unwritten(function: FunctionResult) -> str:
    score = of_points(function.score, function.max_score)
    head = f"{SYMBOLS[function.status]} {code(function.name)} {LABELS[function.status]}, {score}"
    said = [prose(first_message(function))] if function.status is Status.MISSING else []
    lines = [*said, *(prose(check.title) for check in function.checks)]
    return "\n".join([head, *(f"  - {line}" for line in lines if line)])


def _passed(function: FunctionResult) -> str:
    head = f"✓ {code(function.name)} {of_points(function.score, function.max_score)}"
    return "\n".join([head, *(f"  - {prose(message)}" for message in kept(function))])


def _unchecked(function: FunctionResult) -> str:
    said = first_message(function)
    head = f"{SYMBOLS[function.status]} {code(function.name)}"
    return f"{head}\n  - {prose(said)}" if said else head


def _place(location: Location) -> str:
    return f"{code(brief(location.called))}, line {location.line}"


def _list(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items)
