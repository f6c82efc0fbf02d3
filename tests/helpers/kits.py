"""Student kits for tests: a course with one small exercise, and this repository's; unpacked and opened."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path

from grader.authoring.release import release
from grader.authoring.scaffold import new_course, new_exercise
from grader.course.layout import Course, open_course
from grader.output_files import write_bytes

# Of the small course: its assignment and its function.
NAME = "double"


def small_course(folder: Path) -> Path:
    """A course with one small exercise, in a new folder."""
    new_course(folder)
    new_exercise(folder, NAME)
    release(folder)
    return folder


def copied(course: Path, folder: Path) -> Path:
    """A course once more, to be changed."""
    return Path(shutil.copytree(course, folder / "course"))


def unpack(archive: bytes, folder: Path) -> Path:
    """A kit's archive in a folder."""
    with zipfile.ZipFile(io.BytesIO(archive)) as packed:
        packed.extractall(folder)
    return folder


def laid_out(files: Mapping[str, bytes], folder: Path) -> Course:
    """The files of a kit in a folder, opened."""
    for name, data in files.items():
        write_bytes(folder / name, data)
    return open_course(folder)
