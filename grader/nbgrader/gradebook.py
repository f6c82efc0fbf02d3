"""The fast path: reports of `grader grade` into nbgrader's gradebook, without converting a notebook.

    with ScoreBook("sqlite:///gradebook.db") as book:
        book.save(report, path)        one submission, one transaction

What nbgrader would save is saved: scores, comments, time of hand-in, late penalty, and for written answers
whether a person has to mark them. Everything goes through nbgrader's own API, from one thread.
"""

from __future__ import annotations

import warnings
from pathlib import Path
from types import TracebackType
from typing import Any

from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.api import Gradebook, InvalidEntry, MissingEntry, SubmittedAssignment, SubmittedNotebook
from nbgrader.preprocessors import AssignLatePenalties
from sqlalchemy.exc import OperationalError, SAWarning, SQLAlchemyError
from sqlalchemy.orm import object_session
from traitlets.config import Config

from grader.audience import for_student
from grader.errors import SubmissionError, UsageError, in_one_line
from grader.model import Report
from grader.nbgrader import grade_ids as names
from grader.nbgrader import outputs, records
from grader.nbgrader.config_file import loaded, told
from grader.nbgrader.exporter import mended
from grader.nbgrader.init import CONFIG
from grader.render.in_words import in_words
from grader.results.database_address import read_address, shown_address
from grader.submission.files import read_bytes
from grader.words.messages import Code, Heard, InFile, Message, Name, Value, say
from grader.words.translation import Translator

# Seconds to wait for another process that writes; tries where two create the same student at once, or
# PostgreSQL ends one of two that wait for each other.
_BUSY = 60
_TRIES = 5
# Of a driver, what installs the version that is tried here.
_DRIVERS = {"psycopg": "'torchgrader[postgres]'"}
# As nbgrader writes it, which looks for it.
_UNANSWERED = "No response."
_DATE_BYTES = 1000


class ScoreBook:
    """An open gradebook. Raises UsageError where it cannot be used, with what to do."""

    def __init__(self, url: str, translate: Translator | None = None) -> None:
        """translate: says what is stored, in the course's language; English where none is given."""
        self.url = url
        self._translate = translate or Translator()
        try:
            parsed = read_address(url)
            if parsed.get_backend_name() == "sqlite":
                _must_exist(parsed.database or "")
                parsed = parsed.update_query_dict({"timeout": str(_BUSY)})
            self.gradebook = Gradebook(parsed.render_as_string(hide_password=False))
        except ModuleNotFoundError as error:
            raise UsageError(
                say(
                    "--gradebook {url} needs the database's driver {driver}. Install it with {command}.",
                    url=Value(shown_address(url)),
                    driver=Name(str(error.name)),
                    command=Code(f"pip install {_DRIVERS.get(error.name or '', error.name)}"),
                )
            ) from None
        except SQLAlchemyError as error:
            raise UsageError(
                say(
                    "--gradebook {url} cannot be opened: {error}. "
                    "Expected the address of a database, such as sqlite:///gradebook.db.",
                    url=Value(shown_address(url)),
                    error=Heard(in_one_line(error)),
                )
            ) from None
        # Nothing that one submission needs is changed by another's: cells are read once for a class.
        self.gradebook.db().expire_on_commit = False
        self._cells: list[object] = []
        self._late = _late_penalties(parsed.database or "")

    def require(self, assignment: str) -> None:
        """Raise UsageError where the gradebook does not know an assignment's notebook."""
        try:
            notebook = self.gradebook.find_notebook(assignment, assignment)
            self._cells += [*notebook.grade_cells, *notebook.solution_cells, *notebook.source_cells]
        except MissingEntry:
            raise UsageError(
                say(
                    "The gradebook {url} has no notebook {name}. Run {command} first.",
                    url=Value(shown_address(self.url)),
                    name=Name(assignment),
                    command=Code(f"nbgrader generate_assignment {assignment}"),
                )
            ) from None

    def save(self, report: Report, path: Path) -> None:
        """Save one report; `path` is the file that was handed in, or its folder.

        Raises UsageError where the database refuses to the last.
        """
        for left in reversed(range(_TRIES)):
            try:
                self._save(in_words(for_student(report), self._translate), path)
                return
            except (OperationalError, InvalidEntry) as error:
                self.gradebook.db.rollback()
                if not left:
                    raise UsageError(
                        say(
                            "{student}, {assignment}: the gradebook could not save it: {error}. "
                            "What was saved before stays. Run the command again for the rest.",
                            student=Name(report.student),
                            assignment=Name(report.assignment),
                            error=Heard(in_one_line(error)),
                        )
                    ) from None

    def _save(self, report: Report, path: Path) -> None:
        name = report.assignment
        self.gradebook.update_or_create_student(report.id or report.student)
        timestamp = _timestamp(path)
        known = {"timestamp": timestamp} if timestamp is not None else {}
        with warnings.catch_warnings():
            # nbgrader makes a submission's parts before it adds them to the session, which SQLAlchemy notes.
            warnings.simplefilter("ignore", SAWarning)
            submission = self.gradebook.update_or_create_submission(
                name, report.id or report.student, **known
            )
        submitted = next(one for one in submission.notebooks if one.name == name)
        # What is read below is at hand: nothing has to be written first, cell after cell.
        with self.gradebook.db.no_autoflush:
            if report.score is None:
                records.note_refusal(submitted, report.problem, self._translate)
            else:
                _save_scores(submitted, report, path)
                records.write_comments(submitted, report, self._translate)
                self._penalize(submission, submitted)
        self.gradebook.db.commit()

    def _penalize(self, submission: SubmittedAssignment, submitted: SubmittedNotebook) -> None:
        """The late penalty, by the plugin that nbgrader's settings name."""
        submitted.late_submission_penalty = None
        if submission.total_seconds_late > 0:
            session = object_session(submitted)
            if session is not None:
                session.flush()
                session.refresh(submitted)  # its score is a sum that the database makes
            submitted.late_submission_penalty = self._late_penalty(submission, submitted)

    def _late_penalty(self, submission: SubmittedAssignment, submitted: SubmittedNotebook) -> float | None:
        """What the plugin says. Raises UsageError where it fails."""
        student, plugin = submission.student.id, self._late.plugin_inst
        score, seconds = submitted.score, submission.total_seconds_late
        try:
            penalty = plugin.late_submission_penalty(student, score, seconds)
            if penalty is None:
                return None
            checked: float = self._late._check_late_penalty(submitted, penalty)
            return checked
        except (Exception, SystemExit) as error:
            self.gradebook.db.rollback()
            raise UsageError(
                say(
                    "There is no late penalty for {student}. "
                    "{file} names {plugin}, which ended with {error}. "
                    "Correct it and run the command again. What was saved before stays.",
                    student=Name(student),
                    plugin=Code(type(plugin).__name__),
                    file=InFile(CONFIG),
                    error=Heard(told(error)),
                )
            ) from None

    def __enter__(self) -> ScoreBook:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.gradebook.close()


