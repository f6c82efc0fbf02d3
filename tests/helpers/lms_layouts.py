"""Each platform's own grammar: how it writes a person, a time and a file into a class download.

Sources: Canvas lib/content_zipper.rb, Moodle mod/assign/classes/downloader.php, exports of Gradescope,
receipts of Blackboard, folder names of Brightspace, github/gh-classroom, foundation50/classroom50.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from helpers.downloads import Expected, Layout, Pairs, flat, in_folder
from helpers.hand_ins import Files, Student, Work

TYPED = b"<html><body><p>def training_loop(): pass</p></body></html>"
NO_TEXT = "There is no student submission text data for this assignment."
DAY = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
BOTH_FOLDERS = ("folders", "empty")


def canvas_name(name: str) -> str:
    """`sanitize_user_name`: lower case, `_12_` becomes `12`, and only letters, digits, marks and `_` stay."""
    joined = re.sub(r"_(\d+)_", r"\1", name.lower())
    return "".join(sign for sign in joined if sign == "_" or unicodedata.category(sign)[0] in "LMN")


def moodle_name(name: str) -> str:
    """Moodle's cleaning of a file name; a `_` of a name becomes a blank."""
    return "".join(sign for sign in name if sign not in "'&<>\":|/\\`")


def time_of(student: Student, attempt: int) -> datetime:
    """When this attempt came in: a later attempt is later."""
    return DAY + timedelta(days=attempt, minutes=7 * int(student.key[1:]))


def chosen_attempt(work: Work) -> int:
    """The number of the attempt that counts, or of the last one."""
    return int(work.mark.split(":")[1]) if work.mark else len(work.attempts)


class Canvas(Layout):
    """`<name>[_LATE]_<user id>_<file id>_<file>`, flat."""

    name = "canvas"
    folder = "submissions"
    can: tuple[str, ...] = ("late", "text", "renames", "folders")

    def shown(self, student: Student) -> str:
        return canvas_name(student.sortable)

    def ids(self, student: Student) -> frozenset[str] | None:
        return frozenset({str(student.number)})

    def prefix(self, student: Student, work: Work) -> str:
        """Whom the platform says that a file is from."""
        return f"{self.shown(student)}{'_LATE' if work.late else ''}_{student.number}"

    def place(self, student: Student, work: Work) -> Files:
        if work.text:
            kind = "text" if student.number % 2 else "link"
            return {f"{self.prefix(student, work)}_{kind}.html": TYPED}
        files = enumerate(flat(work.last).items(), start=student.number * 10)
        return {f"{self.prefix(student, work)}_{number}_{path}": data for number, (path, data) in files}

    def expected(self, student: Student, work: Work) -> Iterator[Expected]:
        for row in super().expected(student, work):
            yield _untold(row) if student.loose else row


def _untold(row: Expected) -> Expected:
    """Without the roster, a name that looks like an id cannot be told from one."""
    return Expected(row.key, row.role, frozenset(), None, row.outcome, row.mark, row.late)


class CanvasAnonymous(Canvas):
    """`[LATE_]anon_<5 letters and digits>_<file id>_<file>`."""

    name = "canvas-anonymous"
    can: tuple[str, ...] = ("late", "renames", "folders")

    def code(self, student: Student) -> str:
        """Five letters and digits, one person's for this assignment."""
        return f"{'aZ4k'[int(student.key[1:]) % 4]}q{int(student.key[1:]):02d}X"

    def ids(self, student: Student) -> frozenset[str] | None:
        return frozenset({"", self.code(student), f"anon_{self.code(student)}"})

    def place(self, student: Student, work: Work) -> Files:
        prefix = f"{'LATE_' if work.late else ''}anon_{self.code(student)}"
        files = enumerate(flat(work.last).items(), start=student.number * 10)
        return {f"{prefix}_{number}_{path}": data for number, (path, data) in files}

    def expected(self, student: Student, work: Work) -> Iterator[Expected]:
        code = self.code(student)
        names = frozenset({f"anon_{code}", code, f"anon {code}"})
        ids = self.ids(student)
        yield Expected(student.key, work.role, names, ids, work.outcome, work.mark, work.late)


