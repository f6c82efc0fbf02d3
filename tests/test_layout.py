"""A course or a kit is found from any folder in it, and who is outside is told where to go."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.course.layout import FOLDERS, KIT_FOLDERS, find_course
from grader.errors import CourseError


def said_in(folder: Path) -> str:
    with pytest.raises(CourseError) as caught:
        find_course(folder)
    return str(caught.value)


@pytest.mark.parametrize("missing", ["answers", "exercises"])
def test_outside_of_a_course(missing: str, tmp_path: Path) -> None:
    """Both kinds of folder are named, a kit's first, with what is missing and what to do."""
    assert "Not found: `exercises`, `answers`, `autograde_tests` and `solutions`." in said_in(tmp_path)
    for name in set(KIT_FOLDERS) - {missing}:
        (tmp_path / name).mkdir()
    said = said_in(tmp_path)
    assert f"{tmp_path} is not a student kit, and not a course." in said
    assert f"Not found: `{missing}` and `solutions`." in said
    assert "Go to the folder of your kit or course: `cd FOLDER`. Or name it with `--course FOLDER`." in said


@pytest.mark.parametrize("folders", [KIT_FOLDERS, FOLDERS])
def test_one_folder_above_a_kit(folders: tuple[str, ...], tmp_path: Path) -> None:
    """Where an archive was unpacked into a folder of its own, that one is named."""
    for name in folders:
        (tmp_path / "my kit" / name).mkdir(parents=True)
    assert said_in(tmp_path).endswith("Go to my kit: `cd 'my kit'`.")
