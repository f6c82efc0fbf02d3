"""Reports go back into Moodle: a zip, from which its importer gives each student the own report."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path

import pytest
from helpers.grading import ROOT
from hypothesis import example, given
from hypothesis import strategies as st

from grader.cli import app, run
from grader.gradesheets.feedback import file_name
from grader.output_files import zipped

COURSE = ROOT / "tests" / "courses" / "sound"
RIGHT = (COURSE / "solutions" / "shapes.py").read_text(encoding="utf-8")
WRONG = "def area(w, h):\n    return w * h\n"
WORKSHEET = "Identifier,Full name,Grade,Maximum Grade,Last modified (grade)\n"
PEOPLE = {"351": "Anna Lee", "352": "Anna Lee", "360": "王_小明", "371": "Zoe Zed"}


def imported(data: bytes, participants: set[int]) -> dict[int, dict[str, bytes]]:
    """What Moodle's importer makes of a zip: files by participant, each with the name that it keeps.

    Written from the description of its rule: of the path's parts, the first that has a participant's number
    behind its first underscore, and the name of a feedback plugin behind the next two, says whose it is.
    """
    found: dict[int, dict[str, bytes]] = {number: {} for number in participants}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for path in archive.namelist():
            if not path.rpartition("/")[2].startswith((".", "~")):
                for number, name in _owners(path, participants):
                    found[number][name] = archive.read(path)
    return found


def _owners(path: str, participants: set[int]) -> Iterator[tuple[int, str]]:
    parts = path.split("/")
    for at, part in enumerate(parts):
        words = part.split("_", 4)
        # Older versions want five parts.
        whose = int(words[1]) if len(words) == 5 and words[1].isdecimal() else 0
        if whose in participants and words[2:4] == ["assignfeedback", "file"]:
            yield whose, "/".join([words[4], *parts[at + 1 :]])
            return


def hand_in(folder: Path) -> None:
    """Two of one name, one whose name has an underscore; the last of the class hands nothing in."""
    for number, text in (("351", RIGHT), ("352", WRONG), ("360", "def area(:\n")):
        own = folder / f"{PEOPLE[number].replace('_', ' ')}_{number}_assignsubmission_file_"
        own.mkdir(parents=True)
        (own / "shapes.py").write_text(text, encoding="utf-8")


def graded(tmp_path: Path, *options: str) -> str:
    """`grader grade … --export moodle`, and what it says."""
    if not (tmp_path / "download").exists():
        hand_in(tmp_path / "download")
    worksheet = tmp_path / "worksheet.csv"
    rows = (f"Participant {number},{name},,4.00,-\n" for number, name in PEOPLE.items())
    worksheet.write_text(WORKSHEET + "".join(rows), encoding="utf-8")
    given = ["grade", tmp_path / "download", "--course", COURSE, "--device", "cpu", "--seed", "7"]
    given += ["--output", tmp_path / "results", "--roster", worksheet, "--export", "moodle", *options]
    said = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(said):
        patch.setenv("COLUMNS", "200")
        run(lambda: app([str(one) for one in given]))
    return " ".join(said.getvalue().split())


def test_each_student_gets_the_own_report(tmp_path: Path) -> None:
    """What cannot be graded has a report, too, which says why; who handed nothing in has none."""
    said = graded(tmp_path)
    results = tmp_path / "results"
    assert "feedback.zip has 3 reports, each for its student." in said
    assert 'after the worksheet, with "Upload multiple feedback files in a zip".' in said
    found = imported((results / "feedback.zip").read_bytes(), {int(number) for number in PEOPLE})
    own = {int(number): results / f"Anna Lee ({number})" / "shapes" for number in ("351", "352")}
    for number, folder in own.items():
        assert found[number] == {"shapes.html": (folder / "report.html").read_bytes()}
    assert found[351] != found[352]
    assert "王" in found[360]["shapes.html"].decode()
    assert found[371] == {}


def test_the_same_reports_are_the_same_bytes(tmp_path: Path) -> None:
    """Moodle tells students of each file that has changed."""
    graded(tmp_path)
    before = (tmp_path / "results" / "feedback.zip").read_bytes()
    graded(tmp_path)
    assert (tmp_path / "results" / "feedback.zip").read_bytes() == before


def test_markdown_where_no_html_was_asked_for(tmp_path: Path) -> None:
    """It is what a student can read."""
    graded(tmp_path, "--format", "json,md")
    found = imported((tmp_path / "results" / "feedback.zip").read_bytes(), {351})
    assert list(found[351]) == ["shapes.md"]


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (("--audience", "instructor"), "These reports show hidden checks, so there is no"),
        (
            ("--format", "json,junit"),
            "It needs reports as html or md, and the numbers of Moodle's worksheet.",
        ),
    ],
)
def test_what_is_not_for_students_is_in_no_zip(options: tuple[str, ...], why: str, tmp_path: Path) -> None:
    """Nor does the zip of an earlier run stay: it would be uploaded for this one's."""
    assert "has 3 reports" in graded(tmp_path)
    assert why in graded(tmp_path, *options)
    assert not (tmp_path / "results" / "feedback.zip").exists()


def test_ids_for_names_are_in_it_too(tmp_path: Path) -> None:
    """With --anonymous no name is in the zip."""
    graded(tmp_path, "--anonymous")
    with zipfile.ZipFile(tmp_path / "results" / "feedback.zip") as archive:
        assert archive.namelist()
        assert not any(
            "Anna" in name or "Anna Lee" in archive.read(name).decode() for name in archive.namelist()
        )


@given(
    student=st.text(max_size=300), number=st.integers(1, 10**9), file=st.sampled_from(["a_b.html", "c.md"])
)
@example(student="\ud83d_.~", number=7, file="a_b.html")
@example(student="\U00020000" * 300, number=10**9, file="a_b.html")
def test_whatever_a_name_is_the_number_is_found(student: str, number: int, file: str) -> None:
    """Underscores, points in front, slashes, halves of characters, and names of any length."""
    name = file_name(student, str(number), file)
    assert imported(zipped({name: b"x"}), {number}) == {number: {file: b"x"}}
    assert len(name.encode()) < 255
    assert "/" not in name
