"""Upload files for learning platforms: `nbgrader export --exporter=grader.nbgrader.CanvasExport --to FILE`.

One line a student, one column an assignment (`CsvExport`: nbgrader's own columns, a line for each). A field
is empty where there is no score: nothing handed in, or something in it still waits for a person. **Canvas
deletes a grade where an uploaded cell is empty**: with `--CanvasExport.roster=FILE`, the gradebook that the
platform exported, that file comes back with the assignments' columns filled, and who has no score keeps what
the cell held. `--CanvasExport.missing=0` gives a score to what was not handed in. With
`--CanvasExport.automatic=True`, the points that are there are exported though a part still waits.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from nbgrader.api import Assignment, Gradebook, MissingEntry, Student, SubmittedAssignment
from nbgrader.plugins import ExportPlugin
from traitlets import Bool, Unicode

from grader.course.language import translator_for
from grader.gradesheets.filled import fill
from grader.gradesheets.roster import Roster, read_roster
from grader.output_files import write_bytes, write_text
from grader.render.csv import cell
from grader.render.text import points
from grader.submission.people import Person
from grader.words.messages import InFile, Message, Name, say
from grader.words.translation import system_language

Row = list[str]


class _Export(ExportPlugin):
    """What the formats share: which students and assignments, scores, the file."""

    missing = Unicode("", help="The score of what was not handed in; empty leaves it out").tag(config=True)
    roster = Unicode("", help="The platform's own file: the same file, with columns filled").tag(config=True)
    automatic = Bool(
        False, help="Where a person still has to mark a part: export the points of the rest, not nothing"
    ).tag(config=True)
    default_file = "grades.csv"
    delimiter = ","
    # Whose file the roster is; empty where none is read.
    platform = ""

    def export(self, gradebook: Gradebook) -> None:
        """Write the file. Raises UsageError where it cannot be, or the roster is not the platform's."""
        if self.roster and self.platform:
            target = Path(self.to or f"filled-{Path(self.roster).name}")
            write_bytes(target, self._filled(gradebook, read_roster(Path(self.roster))))
            self.log.info("%s", self._say(say("Grades exported to {file}.", file=InFile(str(target)))))
            return
        text = io.StringIO()
        csv.writer(text, delimiter=self.delimiter, lineterminator="\n").writerows(
            [cell(field) for field in row] for row in self.rows(gradebook)
        )
        target = Path(self.to or self.default_file)
        write_text(target, text.getvalue())
        self.log.info("%s", self._say(say("Grades exported to {file}.", file=InFile(str(target)))))

    def _say(self, message: Message) -> str:
        """A message for who runs nbgrader, in the language of their system."""
        return translator_for(None, last=system_language())(message)

    def _filled(self, gradebook: Gradebook, roster: Roster) -> bytes:
        """The roster's file with a column filled for each assignment; all else byte for byte."""
        students = {
            listed.row: student
            for student in self.students(gradebook)
            if (listed := roster.find(_person(student))) is not None
        }
        for assignment in self.assignments(gradebook):
            scores = {row: self.score(gradebook, assignment, student) for row, student in students.items()}
            points_of = {row: float(text) if text else None for row, text in scores.items()}
            data = fill(self.platform, roster, assignment.name, points_of, assignment.max_score)
            roster = replace(roster, sheet=roster.sheet.again(data))
        return roster.sheet.with_cells({})

    def rows(self, gradebook: Gradebook) -> Iterator[Row]:
        """The file's lines, its head first."""
        raise NotImplementedError

    def assignments(self, gradebook: Gradebook) -> list[Assignment]:
        """Those asked for, else all."""
        wanted = {str(name) for name in self.assignment}
        return [one for one in gradebook.assignments if not wanted or one.name in wanted]

    def students(self, gradebook: Gradebook) -> list[Student]:
        """Those asked for, else all, by id."""
        wanted = {str(name) for name in self.student}
        found = [one for one in gradebook.students if not wanted or one.id in wanted]
        return sorted(found, key=lambda student: str(student.id))

    def score(self, gradebook: Gradebook, assignment: Assignment, student: Student) -> str:
        """Points after a late penalty; empty where a person still has to mark something.

        With `automatic`, the points of all else then: a part that waits has none yet.
        """
        submission = _submission(gradebook, assignment, student)
        if submission is None:
            return str(self.missing)
        if not self.has_score(submission):
            left_out = say(
                "{student}, {assignment}: a person must mark a part of it. The score is left out.",
                student=Name(str(student.id)),
                assignment=Name(str(assignment.name)),
            )
            self.log.warning("%s", self._say(left_out))
            return ""
        return points(max(0.0, submission.score - (submission.late_submission_penalty or 0.0)))

    def has_score(self, submission: SubmittedAssignment) -> bool:
        """Whether there are points to export."""
        return bool(self.automatic) or not waiting(submission)