class Moodle(Layout):
    """Folders `<Full Name>_<number>_assignsubmission_file_/[sub/]<file>`."""

    name = "moodle"
    folder = "CS101-gradient_descent-3345"
    can: tuple[str, ...] = (*BOTH_FOLDERS, "text", "text_too")
    end = "_"  # by version

    def shown(self, student: Student) -> str:
        return moodle_name(student.full).replace("_", " ")

    def ids(self, student: Student) -> frozenset[str] | None:
        return None if student.login.startswith("anna-lee") else frozenset({""})

    def prefix(self, student: Student) -> str:
        """Whom the platform says that a folder is from."""
        return f"{self.shown(student)}_{student.number}_assignsubmission"

    def place(self, student: Student, work: Work) -> Files:
        files = {moodle_path(path): data for path, data in work.last.items()}
        typed = {f"{self.prefix(student)}_onlinetext{self.end}/onlinetext.html": TYPED}
        if work.text and not files:
            return typed
        folder = in_folder(f"{self.prefix(student)}_file{self.end}", files)
        return folder | typed if work.text else folder


def moodle_path(path: str) -> str:
    """A student's path as it arrives: each part cleaned."""
    return "/".join(moodle_name(part) for part in path.split("/"))


class MoodleOlder(Moodle):
    """The same as some versions write it, without the last `_`."""

    name = "moodle-older"
    end = ""


class MoodleFlat(Moodle):
    """`<Full Name>_<number>_assignsubmission_file_<file>`."""

    name = "moodle-flat"
    can: tuple[str, ...] = ("text", "text_too", "folders")

    def place(self, student: Student, work: Work) -> Files:
        prefix = self.prefix(student)
        files = {f"{prefix}_file_{moodle_name(path)}": data for path, data in flat(work.last).items()}
        return files | {f"{prefix}_onlinetext_onlinetext.html": TYPED} if work.text else files


class Gradescope(Layout):
    """`assignment_<id>_export/submission_<id>/…`, with `submission_metadata.yml` at the root."""

    name = "gradescope"
    folder = "assignment_77_export"
    can: tuple[str, ...] = (*BOTH_FOLDERS, "group")

    def ids(self, student: Student) -> frozenset[str] | None:
        return None if student.login == "soren" else frozenset({student.sid})  # one has no :sid:

    def handed_in(self, student: Student, work: Work) -> str:
        return time_of(student, 1).strftime("%Y-%m-%dT%H:%M")

    def place(self, student: Student, work: Work) -> Files:
        return in_folder(f"submission_{student.number}", work.last)

    def beside(self, pairs: Pairs) -> Files:
        text = "---\n" + "".join(self.entry(student, work) for student, work in pairs)
        return {"submission_metadata.yml": text.encode()}

    def entry(self, student: Student, work: Work) -> str:
        """One submission as the export tells of it."""
        people = [(student.full, "" if student.login == "soren" else student.sid, student.email)]
        people += [(name, sid, f"{sid}@school.example") for name, sid in mates(student, work)]
        when = time_of(student, 1).strftime("%Y-%m-%d %H:%M:%S.123456000 Z")
        return (
            f"submission_{student.number}:\n  :submitters:\n"
            + "".join(map(_submitter, people))
            + f"  :created_at: {when}\n  :score: 0.0\n  :status: processed\n  :results:\n    output: ''\n"
            + "  :history:\n  - :id: 11\n    :created_at: 2026-02-01 08:00:00.000000000 Z\n    :score: 9.5\n"
        )

    def expected(self, student: Student, work: Work) -> Iterator[Expected]:
        yield from super().expected(student, work)
        for name, sid in mates(student, work):
            when = self.handed_in(student, work)
            names, ids = frozenset({name}), frozenset({sid})
            yield Expected(student.key, "mate", names, ids, work.outcome, work.mark, handed_in=when)


def mates(student: Student, work: Work) -> list[tuple[str, str]]:
    """The others of a group: name and school number."""
    return [("Mate One", "900001"), ("Mate, Two", "900002")] if work.role == "group" else []


