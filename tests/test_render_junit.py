"""junit.xml: what CI systems make of a report."""

from __future__ import annotations

from xml.etree import ElementTree

from helpers.sample_reports import (
    SECRET,
    ada,
    check,
    function,
    our_fault,
    perfect,
    report,
    reports,
    unreadable,
)
from hypothesis import given

from grader.audience import for_student
from grader.model import Report, Status
from grader.render import junit
from grader.words.messages import heard


def suite(report: Report) -> ElementTree.Element:
    found = ElementTree.fromstring(junit.render(report).encode()).find("testsuite")
    assert found is not None
    return found


def test_a_check_is_a_test_case() -> None:
    """Passed, failed, waiting: as many of each as the report has, and the score as a property."""
    checks = [check for function in ada().functions for check in function.checks]
    made = suite(ada())
    assert made.get("tests") == str(len(checks))
    skipped = sum(check.status is Status.BLOCKED for check in checks)
    passed = sum(check.status is Status.PASSED for check in checks)
    assert made.get("skipped") == str(skipped)
    assert made.get("failures") == str(len(checks) - passed - skipped)
    properties = {item.get("name"): item.get("value") for item in made.iter("property")}
    assert float(properties["score"] or "nan") == ada().score


def test_a_failure_tells_the_story() -> None:
    """The message, the call, what was expected and what came, the diagnosis."""
    failures = [item.text or "" for item in suite(ada()).iter("failure")]
    told = next(text for text in failures if "call      " in text)
    assert "expected  " in told and "got       " in told
    assert any("You forget the mean" in text for text in failures)


def test_what_could_not_be_graded_is_an_error() -> None:
    """Never a failure, and the score is empty."""
    for one in (unreadable(), our_fault()):
        made = suite(one)
        assert made.get("errors") != "0"
        properties = {item.get("name"): item.get("value") for item in made.iter("property")}
        assert properties["score"] == ""
    assert suite(perfect()).get("errors") == suite(perfect()).get("failures") == "0"


def test_hidden_checks_stay_hidden() -> None:
    """What the audience filter takes out does not come back."""
    assert SECRET in junit.render(ada())
    assert SECRET not in junit.render(for_student(ada()))


@given(reports())
def test_any_report_is_well_formed(report: Report) -> None:
    """Whatever students print or name things, the document parses, and counts agree with its cases."""
    made = suite(report)
    cases = list(made.iter("testcase"))
    assert made.get("tests") == str(len(cases)) != "0"
    for tag, count in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
        assert made.get(count) == str(sum(case.find(tag) is not None for case in cases))


def test_what_is_no_character_is_not_written() -> None:
    """U+FFFE and U+FFFF may stand in an exception's text, and in no XML."""
    said = check("c", "T.", Status.FAILED, message=heard("a\uffffb\ufffe \U0001ffff"))
    text = junit.render(report(function("f", said)))
    assert ElementTree.fromstring(text) is not None
    assert "a\\uffffb\\ufffe \\U0001ffff" in text
