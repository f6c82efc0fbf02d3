"""A report in words: its messages said in one language, which is the last step before any renderer runs."""

from __future__ import annotations

from dataclasses import replace

from grader.model import (
    CheckResult,
    Diagnosis,
    Example,
    FunctionResult,
    Located,
    Location,
    Report,
    Unparsed,
)
from grader.words.translation import Translator


def in_words(report: Report, translate: Translator) -> Report:
    """The report as its readers get it: every message said in one language."""
    say_it = translate.said
    return replace(
        report,
        language=translate.language,
        problem=say_it(report.problem),
        notes=tuple(map(say_it, report.notes)),
        functions=tuple(_function(function, translate) for function in report.functions),
        unparsed=tuple(_unparsed(one, translate) for one in report.unparsed),
    )


def _unparsed(one: Unparsed, translate: Translator) -> Unparsed:
    return replace(one, message=translate.said(one.message), location=_location(one.location, translate))


def _function(function: FunctionResult, translate: Translator) -> FunctionResult:
    return replace(
        function,
        checks=tuple(_check(check, translate) for check in function.checks),
        location=function.location and _location(function.location, translate),
    )


def _check(check: CheckResult, translate: Translator) -> CheckResult:
    return replace(
        check,
        title=translate.said(check.title),
        message=translate.said(check.message),
        example=check.example and _example(check.example, translate),
        location=check.location and _location(check.location, translate),
        diagnosis=check.diagnosis and _diagnosis(check.diagnosis, translate),
        located=check.located and _located(check.located, translate),
    )


def _location(location: Location, translate: Translator) -> Location:
    return replace(location, said=translate.said(location.called))


def _located(located: Located, translate: Translator) -> Located:
    return replace(located, location=_location(located.location, translate))


def _example(example: Example, translate: Translator) -> Example:
    return replace(example, expected=translate.said(example.expected), got=translate.said(example.got))


def _diagnosis(diagnosis: Diagnosis, translate: Translator) -> Diagnosis:
    return replace(
        diagnosis,
        headline=translate.said(diagnosis.headline),
        explanation=translate.said(diagnosis.explanation),
    )
