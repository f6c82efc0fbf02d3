"""In the place of nbgrader's `SaveAutoGrades`: its own saving, comments, None for a person's."""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import SaveAutoGrades

from grader.nbgrader import records


class SaveGrades(SaveAutoGrades):
    """Saves scores as nbgrader does, then what the report says as comments; both survive grading again."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Save one notebook that `RunInSandbox` has filled."""
        nb, resources = super().preprocess(nb, resources)
        where = resources["nbgrader"]
        with Gradebook(where["db_url"]) as gradebook:
            submitted = gradebook.find_submission_notebook(
                where["notebook"], where["assignment"], where["student"]
            )
            if "grader" in resources:
                records.write_comments(submitted, resources["grader"], resources["grader_translate"])
            review = resources.get("grader_review", [])
            for grade in submitted.grades:
                if grade.name in review:
                    grade.auto_score, grade.needs_manual_grade = None, True
            for comment in submitted.comments:
                # nbgrader takes a cell that is as it was released for one without a response.
                if comment.name in review:
                    comment.auto_comment = None
            gradebook.db.commit()
        return nb, resources
