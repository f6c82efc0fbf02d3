"""report.html: one file that a student opens anywhere; no scripts, nothing fetched, light, dark and paper."""

from __future__ import annotations

from grader.model import Report
from grader.render.next_step import next_step
from grader.render.outline import first_message, kept, outline
from grader.render.page import fill, percent
from grader.words.translation import Translator


def render(report: Report, translate: Translator = Translator()) -> str:
    """The report, which is in words already, as one self-contained page."""
    return fill(
        "report.html.j2",
        translate,
        report=report,
        outline=outline(report),
        next_step=translate.said(next_step(report)),
        kept=kept,
        first_message=first_message,
        percent=percent(report.score, report.max_score),
    )
