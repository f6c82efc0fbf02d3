"""`grader grade --export PLATFORM`: the platform's own file with the grades in it.

For Moodle also a zip of the reports: its page of the assignment gives each student the own one.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from grader.audience import Audience
from grader.commands.report_folder import OF_THE_CLASS, ReportFolder
from grader.errors import UsageError
from grader.gradesheets import feedback
from grader.gradesheets.filled import PLATFORMS, fill, number
from grader.gradesheets.roster import Listed, Roster
from grader.model import Report
from grader.output_files import write_bytes, zipped
from grader.render.csv import cell
from grader.submission.people import Person
from grader.words.messages import NOTHING, InFile, Items, Message, Name, Value, say, say_many

# What Moodle makes feedback files of.
_FEEDBACK = "feedback.zip"
# A report, and the row of the roster that is its student's alone.
_Found = tuple[Report, Listed | None]


def demand_platform(name: str | None) -> None:
    """Fail before grading where the export could not be written. Raises UsageError."""
    if name is not None and name not in PLATFORMS:
        known = Items(tuple(map(Value, PLATFORMS)), "or")
        raise UsageError(say("--export is {got}. Expected {known}.", got=Value(name), known=known))


def export(
    platform: str,
    roster: Roster | None,
    reports: Sequence[Report],
    folder: ReportFolder,
    audience: Audience,
    *,
    scale: bool,
) -> list[Message]:
    """Write the file, a copy of the roster with one column filled for each assignment; what to say of it.

    folder: where the reports lie that these are the tables' rows of, as this audience reads them.

    Raises:
        UsageError: no column is the assignment's, or the platform's maximum differs and `scale` is off.
    """
    output = folder.path
    if roster is None:
        target = output / f"{platform}.csv"
        write_bytes(target, _without_file(reports).encode("utf-8-sig"))
        return [say("{file} is written.", file=InFile(str(target))) + PLATFORMS[platform].WITHOUT_FILE]
    said, data = [], roster
    found = [(one, _row_of(one, roster)) for one in reports if not one.absent]
    target = _target(roster.sheet.path, output)
    for assignment in dict.fromkeys(one.assignment for one, _ in found if one.assignment):
        scores, left = _by_row([pair for pair in found if pair[0].assignment == assignment])
        most = max(one.max_score for one in reports if one.assignment == assignment)
        content = fill(platform, data, assignment, scores, most, scale=scale)
        data = replace(data, sheet=data.sheet.again(content))
        filled = sum(1 for score in scores.values() if score is not None)
        said.append(_filled(filled, assignment, target, platform) + _left_out(left))
    write_bytes(target, data.sheet.with_cells({}))
    return [*said, _feedback(found, folder, audience)] if platform == "moodle" else said


def _feedback(found: Sequence[_Found], folder: ReportFolder, audience: Audience) -> Message:
    """Write the zip of reports for students, where there are such; what to say of it."""
    target = folder.path / _FEEDBACK
    file = InFile(str(target))
    # What an earlier run has left would be uploaded for this one's.
    target.unlink(missing_ok=True)
    if audience is not Audience.STUDENT:
        return say("These reports show hidden checks, so there is no {file}.", file=file)
    files = dict(_feedback_files(found, folder))
    if not files:
        formats = Items((Value("html"), Value("md")), "or")
        return say("There is no {file}.", file=file) + say(
            "It needs reports as {formats}, and the numbers of Moodle's worksheet.", formats=formats
        )
    write_bytes(target, zipped(files))
    return say_many(
        "{file} has {n} report for its student.",
        "{file} has {n} reports, each for its student.",
        len(files),
        file=file,
    ) + say('In Moodle, upload it after the worksheet, with "Upload multiple feedback files in a zip".')


def _feedback_files(found: Sequence[_Found], folder: ReportFolder) -> Iterator[tuple[str, bytes]]:
    """Each report that a student can read, by its name for Moodle."""
    for report, listed in found:
        path = folder.readable(report)
        if listed is not None and listed.number and path is not None:
            file = (report.assignment or "report") + path.suffix
            yield feedback.file_name(report.student, listed.number, file), path.read_bytes()


def _filled(count: int, assignment: str, target: Path, platform: str) -> Message:
    return say_many(
        "{file} has {n} grade of {assignment}. Upload it to {platform}.",
        "{file} has {n} grades of {assignment}. Upload it to {platform}.",
        count,
        file=InFile(str(target)),
        assignment=Name(assignment),
        platform=Name(platform),
    )


def _left_out(left: Sequence[Report]) -> Message:
    """Whose grade is not in the file."""
    if not left:
        return NOTHING
    names = Items(tuple(Name(" ".join(filter(None, (one.student, one.id)))) for one in left), "and")
    return say("These grades are not in it: {names}.", names=names) + say("No row is theirs alone.")


def _target(roster: Path, output: Path) -> Path:
    """The roster's name, or another where that file is the roster itself or one that grading writes."""
    target = output / roster.name
    is_taken = roster.name in OF_THE_CLASS or target.resolve() == roster.resolve()
    return output / f"filled-{roster.name}" if is_taken else target


def _by_row(reports: Sequence[_Found]) -> tuple[Mapping[int, float | None], list[Report]]:
    """Scores by row, and the reports whose score has none: no row, or more than one, is theirs."""
    found: dict[int, float | None] = {}
    left = []
    for report, listed in reports:
        if report.score is None:
            continue
        if listed is None:
            left.append(report)
        else:
            found[listed.row] = report.score
    return found, left


def _row_of(report: Report, roster: Roster) -> Listed | None:
    return roster.find(Person(name=report.student, id=report.id, section=report.section))


def _without_file(reports: Sequence[Report]) -> str:
    """A plain table by id: what a platform can be shown where its own file is not at hand."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    names = list(dict.fromkeys(one.assignment for one in reports))
    rows.writerow(["id", "student", "section", *names])
    people = list(dict.fromkeys(one.who for one in reports))
    scores = {(*one.who, one.assignment): one.score for one in reports}
    for who in people:
        found = [scores.get((*who, name)) for name in names]
        points = ["" if one is None else number(one) for one in found]
        rows.writerow([cell(who[1]), cell(who[0]), cell(who[2]), *points])
    return text.getvalue()
