"""What may stand in an example's `expected` row: a value or what was asked for, never the complaint."""

from __future__ import annotations

import re

from grader.model import CheckResult, Report

_NUMBER = r"-?(\d[\d.e+-]*|inf|nan)"
_VALUE = (
    rf"(tensor\(.*\)|numpy\.\w+\(.*\)|\[.*\]|\(.*\)|\{{.*\}}|True|False|None|{_NUMBER}|'.*'|"
    r"the argument `[\w.]+` itself)"
)
_SHAPE = r"a (tensor of shape \(.*\)|0-d tensor|NumPy [\w ()]+), dtype \w+(, on \w+(:\d+)?)?"
_SUBJECT = r"((element -?\d+ of the result|the result under '.*'|`[\w.]+` after the call): )?"
# One line for each way in which `expect` asks for something; then what this course asks for with `that`.
_ASKED = (
    r"the call returns",
    r"\w+ is raised",
    rf"`\w+` unchanged: {_VALUE}",
    r"a result that shares memory with `\w+`",
    r"zero or None",
    r"a tuple of at least \d+ elements?",
    r"a dict with the key '.*'",
    r"torch\.device\('\w+(:\d+)?'\)",
    r"\w+:?\d*",
    rf"\w+={_VALUE}",
    r"torch\.optim\.\w+",
    r"(a|an) [\w ]+",
    _SHAPE,
    r"a gradient computed by formula",
    r"a result without a graph",
    r"a tensor with a graph \(a `grad_fn`\)",
    r"a tensor with `requires_grad=True`",
    r"no graph over `\w+`",
    r"gradients switched (on|off) after the call, as before",
    r"a label on the x axis and one on the y axis",
    r"\d+ separate points?",
    r"the line y = .* x \+ .*",
    r"the names of all optimizer classes of torch\.optim, and no others",
    r"a list of names, as strings",
)
_ROW = re.compile(f"{_SUBJECT}({'|'.join((_VALUE, *_ASKED))})", re.DOTALL)
_COMPLAINT = re.compile(r"\b(wrong|missing|got|instead|no longer|not defined|raised [A-Z])\b")


def complaint(check: CheckResult) -> str:
    """Why a check's `expected` row does not say what was expected; empty where it does, or is left out."""
    if check.example is None or not check.example.expected:
        return ""
    row = str(check.example.expected)
    if row == str(check.message) or not _ROW.fullmatch(row):
        return f"{check.id}: {row!r} says neither a value nor what was asked for"
    words = re.sub(_VALUE, "", row, flags=re.DOTALL)
    return f"{check.id}: {row!r} says what is wrong" if _COMPLAINT.search(words) else ""


def complaints(report: Report) -> list[str]:
    """Those of all checks of a report."""
    checks = [check for function in report.functions for check in function.checks]
    return [said for check in checks if (said := complaint(check))]
