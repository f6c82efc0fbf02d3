"""In the place of nbgrader's `Execute` and `SaveAutoGrades`: no kernel starts, and nothing scores itself.

    RunInSandbox    grades the file that was handed in, runs the cells for what they show, writes all outputs
    SaveGrades      nbgrader's own saving, then comments; and None where a person has to decide

Both read their settings from `nbgrader_config.py`, which `grader nbgrader init` writes.
"""

from __future__ import annotations

import copy
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import nbformat
from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import ClearSolutions, Execute, NbGraderPreprocessor, SaveAutoGrades
from traitlets import Instance, Integer, List, Unicode

from grader.audience import for_student
from grader.course.layout import find_course
from grader.errors import FaultError, GraderError, SubmissionError, UsageError
from grader.model import FunctionResult, Report
from grader.nbgrader import client, jupyter, lines, outputs, records, trial, trial_words
from grader.nbgrader import grade_ids as names
from grader.nbgrader.language import translator_for_course
from grader.nbgrader.limits import SandboxLimits
from grader.nbgrader.mend import RESTORED
from grader.nbgrader.none_answers import none_answer
from grader.nbgrader.protocol import PERSON, CellRun, Done, Job, JobCell, Role, ServiceOptions, Usage, sent
from grader.nbgrader.trial import NotebookTrial
from grader.render.in_words import in_words
from grader.render.next_step import next_step
from grader.words.messages import Code, InFile, Items, Name, say
from grader.words.translation import Translator

_NOT_RUN = say("nbgrader was told not to run notebooks.") + PERSON


@dataclass(slots=True)
class InstructorCells:
    """The instructor's own code cells: what was given, what was left to write, and the grade cells."""

    given: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    tests: list[str] = field(default_factory=list)
    # By grade id: how many given texts stand above a grade cell.
    known: dict[str, int] = field(default_factory=dict)
    # Modules that an answer writes.
    written: list[str] = field(default_factory=list)
    # What begins and ends a solution.
    marks: tuple[str, str] = (lines.BEGIN, lines.END)

    def add(self, cell: NotebookNode) -> None:
        """The next cell of the notebook."""
        if utils.is_solution(cell):
            given, asked = lines.divided(cell.source, self.marks)
            self.given.append(given)
            self.asked.append(asked)
            self.written += jupyter.modules_written(cell.source)
        elif utils.is_grade(cell):
            self.known[cell.metadata.nbgrader.grade_id] = len(self.given)
            self.tests.append(cell.source)
        else:
            self.given.append(cell.source)


