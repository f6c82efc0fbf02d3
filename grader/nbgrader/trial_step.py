"""The notebook itself, tried before the class: once for each state of the assignment."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import msgspec
import nbformat
from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.preprocessors import ClearSolutions
from traitlets import List, Unicode

from grader.nbgrader import client, trial, trial_words
from grader.nbgrader.none_answers import none_answer
from grader.nbgrader.notebook_cells import code_cells, role_of
from grader.nbgrader.protocol import CellRun, Done, Job, JobCell, Usage
from grader.nbgrader.service_step import ServiceStep
from grader.nbgrader.trial import NotebookTrial


class TrialStep(ServiceStep):
    """Knows what the grade cells of a notebook give to nothing, to the solution and to None."""

    accept = List(
        Unicode(), help="Cells that may give points to the released notebook: ASSIGNMENT/NOTEBOOK/CELL"
    ).tag(config=True)

    def trial_of(self, where: dict[str, str], *, again: bool = False) -> NotebookTrial | None:
        """What the grade cells of a notebook give to nothing, to the solution and to None.

        Tried once for each state of the assignment. None where there is no source notebook.
        where: `assignment` and `notebook`. again: also where it was tried already.
        """
        source = self._folder("source_directory", where) / f"{where['notebook']}.ipynb"
        if not source.is_file():
            return None
        path, state = self._trial_file(where), self._state(source, where)
        known = None if again else trial.kept(path)
        if known is not None and known.state == state:
            return known
        notebook = nbformat.read(source, as_version=4)
        self._as_generated(notebook, where)
        made = self._try(notebook, state, where)
        trial.keep(path, made)
        for line in trial_words.findings(made, self.accept):
            self.log.warning("%s", self._translator()(line))
        return made

    def _try(self, source: NotebookNode, state: str, where: dict[str, str]) -> NotebookTrial:
        code = self._released(where)
        marked = {**where, "student": "trial"}
        jobs = {}
        for kind, answers in self._answers(source, code.marks, where).items():
            cells = code_cells(_answered(source, answers), where["notebook"])
            made = self._job_cells(cells, code, engine=False)
            jobs[kind] = msgspec.structs.replace(
                self._job(made, code, marked, Usage()), measured=True, own_files=[]
            )
        code_only = [cell for cell in source.cells if cell.cell_type == "code"]
        graded = [cell for cell in code_only if role_of(cell, engine=False) == "grade"]

        def ask(job: Job, used: Usage) -> Done:
            limits = self.job_limits(self.config, used, job.cells)
            return client.ask(self._options(where, used), msgspec.structs.replace(job, limits=limits))

        replies, used = trial.tried(jobs, ask, self.ample())
        return NotebookTrial(
            assignment=where["assignment"],
            notebook=where["notebook"],
            state=state,
            cells=trial.cells_of([cell.metadata.nbgrader.grade_id for cell in graded], jobs, replies),
            used=used,
        )

    def _as_generated(self, source: NotebookNode, where: dict[str, str]) -> None:
        """Give the grade cells the tests that nbgrader wrote when it made the release (`### AUTOTEST`)."""
        url = self._coursedir().db_url
        # nbgrader would make the file.
        if url.startswith("sqlite:///") and not Path(url.removeprefix("sqlite:///")).is_file():
            return
        with Gradebook(url) as gradebook:
            for cell in source.cells:
                if not utils.is_grade(cell) or utils.is_solution(cell):
                    continue
                with suppress(MissingEntry):
                    kept = gradebook.find_source_cell(
                        cell.metadata.nbgrader.grade_id, where["notebook"], where["assignment"]
                    )
                    cell.source = kept.source if kept.source is not None else cell.source

    def _answers(
        self, source: NotebookNode, marks: tuple[str, str], where: dict[str, str]
    ) -> dict[str, dict[str, str]]:
        """For each kind of trial, the text of each answer by the name of its cell."""
        solved = {
            cell.metadata.nbgrader.grade_id: cell.source
            for cell in source.cells
            if cell.cell_type == "code" and utils.is_solution(cell)
        }
        path = self._folder("release_directory", where) / f"{where['notebook']}.ipynb"
        released = nbformat.read(path, as_version=4) if path.is_file() else self._cleared(source)
        stub = {
            cell.metadata.nbgrader.grade_id: cell.source for cell in released.cells if utils.is_solution(cell)
        }
        none = {name: none_answer(text, marks) for name, text in solved.items()}
        return {trial.SOLUTION: solved, trial.RELEASED: stub, trial.NONE: none}

    def _cleared(self, source: NotebookNode) -> NotebookNode:
        """What students get of a source notebook."""
        made: NotebookNode = ClearSolutions(parent=self).preprocess(copy.deepcopy(source), {})[0]
        return made

    def _after_trial(
        self, cells: list[NotebookNode], jobs: list[JobCell], runs: list[CellRun], made: NotebookTrial | None
    ) -> list[CellRun]:
        """What a cell proves is known of the trial."""
        if made is None:
            return runs
        decided = []
        for cell, job, run in zip(cells, jobs, runs, strict=True):
            known = made.of(cell.metadata.nbgrader.grade_id) if job.role == "grade" else None
            accepted = known is not None and made.place(known) in self.accept
            decided.append(trial.decided(run, known, accepted=accepted))
        return decided

    def _state(self, source: Path, where: dict[str, str]) -> str:
        files = self._files(where["assignment"])
        cleared = ClearSolutions(parent=self)
        settings = [
            self.isolation,
            self.seed,
            self.child_limits(self.config, files, Usage()),
            self.job_limits(self.config, Usage()),
            client.fingerprint(None, files),
            cleared.begin_solution_delimeter,
            cleared.end_solution_delimeter,
            cleared.code_stub,
        ]
        released = self._folder("release_directory", where) / f"{where['notebook']}.ipynb"
        return trial.state_of([source, released], settings)

    def _trial_file(self, where: dict[str, str]) -> Path:
        return trial.kept_in(Path(self._coursedir().root), where["assignment"], where["notebook"])


def _answered(source: NotebookNode, answers: Mapping[str, str]) -> NotebookNode:
    """A source notebook with other answers in it."""
    made = copy.deepcopy(source)
    for cell in made.cells:
        if cell.cell_type == "code" and utils.is_solution(cell):
            cell.source = answers.get(cell.metadata.nbgrader.grade_id, "")
    return made
