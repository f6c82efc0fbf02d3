"""What a terminal shows of a class: the report of one submission, or a line for each; where everything is."""

from __future__ import annotations

from collections.abc import Sequence

from grader.commands.class_pages import ClassPages
from grader.commands.output import Output
from grader.grading.settings import Settings
from grader.model import Report
from grader.render import terminal
from grader.results.rows import ResultRow
from grader.words.messages import InFile, say


def tell_class(
    rows: Sequence[ResultRow], reports: Sequence[Report], pages: ClassPages, output: Output
) -> None:
    """The whole report of one submission, or a line for each. reports: what tables say of the rows."""
    console, translate = output.console, output.translate
    if len(rows) != 1 or rows[0].absent:
        console.print(terminal.class_table(reports, translate))
        return
    [report] = pages.whole(rows, translate)
    text = terminal.render(report, width=console.width, colour=console.is_terminal, translate=translate)
    console.out(text, end="", highlight=False)


def tell_places(
    reports: Sequence[Report], pages: ClassPages, settings: Settings | None, output: Output
) -> None:
    """Where everything is. settings: how something was graded; None where nothing was."""
    folder = pages.folder
    page, grades = InFile(str(folder.main_page(reports))), InFile(str(folder.grades))
    if settings is None:
        output.tell(say("Reports: {page}   grades: {grades}", page=page, grades=grades))
        return
    output.tell(
        say(
            "Reports: {page}   grades: {grades}   seed {seed}",
            page=page,
            grades=grades,
            seed=settings.seed,
        )
    )
    if any(report.score is not None and report.seed != settings.seed for report in reports):
        output.tell(say("This seed is of new results. Kept results have their own: each report names it."))
    for note in settings.notes:
        output.tell(note)
