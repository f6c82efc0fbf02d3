"""What a platform makes of a grade file: small readers of our own, after each importer's published rules."""

from __future__ import annotations

import csv
import io
import re

Grades = dict[str, str]


def raw_cells(text: str, delimiter: str) -> list[list[str]]:
    """Cells as they stand, quotes and what ends them with them: joined, they are the text again."""
    rows: list[list[str]] = [[]]
    start = place = 0
    quoted = False
    while place < len(text):
        sign = text[place]
        quoted = quoted != (sign == '"')
        place += 1
        ends = not quoted and (sign in (delimiter, "\n"))
        if ends:
            rows[-1].append(text[start:place])
            start = place
            if sign == "\n":
                rows.append([])
    if start < len(text):
        rows[-1].append(text[start:])
    return rows if rows[-1] else rows[:-1]


def read(text: str, delimiter: str) -> list[list[str]]:
    """Cells as values."""
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter))


def canvas(text: str, delimiter: str, assignment: int, before: Grades) -> Grades:
    """Grades by user id, after an import into Canvas.

    instructure/canvas-lms lib/gradebook_importer.rb: the first header holds Student, the second ID, the last
    before the assignments Section; rows by ID; a title without a known id is a new assignment.
    ui/features/gradebook_uploads/jquery/process_gradebook_upload.js: where a cell of the column changes, all
    changed cells are posted, and an empty one deletes the grade.
    """
    rows = read(text, delimiter)
    head = rows[0]
    assert "Student" in head[0] and "ID" in head[1]
    first = next(place for place, title in enumerate(head) if re.search(r"\(\d+\)$", title))
    assert "Section" in head[first - 1]
    (column,) = (place for place, title in enumerate(head) if title.endswith(f"({assignment})"))
    after = dict(before)
    for row in rows[1:]:
        if row[1]:
            _canvas_cell(after, row[1], row[column].strip())
    return after


def _canvas_cell(grades: Grades, person: str, cell: str) -> None:
    if cell:
        grades[person] = cell
    else:
        grades.pop(person, None)


def moodle(text: str, heads: tuple[str, ...], participant: str, maximum: float, before: Grades) -> Grades:
    """Grades by number in the assignment, after an upload of the grading worksheet.

    moodle/moodle mod/assign/feedback/offline/importgradeslib.php (three columns by header, the number after
    the word for participant) and locallib.php `process_import_grades`: empty or negative is left alone, above
    the maximum is skipped without a word, changed since the download is skipped ("-": no grade yet).
    """
    rows = read(text, ",")
    identifier, grade, modified = (rows[0].index(heads[place]) for place in (0, 5, 9))
    after = dict(before)
    for row in rows[1:]:
        number = re.fullmatch(re.escape(participant.strip()) + r"\s*(\d+)", row[identifier])
        assert number, row
        value = row[grade].strip()
        if value and 0 <= float(value) <= maximum and row[modified] == "-":
            after[number[1]] = value
    return after


def blackboard(text: str, delimiter: str, column_id: int, before: Grades) -> Grades:
    """Grades by username, after an upload into Blackboard.

    library.blackboard.com, "Uploading External Grade Center Items": rows by Username alone, the column by the
    number behind the bar; without it a new column appears. An empty cell is taken as it stands.
    """
    rows = read(text, delimiter)
    (column,) = (place for place, title in enumerate(rows[0]) if title.endswith(f"|{column_id}"))
    person = rows[0].index("Username")
    return before | {row[person]: row[column] for row in rows[1:] if row[column] or before.get(row[person])}


def brightspace(text: str, item: str, maximum: float, before: Grades) -> Grades:
    """Grades by OrgDefinedId, after an import into Brightspace.

    community.d2l.com/brightspace/kb/articles/3538-importing-grades: a key column with `#` in front of values,
    `<item> Points Grade`, and the last column End-of-Line Indicator, always `#`. Above the maximum: capped.
    """
    rows = read(text, ",")
    assert rows[0][-1] == "End-of-Line Indicator"
    column, person = rows[0].index(f"{item} Points Grade"), rows[0].index("OrgDefinedId")
    after = dict(before)
    for row in rows[1:]:
        assert row[-1] == "#" and row[person].startswith("#")
        if row[column]:
            value = float(row[column])
            after[row[person][1:]] = row[column] if value <= maximum else str(maximum)
    return after
