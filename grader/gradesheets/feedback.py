"""Reports as Moodle's feedback files: one zip, from which each student gets the own one.

Moodle finds the student by the number in a file's name, and keeps what stands behind "file_":

    Anna Lee_3471_assignfeedback_file_gradient_descent.html

It looks between the first underscores, so a name has none; nor may a file begin with a point or a tilde
(mod/assign/feedback/file/importziplib.php of moodle/moodle, the same since its first version).
"""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections.abc import Mapping

# Characters of a name: of four bytes each, they fit with the rest into the 255 that file systems take.
_LONGEST = 50
_NOBODY = "Participant"
# The first that a zip can hold: the same reports are the same bytes.
_WHEN = (1980, 1, 1, 0, 0, 0)


def file_name(student: str, number: str, file: str) -> str:
    """What a student's file is called in the zip. number: the student's in Moodle's worksheet."""
    kept = "".join(
        char if char.isalnum() or char in ".'-" else " " for char in unicodedata.normalize("NFC", student)
    )
    words = " ".join(kept.split())[:_LONGEST].strip(" .'-")
    return f"{words or _NOBODY}_{number}_assignfeedback_file_{file}"


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip of these files, by their names."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, _WHEN), data, zipfile.ZIP_DEFLATED)
    return made.getvalue()
