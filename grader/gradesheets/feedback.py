"""Reports as Moodle's feedback files: names in one zip, from which each student gets the own report.

Moodle finds the student by the number in a file's name, and keeps what stands behind "file_":

    Anna Lee_3471_assignfeedback_file_gradient_descent.html

It looks between the first underscores, so a name has none; nor may a file begin with a point or a tilde
(mod/assign/feedback/file/importziplib.php of moodle/moodle; before 4.1 there had to be a "_" behind "file").
"""

from __future__ import annotations

import unicodedata

# Characters of a name: of four bytes each, they fit with the rest into the 255 that file systems take.
_LONGEST = 50
_NOBODY = "Participant"


def file_name(student: str, number: str, file: str) -> str:
    """What a student's file is called in the zip. number: the student's in Moodle's worksheet."""
    kept = "".join(
        char if char.isalnum() or char in ".'-" else " " for char in unicodedata.normalize("NFC", student)
    )
    words = " ".join(kept.split())[:_LONGEST].strip(" .'-")
    return f"{words or _NOBODY}_{number}_assignfeedback_file_{file}"
