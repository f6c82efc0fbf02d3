"""report.html: one file that a student opens anywhere; no scripts, nothing fetched, light, dark and paper."""

from __future__ import annotations

from grader.model import Report
from grader.render.outline import first_message, kept, outline
from grader.render.page import fill, percent


def render(report: Report) -> str:
    """The report as one self-contained page."""
    return fill(
        "report.html.j2",
        report=report,
        outline=outline(report),
        kept=kept,
        first_message=first_message,
        percent=percent(report.score, report.max_score),
    )
