"""One function of a report as an HTML fragment for a page that is not ours: nbgrader's, a notebook's."""

from __future__ import annotations

from grader.model import Report
from grader.render.outline import first_message, kept, outline
from grader.render.page import fill
from grader.words.translation import Translator


def render(report: Report, name: str, translate: Translator = Translator()) -> str:
    """A fragment that carries its own style. Raises KeyError where the report has no such function."""
    functions = {function.name: function for function in report.functions}
    work = {item.function.name: item for item in outline(report).work}
    return fill(
        "function.html.j2",
        translate,
        report=report,
        function=functions[name],
        work=work.get(name),
        kept=kept,
        first_message=first_message,
    )
