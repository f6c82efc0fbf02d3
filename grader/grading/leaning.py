"""Whose verdict may hang on a function: of what calls it, and of what has a check that needs one of its."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from grader.grading.evaluation import Evaluation
from grader.model import Report
from grader.reference.live import reached


def only_leaning(report: Report, evaluation: Evaluation, functions: Collection[str]) -> Report:
    """The report with these functions and those that lean on them alone; all of it where none is named.

    Its score stays that of the whole.
    """
    if not functions:
        return report
    leaning = _leaning(evaluation, functions)
    return replace(report, functions=tuple(one for one in report.functions if one.name in leaning))


def _leaning(evaluation: Evaluation, functions: Collection[str]) -> set[str]:
    """These functions, and all that the student's text, or a check, makes hang on them."""
    loading, checks = evaluation.load(), evaluation.context.checks
    mentions = {name: list(item.mentions) for name, item in loading.definitions.items()}
    mentions |= {name: list(named) for name, named in loading.helpers.items()}
    owner = {check.id: check.function for check in checks}
    for check in checks:
        mentions.setdefault(check.function, []).extend(owner[name] for name in check.needs if name in owner)
    names = {check.function for check in checks}
    return {name for name in names if name in functions or reached(name, mentions).intersection(functions)}
