"""What is written to nbgrader's gradebook beside the scores that nbgrader reads from the notebook."""

from __future__ import annotations

from collections.abc import Mapping

from nbgrader.api import Gradebook, SubmittedNotebook

from grader.model import Report
from grader.nbgrader import grade_ids as names
from grader.nbgrader.comments import comments
from grader.words.messages import Message, say
from grader.words.translation import Translator

NOT_GRADED = say("Not graded. This is not a zero.")


def refuse(where: Mapping[str, str], reason: Message, translate: Translator) -> None:
    """Note why a notebook was not graded: no score of an earlier hand-in stays, and a person has to look.

    where: nbgrader's own resources: student, assignment, notebook, db_url.
    """
    with Gradebook(where["db_url"]) as gradebook:
        submitted = gradebook.find_submission_notebook(
            where["notebook"], where["assignment"], where["student"]
        )
        note_refusal(submitted, reason, translate)
        gradebook.db.commit()


def note_refusal(submitted: SubmittedNotebook, reason: Message, translate: Translator) -> None:
    """The same for a notebook at hand; the caller commits."""
    submitted.late_submission_penalty = None
    for grade in submitted.grades:
        grade.auto_score = None
        grade.needs_manual_grade = True
    for number, comment in enumerate(submitted.comments):
        comment.auto_comment = translate(NOT_GRADED + reason) if number == 0 else None


def write_comments(submitted: SubmittedNotebook, report: Report, translate: Translator) -> None:
    """Each function's comment on the cell it is written in; what a person wrote stays. The caller commits.

    report: as its student may read it, in words.
    """
    texts = comments(report, translate)
    sources = {cell.name: cell.source or "" for cell in submitted.notebook.source_cells}
    for comment in submitted.comments:
        held = names.defined(sources.get(comment.name, "")) or [comment.name]
        functions = [name for name in held if name in texts]
        if functions:
            comment.auto_comment = "\n\n".join(filter(None, map(texts.get, functions))) or None