def _submitter(person: tuple[str, str, str]) -> str:
    name, sid, email = (json.dumps(part, ensure_ascii=False) for part in person)
    told = f"    :sid: {sid}\n" if person[1] else ""
    return f"  - :name: {name}\n{told}    :email: {email}\n"


class Blackboard(Layout):
    """`<Title>_<username>_attempt_<time>_<file>`, flat, a receipt beside each attempt."""

    name = "blackboard"
    folder = "gradebook_CS101_Gradient20Descent_2026-03-03-10-00-00"
    can: tuple[str, ...] = ("text", "text_too", "attempts", "folders")
    title = "Gradient_Descent 1"
    receipts = True

    def username(self, student: Student) -> str:
        """As the site has it; one holds `_`, some dots."""
        return {"x-12-y": "x_12_y", "wang-xm": "wang.xm"}.get(student.login, student.login)

    def ids(self, student: Student) -> frozenset[str] | None:
        return frozenset({self.username(student)})

    def stem(self, student: Student, attempt: int) -> str:
        """What every file of one attempt begins with."""
        when = time_of(student, attempt).strftime("%Y-%m-%d-%H-%M-%S")
        return f"{self.title}_{self.username(student)}_attempt_{when}"

    def handed_in(self, student: Student, work: Work) -> str:
        return time_of(student, chosen_attempt(work)).strftime("%Y-%m-%dT%H:%M")

    def place(self, student: Student, work: Work) -> Files:
        tree: Files = {}
        for attempt, files in enumerate(work.attempts, start=1):
            stem = self.stem(student, attempt)
            tree |= {f"{stem}_{path}": data for path, data in flat(files).items()}
            if self.receipts:
                text = work.text and attempt == len(work.attempts)
                tree[f"{stem}.txt"] = self.receipt(student, attempt, flat(files), text).encode()
        return tree

    def receipt(self, student: Student, attempt: int, files: Files, text: bool) -> str:
        """What Blackboard writes of one attempt."""
        when = time_of(student, attempt).strftime("%A, %B %-d, %Y %-I:%M:%S %p CST")
        typed = "def training_loop(): pass" if text else NO_TEXT
        stem = self.stem(student, attempt)
        named = "".join(f"\tOriginal filename: {path}\n\tFilename: {stem}_{path}\n\n" for path in files)
        return (
            f"Name: {student.full} ({self.username(student)})\nAssignment: {self.title}\n"
            f"Date Submitted: {when}\nCurrent Grade: Needs Grading\n\nSubmission Field:\n{typed}\n\n"
            "Comments:\nThere are no student comments for this assignment.\n\nFiles:\n"
            + (named or "\tNo files were attached to this submission.\n")
        )


class BlackboardBare(Blackboard):
    """Without receipts: the username is all that is known, and neither it nor the title holds `_`."""

    name = "blackboard-bare"
    can: tuple[str, ...] = ("resubmits", "folders")
    title = "Gradient Descent"
    receipts = False

    def username(self, student: Student) -> str:
        return student.login

    def shown(self, student: Student) -> str:
        return self.username(student)


class Brightspace(Layout):
    """Folders `<n>-<n> - <Name> - <Mon D, YYYY HMM AM>/<file>`, `index.html` beside them."""

    name = "brightspace"
    folder = "Gradient Descent Download Mar 3, 2026 1000 AM"
    twins = False  # several folders of one name are several submissions
    can: tuple[str, ...] = (*BOTH_FOLDERS, "resubmits")

    def handed_in(self, student: Student, work: Work) -> str:
        return time_of(student, chosen_attempt(work)).strftime("%Y-%m-%dT%H:%M")

    def place(self, student: Student, work: Work) -> Files:
        tree: Files = {}
        for attempt, files in enumerate(work.attempts, start=1):
            when = time_of(student, attempt).strftime("%b %-d, %Y %-I%M %p")
            number = f"{student.number}-{student.number * 3 + attempt}"
            tree |= in_folder(f"{number} - {self.shown(student)} - {when}", files)
        return tree

    def beside(self, pairs: Pairs) -> Files:
        return {"index.html": b"<html><body>Gradient Descent</body></html>"}
