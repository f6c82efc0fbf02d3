"""A step of nbgrader that asks the service: its settings and nbgrader's folders, as options and jobs."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import nbformat
from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import ClearSolutions, NbGraderPreprocessor
from traitlets import Instance, Integer, Unicode

from grader.course.layout import find_course
from grader.errors import FaultError
from grader.nbgrader import client
from grader.nbgrader.language import translator_for_course
from grader.nbgrader.limits import SandboxLimits, seconds_by_cell
from grader.nbgrader.notebook_cells import InstructorCells, job_cell
from grader.nbgrader.protocol import Job, JobCell, ServiceOptions, Usage
from grader.words.messages import say
from grader.words.translation import Translator


class ServiceStep(SandboxLimits, NbGraderPreprocessor):
    """What every step of ours needs that has notebooks graded by the service."""

    course = Unicode("", help="The course that holds the checks; empty: only the cells' own asserts").tag(
        config=True
    )
    isolation = Unicode("full", help="full, process or none; see `grader doctor`").tag(config=True)
    lang = Unicode("", help="Language, such as zh-TW; empty: GRADER_LANG, else the course's").tag(config=True)
    device = Unicode("auto", help="As for `grader grade --device`").tag(config=True)
    seed = Integer(None, allow_none=True, help="Draw the inputs from this seed").tag(config=True)
    # nbgrader's folders, where no converter has them.
    folders = Instance(CourseDirectory, allow_none=True)

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

    def _files(self, assignment: str) -> str:
        """The released folder where it holds more than notebooks; never source/, which holds answers."""
        folder = Path(
            self._coursedir().format_path(self._coursedir().release_directory, ".", assignment)
        ).absolute()
        more = folder.is_dir() and any(path.suffix != ".ipynb" for path in folder.iterdir())
        return str(folder) if more else ""

    def _job_cells(
        self, cells: Iterable[tuple[str, NotebookNode]], code: InstructorCells, *, engine: bool
    ) -> list[JobCell]:
        """Code cells with their names, as they go into a job. engine: where a course has the checks."""
        seconds = seconds_by_cell(self.config)
        return [job_cell(cell, name, code, engine=engine, seconds=seconds(cell)) for name, cell in cells]

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
            limits=self.job_limits(self.config, used, cells),
        )

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