class RunInSandbox(SandboxLimits, NbGraderPreprocessor):
    """Fills a notebook's outputs: verdicts in cells with points, below others what running them shows."""

    course = Unicode("", help="The course that holds the checks; empty: only the cells' own asserts").tag(
        config=True
    )
    isolation = Unicode("full", help="full, process or none; see `grader doctor`").tag(config=True)
    lang = Unicode("", help="Language, such as zh-TW; empty: GRADER_LANG, else the course's").tag(config=True)
    device = Unicode("auto", help="As for `grader grade --device`").tag(config=True)
    seed = Integer(None, allow_none=True, help="Draw the inputs from this seed").tag(config=True)
    accept = List(
        Unicode(), help="Cells that may give points to the released notebook: ASSIGNMENT/NOTEBOOK/CELL"
    ).tag(config=True)
    # nbgrader's folders, where no converter has them.
    folders = Instance(CourseDirectory, allow_none=True)

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
        cells = list(_code_cells(nb, where["notebook"]))
        if not held:
            self._demand_no_checks([cell for _, cell in cells], where["notebook"])
        if not self.executes:
            resources["grader_review"] = [*_unexecuted(cells, translate), *_answers_put_back(nb)]
            return
        if not cells and not held:
            resources["grader_review"] = list(_answers_put_back(nb))
            return
        judged = any(_role(cell, engine=held) == "grade" for _, cell in cells)
        code = self._released(where) if judged else InstructorCells()
        jobs = [_job_cell(cell, name, code, engine=held) for name, cell in cells]
        made = self.trial_of(where) if judged and not held else None
        used = made.used if made is not None else Usage()
        done = client.ask(self._options(where, used), self._job(jobs, code, where, used))
        runs = self._after_trial([cell for _, cell in cells], jobs, done.cells, made)
        graded = done.graded()
        report = in_words(for_student(graded), translate) if graded is not None else None
        if report is not None and report.score is None:
            raise SubmissionError(report.problem)
        resources["grader_review"] = [
            *_fill([cell for _, cell in cells], jobs, runs, report, translate),
            *_answers_put_back(nb),
        ]
        told = {"notes": list(nb.metadata.get("grader", {}).get("notes", [])), "next_step": ""}
        if report is not None:
            resources["grader"], resources["grader_translate"] = report, translate
            told = {
                "notes": [*told["notes"], *map(str, report.notes)],
                "next_step": translate(next_step(report)),
            }
        nb.metadata["grader"] = nbformat.from_dict(told | {"language": translate.language})

    @property
    def executes(self) -> bool:
        """Whether nbgrader's own settings have notebooks run: not with `--no-execute`."""
        return bool(Execute(parent=self).enabled)

    def _translator(self) -> Translator:
        """Who says what is stored: in the course's language, whoever runs nbgrader."""
        return translator_for_course(self.course, self.lang)

    def _course_of(self, notebook: str) -> str:
        """The course that has this notebook's checks; else there are only the cells' own asserts."""
        course = find_course(Path(self.course)) if self.course else None
        return str(course.root) if course is not None and notebook in course.assignments else ""

    def _options(self, where: dict[str, str], used: Usage) -> ServiceOptions:
        """used: by the solution."""
        course = self._course_of(where["notebook"])
        files = self._files(where["assignment"])
        return ServiceOptions(
            course=course,
            assignment=where["notebook"] if course else "",
            isolation=self.isolation,
            device=self.device,
            seed=self.seed,
            limits=self.child_limits(self.config, files, used),
            fingerprint=client.fingerprint(Path(course) if course else None),
        )

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

    def _files(self, assignment: str) -> str:
        """The released folder where it holds more than notebooks; never source/, which holds answers."""
        folder = Path(
            self._coursedir().format_path(self._coursedir().release_directory, ".", assignment)
        ).absolute()
        more = folder.is_dir() and any(path.suffix != ".ipynb" for path in folder.iterdir())
        return str(folder) if more else ""

    def _job(self, cells: list[JobCell], code: InstructorCells, where: dict[str, str], used: Usage) -> Job:
        folder = self._coursedir().format_path(
            self._coursedir().submitted_directory, where["student"], where["assignment"]
        )
        files = self._files(where["assignment"])
        return Job(
            student=where["student"],
            path=os.path.join(os.path.abspath(folder), where["notebook"] + ".ipynb"),
            cells=cells,
            given=code.given,
            asked=code.asked,
            tests=code.tests,
            written=code.written,
            own_files=list(Autograde(parent=self).exclude_overwriting.get(where["assignment"], [])),
            files=files,
            files_state=client.fingerprint(None, files),
            limits=self.job_limits(self.config, used),
        )

    # ── the notebook itself, before the class ────────────────────────────────────────────────────────────

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
            cells = list(_code_cells(_answered(source, answers), where["notebook"]))
            made = [_job_cell(cell, name, code, engine=False) for name, cell in cells]
            jobs[kind] = msgspec.structs.replace(
                self._job(made, code, marked, Usage()), measured=True, own_files=[]
            )
        graded = [
            cell for cell in source.cells if cell.cell_type == "code" and _role(cell, engine=False) == "grade"
        ]

        def ask(job: Job, used: Usage) -> Done:
            limits = self.job_limits(self.config, used)
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

    def _folder(self, which: str, where: dict[str, str]) -> Path:
        """One of nbgrader's folders for an assignment, of no student."""
        directories = self._coursedir()
        return Path(directories.format_path(getattr(directories, which), ".", where["assignment"]))

    def _coursedir(self) -> CourseDirectory:
        """This preprocessor belongs to an exporter, and that to nbgrader's converter."""
        if self.folders is not None:
            return self.folders
        converter = self.parent.parent if isinstance(self.parent, Exporter) else None
        if converter is None or not hasattr(converter, "coursedir"):
            raise FaultError(
                say("RunInSandbox works only in nbgrader's autograding. Here it has no course folder.")
            )
        return converter.coursedir

    def _released(self, where: dict[str, str]) -> InstructorCells:
        """The instructor's code, where it is at hand."""
        coursedir = self._coursedir()
        folder = coursedir.format_path(coursedir.source_directory, ".", where["assignment"])
        path = Path(folder) / (where["notebook"] + ".ipynb")
        cleared = ClearSolutions(parent=self)
        code = InstructorCells(marks=(cleared.begin_solution_delimeter, cleared.end_solution_delimeter))
        if path.is_file():
            for cell in nbformat.read(path, as_version=4).cells:
                if cell.cell_type == "code":
                    code.add(cell)
        return code


