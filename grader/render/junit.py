"""junit.xml: what CI systems show as tests. A check is a test case; the score stands in the properties.

A check that waits for another is skipped, one that could not be tried is an error, a report without a score
is one test case in error. What machines compare follows no language: cases are named in the course's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as xml

from grader.model import CheckResult, FunctionResult, Report, Status
from grader.render.outline import edit_rows, example_rows
from grader.render.phrases import look_where, place_alone
from grader.render.text import clean, cut, one_line, padded, points
from grader.words.messages import Message, say_many
from grader.words.translation import Translator

_CHARACTERS = 4000


def render(report: Report, translate: Translator = Translator()) -> str:
    """The report, which is in words already, as a JUnit document that ends in a newline."""
    checks = [(function, check) for function in report.functions for check in function.checks]
    cases = [_case(report, function, check, translate) for function, check in checks]
    cases = cases or [_not_graded(report, translate)]
    suite = xml.Element("testsuite", {"name": one_line(report.assignment) or "unknown", **_counts(cases)})
    properties = xml.SubElement(suite, "properties")
    for name, value in _properties(report):
        xml.SubElement(properties, "property", {"name": name, "value": value})
    suite.extend(cases)
    whole = xml.Element("testsuites", _counts(cases))
    whole.append(suite)
    xml.indent(whole)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + xml.tostring(whole, encoding="unicode") + "\n"


def _counts(cases: list[xml.Element]) -> dict[str, str]:
    counts = {
        what: sum(case.find(what) is not None for case in cases) for what in ("failure", "error", "skipped")
    }
    seconds = sum(float(case.get("time", "0")) for case in cases)
    return {
        "tests": str(len(cases)),
        "failures": str(counts["failure"]),
        "errors": str(counts["error"]),
        "skipped": str(counts["skipped"]),
        "time": f"{seconds:.3f}",
    }


def _properties(report: Report) -> Iterator[tuple[str, str]]:
    yield "student", one_line(report.student)
    yield "submission", one_line(report.submission)
    yield "status", report.status
    yield "score", "" if report.score is None else points(report.score)
    yield "max_score", points(report.max_score)
    yield "seed", str(report.seed)


def _case(report: Report, function: FunctionResult, check: CheckResult, translate: Translator) -> xml.Element:
    case = xml.Element(
        "testcase",
        {
            "classname": f"{one_line(report.assignment)}.{one_line(function.name)}",
            "name": f"{one_line(_untranslated(check.title))} [{check.device}]",
            "time": f"{check.seconds:.3f}",
        },
    )
    tags = {
        Status.PASSED: "",
        Status.BLOCKED: "skipped",
        Status.NOT_CHECKED: "skipped",
        Status.FAULT: "error",
    }
    tag = tags.get(check.status, "failure")
    if tag:
        said = xml.SubElement(case, tag, {"message": one_line(check.message)})
        said.text = _shortened(_story(check, translate), translate)
    return case


def _untranslated(title: Message) -> str:
    return str(Message(title.sentences))


def _story(check: CheckResult, translate: Translator) -> str:
    lines = [str(check.message)]
    if check.location is not None:
        lines.append(translate(place_alone(check.location)))
    if check.example is not None:
        rows = [(translate(row.label), row.text) for row in example_rows(check.example)]
        lines += [f"{padded(label, 10)}{text}" for label, text in rows]
    if check.located is not None:
        lines.append(translate(look_where(check.located)))
        lines += [f"{padded(translate(row.label), 10)}{row.text}" for row in edit_rows(check.located)]
    if check.diagnosis is not None:
        lines += [str(check.diagnosis.headline), str(check.diagnosis.explanation), check.diagnosis.section]
    return "\n".join(line for line in lines if line)


def _not_graded(report: Report, translate: Translator) -> xml.Element:
    case = xml.Element(
        "testcase", {"classname": one_line(report.assignment), "name": "graded", "time": "0.000"}
    )
    said = xml.SubElement(case, "error", {"message": one_line(report.problem)})
    said.text = _shortened(str(report.problem), translate)
    return case


def _shortened(text: str, translate: Translator) -> str:
    head, left = cut(clean(text), _CHARACTERS, lines=80)
    more = say_many("{n} more character is in report.json.", "{n} more characters are in report.json.", left)
    return f"{head}\n… {translate(more)}" if left else head
