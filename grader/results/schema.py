"""The tables of the store, in the SQL that SQLite and PostgreSQL share, and rows to and from nouns."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from grader.results.rows import Identity, Label, ResultRow, storable

VERSION: Final = "1"

TABLES: Final = (
    "CREATE TABLE facts (name TEXT PRIMARY KEY, said TEXT NOT NULL)",
    "CREATE TABLE runs (number INTEGER PRIMARY KEY, began TEXT NOT NULL, command TEXT NOT NULL)",
    # `until` is the run in which it stopped to be the result that counts; of what counts it is NULL.
    """CREATE TABLE results (
        number INTEGER PRIMARY KEY, run INTEGER NOT NULL REFERENCES runs (number), until INTEGER,
        withdrawn INTEGER NOT NULL,
        student TEXT NOT NULL, person TEXT NOT NULL, section TEXT NOT NULL, assignment TEXT NOT NULL,
        label TEXT NOT NULL, notes_of_label INTEGER NOT NULL, root TEXT NOT NULL, place TEXT NOT NULL,
        parts TEXT NOT NULL, outdated TEXT NOT NULL, seed BIGINT NOT NULL,
        status TEXT NOT NULL, score DOUBLE PRECISION, max_score DOUBLE PRECISION NOT NULL,
        report {bytes} NOT NULL, gist {bytes} NOT NULL, student_gist {bytes} NOT NULL)""",
    """CREATE UNIQUE INDEX one_that_counts ON results (student, person, section, assignment)
        WHERE until IS NULL AND withdrawn = 0""",
    "CREATE INDEX whose ON results (student, person, section, assignment)",
    # What was last rendered where, and how: what is the same again is not rendered again.
    """CREATE TABLE rendered (folder TEXT NOT NULL, result INTEGER NOT NULL, how TEXT NOT NULL,
        PRIMARY KEY (folder, result))""",
)

COLUMNS: Final = (
    "number", "run", "withdrawn", "student", "person", "section", "assignment", "label", "notes_of_label",
    "root", "place", "parts", "outdated", "seed", "status", "score", "max_score",
)  # fmt: skip
# The report; what a class's pages need of it, for an instructor and for a student.
PACKED: Final = ("report", "gist", "student_gist")
INSERT: Final = (
    f"INSERT INTO results ({', '.join((*COLUMNS, *PACKED))}) "
    f"VALUES ({', '.join(f':{name}' for name in (*COLUMNS, *PACKED))})"
)


def identity_values(identity: Identity) -> dict[str, str]:
    """Whose it is, by column."""
    student, id_, section, assignment = map(storable, identity)
    return {"student": student, "person": id_, "section": section, "assignment": assignment}


def label_text(label: Label) -> str:
    """What a label says beside whose it is."""
    said = {
        "late": label.late,
        "handed_in": storable(label.handed_in),
        "submission": storable(label.submission),
        "notes": list(map(storable, label.notes)),
    }
    return json.dumps(said, sort_keys=True)


def row(values: Sequence[Any]) -> ResultRow:
    """A row of the table `results`, by COLUMNS."""
    found = dict(zip(COLUMNS, values, strict=True))
    said = json.loads(found["label"])
    return ResultRow(
        number=found["number"],
        run=found["run"],
        label=Label(
            identity=Identity(found["student"], found["person"], found["section"], found["assignment"]),
            late=said["late"],
            handed_in=said["handed_in"],
            submission=said["submission"],
            notes=tuple(said["notes"]),
        ),
        root=found["root"],
        place=found["place"],
        parts=json.loads(found["parts"]),
        seed=found["seed"],
        status=found["status"],
        score=found["score"],
        max_score=found["max_score"],
        notes_of_label=found["notes_of_label"],
        withdrawn=bool(found["withdrawn"]),
        outdated=tuple(json.loads(found["outdated"])),
    )