def _save_scores(submitted: SubmittedNotebook, report: Report, path: Path) -> None:
    functions = {function.name: function for function in report.functions}
    comments = {comment.name: comment for comment in submitted.comments}
    sources = {cell.name: cell for cell in submitted.notebook.source_cells}
    others = [grade for grade in submitted.grades if names.function_of(grade.name) not in functions]
    answers = _answers(path) if others else {}
    for grade in submitted.grades:
        function = functions.get(names.function_of(grade.name))
        if function is not None:
            # Of the cell, which is at hand; `grade.max_score` is a query.
            grade.auto_score = outputs.score(function, grade.cell.max_score)
        else:
            # Written answers; and an instructor's own asserts, which need `nbgrader autograde`.
            grade.auto_score = _written(
                sources.get(grade.name), answers.get(grade.name), grade.cell.max_score
            )
            if grade.name in comments:
                comments[grade.name].auto_comment = None if grade.auto_score is None else _UNANSWERED
        # As nbgrader does: a score set by hand stays, and is to be looked at again.
        grade.needs_manual_grade = grade.manual_score is not None or grade.auto_score is None


def _written(source: Any, answer: str | None, points: float) -> float | None:
    """0 for an answer that was left as it was released, None for one that a person has to read."""
    if source is None or answer is None:
        return None
    marks = {"grade": True, "solution": True, "locked": False, "grade_id": source.name, "points": points}
    cell = NotebookNode(
        cell_type=source.cell_type,
        source=answer,
        metadata=NotebookNode(nbgrader=NotebookNode(marks)),
    )
    return 0.0 if utils.compute_checksum(cell) == source.checksum else None


def _answers(path: Path) -> dict[str, str]:
    """The text of marked cells by grade id; {} for what is no notebook. It has been read before."""
    if path.suffix != ".ipynb":
        return {}
    marked = ((cell.metadata.nbgrader.get("grade_id"), cell.source) for cell in mended(path).cells)
    return {name: source for name, source in marked if name}


def _timestamp(path: Path) -> Any:
    """When it was handed in, where nbgrader's collecting has left a note of it."""
    note = (path if path.is_dir() else path.parent) / "timestamp.txt"
    if not note.is_file():
        return None
    try:
        # Beside a student's files, so read as they are: a link or a flood is no date.
        return utils.parse_utc(read_bytes(note, _DATE_BYTES).decode().strip())
    except (ValueError, OverflowError, SubmissionError):
        return None


def _late_penalties(database: str) -> AssignLatePenalties:
    """nbgrader's step for late hand-ins, as the settings beside the database or in this folder have it."""
    config = Config()
    for folder in (Path.cwd(), Path(database).absolute().parent):
        if (folder / CONFIG).is_file():
            config.merge(loaded(folder, _ended))
    try:
        step = AssignLatePenalties(config=config)
        step.init_plugin()
    except (Exception, SystemExit) as error:
        raise UsageError(
            say(
                "{file} names a plugin for late penalties that cannot be used: {error}. "
                "Expected a class that can be imported as `c.AssignLatePenalties.plugin_class`.",
                file=InFile(CONFIG),
                error=Heard(told(error)),
            )
        ) from None
    return step


def _ended(file: InFile, error: Heard) -> Message:
    return say(
        "{file}, which sets the penalty for late work, ended with {error}. "
        "Correct it and run the command again.",
        file=file,
        error=error,
    )


def _must_exist(database: str) -> None:
    if database and not Path(database).is_file():
        raise UsageError(
            say(
                "There is no gradebook {file}. Expected one that `nbgrader generate_assignment` has made. "
                "Check the path.",
                file=InFile(database),
            )
        )
