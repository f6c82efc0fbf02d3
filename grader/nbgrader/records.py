"""What is written to nbgrader's gradebook beside the scores that nbgrader reads from the notebook."""

from __future__ import annotations

from collections.abc import Mapping

from nbgrader.api import Gradebook, SubmittedNotebook

from grader.model import Report
from grader.nbgrader.comments import comments

NOT_GRADED = "Not graded, which is not a zero: "


def refuse(where: Mapping[str, str], reason: str) -> None:
    """Note why a notebook was not graded: no score of an earlier hand-in stays, and a person has to look.

    where: nbgrader's own resources: student, assignment, notebook, db_url.
    """
    with Gradebook(where["db_url"]) as gradebook:
        submitted = gradebook.find_submission_notebook(
            where["notebook"], where["assignment"], where["student"]
        )
        note_refusal(submitted, reason)
        gradebook.db.commit()


def note_refusal(submitted: SubmittedNotebook, reason: str) -> None:
    """The same for a notebook at hand; the caller commits."""
    submitted.late_submission_penalty = None
    for grade in submitted.grades:
        grade.auto_score = None
        grade.needs_manual_grade = True
    for number, comment in enumerate(submitted.comments):
        comment.auto_comment = NOT_GRADED + reason if number == 0 else None


def write_comments(submitted: SubmittedNotebook, report: Report) -> None:
    """Each function's comment on its answer cell; what a person wrote stays. The caller commits.

    report: as its student may read it.
    """
    texts = comments(report)
    for comment in submitted.comments:
        if comment.name in texts:
            comment.auto_comment = texts[comment.name] or None