class CsvExport(_Export):
    """nbgrader's own columns, quoted as CSV wants it, and no zero for what has no score."""

    def rows(self, gradebook: Gradebook) -> Iterator[Row]:
        """One line a student and assignment."""
        yield [
            "assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email",
            "raw_score", "late_submission_penalty", "score", "max_score",
        ]  # fmt: skip
        for assignment in self.assignments(gradebook):
            for student in self.students(gradebook):
                yield self._row(gradebook, assignment, student)

    def _row(self, gradebook: Gradebook, assignment: Assignment, student: Student) -> Row:
        submission = _submission(gradebook, assignment, student)
        scored = submission is not None and self.has_score(submission)
        return [
            assignment.name,
            _text(assignment.duedate),
            _text(submission.timestamp if submission else None),
            student.id,
            _text(student.last_name),
            _text(student.first_name),
            _text(student.email),
            points(submission.score) if submission is not None and scored else "",
            points(submission.late_submission_penalty or 0.0) if submission is not None and scored else "",
            self.score(gradebook, assignment, student),
            points(assignment.max_score),
        ]


class CanvasExport(_Export):
    """Canvas: Grades → Import. Students by SIS user or login id; a new column becomes a new assignment."""

    default_file = "canvas.csv"
    platform = "canvas"

    def rows(self, gradebook: Gradebook) -> Iterator[Row]:
        """Canvas's five columns, then assignments; the second line holds the points possible."""
        assignments = self.assignments(gradebook)
        yield ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *(one.name for one in assignments)]
        yield ["Points Possible", "", "", "", "", *(points(one.max_score) for one in assignments)]
        for student in self.students(gradebook):
            name = ", ".join(filter(None, (_text(student.last_name), _text(student.first_name))))
            scores = [self.score(gradebook, one, student) for one in assignments]
            yield [name or student.id, "", _text(student.lms_user_id) or student.id, student.id, "", *scores]


class MoodleExport(_Export):
    """Moodle: Grades → Import → CSV file. Map `Username`, `ID number` or `Email address`, and each column."""

    default_file = "moodle.csv"
    platform = "moodle"

    def rows(self, gradebook: Gradebook) -> Iterator[Row]:
        """Who, by every means that Moodle can map, then assignments."""
        assignments = self.assignments(gradebook)
        yield [
            "First name", "Last name", "ID number", "Username", "Email address",
            *(one.name for one in assignments),
        ]  # fmt: skip
        for student in self.students(gradebook):
            yield [
                _text(student.first_name),
                _text(student.last_name),
                _text(student.lms_user_id) or student.id,
                student.id,
                _text(student.email),
                *(self.score(gradebook, one, student) for one in assignments),
            ]


class BlackboardExport(_Export):
    """Blackboard: Grade Center → Work offline → Upload, tab-delimited. Students by user name."""

    default_file = "blackboard.txt"
    platform = "blackboard"
    delimiter = "\t"

    def rows(self, gradebook: Gradebook) -> Iterator[Row]:
        """Blackboard's four columns, then assignments: one that it does not know by name is new."""
        assignments = self.assignments(gradebook)
        yield ["Last Name", "First Name", "Username", "Student ID", *(one.name for one in assignments)]
        for student in self.students(gradebook):
            yield [
                _text(student.last_name),
                _text(student.first_name),
                student.id,
                _text(student.lms_user_id) or student.id,
                *(self.score(gradebook, one, student) for one in assignments),
            ]


def _person(student: Student) -> Person:
    name = " ".join(filter(None, (_text(student.first_name), _text(student.last_name))))
    return Person(
        name=name or student.id, id=_text(student.lms_user_id) or student.id, email=_text(student.email)
    )


def waiting(submission: SubmittedAssignment) -> bool:
    """Whether something in it has neither the grader's score nor a person's."""
    grades = (grade for notebook in submission.notebooks for grade in notebook.grades)
    return any(grade.auto_score is None and grade.manual_score is None for grade in grades)


def _submission(gradebook: Gradebook, assignment: Assignment, student: Student) -> SubmittedAssignment | None:
    try:
        return gradebook.find_submission(assignment.name, student.id)
    except MissingEntry:
        return None


def _text(item: Any) -> str:
    return "" if item is None else str(item)