def _answered(source: NotebookNode, answers: Mapping[str, str]) -> NotebookNode:
    """A source notebook with other answers in it."""
    made = copy.deepcopy(source)
    for cell in made.cells:
        if cell.cell_type == "code" and utils.is_solution(cell):
            cell.source = answers.get(cell.metadata.nbgrader.grade_id, "")
    return made


def _code_cells(nb: NotebookNode, notebook: str) -> Iterator[tuple[str, NotebookNode]]:
    """Code cells by the name that reports use: a cell's number in the file as it was handed in."""
    number = 0
    for cell in nb.cells:
        restored = RESTORED in cell.metadata
        number += not restored
        if cell.cell_type == "code":
            name = cell.metadata.nbgrader.grade_id if restored else f"cell {number}"
            yield f"{notebook}.ipynb, {name}", cell


def _job_cell(cell: NotebookNode, name: str, code: InstructorCells, *, engine: bool) -> JobCell:
    marks = cell.metadata.get("nbgrader", {})
    return JobCell(
        name=name,
        text=cell.source,
        role=_role(cell, engine=engine),
        points=float(marks.get("points", 0.0)),
        known=code.known.get(marks.get("grade_id"), len(code.given)),
    )


def _role(cell: NotebookNode, *, engine: bool) -> Role:
    if not utils.is_grade(cell) or utils.is_solution(cell):
        return "run"
    return "skip" if engine and names.function_of(cell.metadata.nbgrader.grade_id) else "grade"


def _fill(
    cells: list[NotebookNode],
    jobs: list[JobCell],
    runs: list[CellRun],
    report: Report | None,
    translate: Translator,
) -> list[str]:
    """Write the outputs of all code cells. Returns the cells that a person has to decide on."""
    sources = {job.name: job.text for job in jobs}
    review = []
    for number, (cell, job, run) in enumerate(zip(cells, jobs, runs, strict=True), 1):
        cell.execution_count = number
        if job.role == "run":
            cell.outputs = outputs.shown(run, sources, number, translate)
        elif job.role == "grade":
            cell.outputs = outputs.judged(run, sources, number, translate)
            review += [cell.metadata.nbgrader.grade_id] if run.score is None else []
        elif report is not None:
            cell.source = names.visible(cell.source)
            cell.outputs = outputs.scored(_of(cell, report), report, job.points, number, translate)
    return review


def _unexecuted(cells: list[tuple[str, NotebookNode]], translate: Translator) -> list[str]:
    """Where nothing runs, no cell has points yet. Returns the cells that a person has to decide on."""
    review = []
    for number, (name, cell) in enumerate(cells, 1):
        cell.execution_count = number
        if utils.is_grade(cell) and not utils.is_solution(cell):
            review.append(cell.metadata.nbgrader.grade_id)
            cell.source = names.visible(cell.source) if names.MARK in cell.source else cell.source
            cell.outputs = outputs.judged(
                CellRun(note=sent(_NOT_RUN)), {name: cell.source}, number, translate
            )
    return review


def _answers_put_back(nb: NotebookNode) -> Iterator[str]:
    """Written answers that are not in the file under their name: they may stand elsewhere in it."""
    for cell in nb.cells:
        if RESTORED in cell.metadata and utils.is_grade(cell) and utils.is_solution(cell):
            yield cell.metadata.nbgrader.grade_id


def _of(cell: NotebookNode, report: Report) -> FunctionResult:
    name = names.function_of(cell.metadata.nbgrader.grade_id)
    for function in report.functions:
        if function.name == name:
            return function
    raise FaultError(
        say(
            "A cell has points for {function}, but the course has no checks of it. "
            "Make the notebook again with `grader nbgrader init`, or delete the cell.",
            function=Code(name),
        )
    )


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
