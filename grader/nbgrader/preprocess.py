"""In the place of nbgrader's `Execute`: no kernel starts, and nothing scores itself.

`RunInSandbox` grades the file that was handed in, runs the cells for what they show, writes all outputs. Its
settings are in `nbgrader_config.py`: those of `service_step`, and of `trial_step`, which tries the notebook
before the class.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.preprocessors import Execute

from grader.audience import for_student
from grader.course.layout import find_course
from grader.errors import GraderError, SubmissionError, UsageError
from grader.model import Report
from grader.nbgrader import client, records, trial
from grader.nbgrader import grade_ids as names
from grader.nbgrader.filled import answers_put_back, fill, unexecuted
from grader.nbgrader.notebook_cells import InstructorCells, code_cells, role_of
from grader.nbgrader.protocol import Done, Usage
from grader.nbgrader.trial_step import TrialStep
from grader.render.in_words import in_words
from grader.render.next_step import next_step
from grader.words.messages import InFile, Items, Name, say
from grader.words.translation import Translator


class RunInSandbox(TrialStep):
    """Fills a notebook's outputs: verdicts in cells with points, below others what running them shows."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Grade one notebook. Raises GraderError with the reason where it cannot be graded."""
        where = resources["nbgrader"]
        try:
            self._grade(nb, resources)
        except GraderError as error:
            translate = self._translator()
            said = say(
                "{student}, {notebook}: not graded.",
                student=Name(where["student"]),
                notebook=Name(where["notebook"]),
            )
            self.log.error("%s", translate(said + error.said))
            records.refuse(where, error.said, translate)
            raise
        return nb, resources

    def begin(self, where: dict[str, str]) -> None:
        """Have the service on its way, which will soon be asked about this notebook."""
        # Whatever is wrong with the course is said where the notebook is graded.
        with suppress(GraderError):
            if self.executes:
                known = trial.kept(self._trial_file(where))
                client.begin(self._options(where, known.used if known is not None else Usage()))

    def _grade(self, nb: NotebookNode, resources: Any) -> None:
        where = resources["nbgrader"]
        translate = self._translator()
        held = bool(self._course_of(where["notebook"]))
        cells = list(code_cells(nb, where["notebook"]))
        if not held:
            self._demand_no_checks([cell for _, cell in cells], where["notebook"])
        if not self.executes:
            resources["grader_review"] = [*unexecuted(cells, translate), *answers_put_back(nb)]
            return
        if not cells and not held:
            resources["grader_review"] = list(answers_put_back(nb))
            return
        code, made = InstructorCells(), None
        if any(role_of(cell, engine=held) == "grade" for _, cell in cells):
            code, made = self._released(where), None if held else self.trial_of(where)
        used = made.used if made is not None else Usage()
        jobs = self._job_cells(cells, code, engine=held)
        done = client.ask(self._options(where, used), self._job(jobs, code, where, used))
        runs = self._after_trial([cell for _, cell in cells], jobs, done.cells, made)
        report = _for_student(done, translate)
        resources["grader_review"] = [
            *fill([cell for _, cell in cells], jobs, runs, report, translate),
            *answers_put_back(nb),
        ]
        if report is not None:
            resources["grader"], resources["grader_translate"] = report, translate
        nb.metadata["grader"] = nbformat.from_dict(_told(nb, report, translate))

    @property
    def executes(self) -> bool:
        """Whether nbgrader's own settings have notebooks run: not with `--no-execute`."""
        return bool(Execute(parent=self).enabled)

    def _demand_no_checks(self, cells: list[NotebookNode], notebook: str) -> None:
        """A notebook that a course has made needs its checks: its cells alone say nothing."""
        if not any(utils.is_grade(cell) and names.MARK in cell.source for cell in cells):
            return
        if not self.course:
            raise UsageError(
                say(
                    "The notebook {notebook} was made by `grader nbgrader init`, but nbgrader_config.py "
                    "names no course. Expected `configure(c, COURSE)` with the folder of its checks.",
                    notebook=Name(notebook),
                )
            )
        known = Items(tuple(map(Name, sorted(find_course(Path(self.course)).assignments))), "or")
        raise UsageError(
            say(
                "The course {course} has no assignment with the name of the notebook {notebook}. "
                "Expected {names}. Give the notebook and its folder the name of the assignment.",
                course=InFile(self.course),
                notebook=Name(notebook),
                names=known,
            )
        )


def _for_student(done: Done, translate: Translator) -> Report | None:
    """The report of a course's checks, as its student may read it. Raises SubmissionError without a score."""
    graded = done.graded()
    if graded is None:
        return None
    report = in_words(for_student(graded), translate)
    if report.score is None:
        raise SubmissionError(report.problem)
    return report


def _told(nb: NotebookNode, report: Report | None, translate: Translator) -> dict[str, Any]:
    """What the notebook's metadata say to who makes the feedback."""
    notes = list(nb.metadata.get("grader", {}).get("notes", []))
    if report is None:
        return {"notes": notes, "next_step": "", "language": translate.language}
    return {
        "notes": [*notes, *map(str, report.notes)],
        "next_step": translate(next_step(report)),
        "language": translate.language,
    }
