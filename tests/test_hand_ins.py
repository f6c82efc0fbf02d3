"""Whose work it is: downloads, clones and folders as they come; a row a person and assignment."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.gradesheets.plan import plan
from grader.submission import hand_ins
from grader.submission.choose import Chosen, choose

ASSIGNMENTS = ("tensors", "gradient_descent", "autograd")
KIT = "autograde_tests/test_autograd.py  answers/autograd.py  course.toml  exercises/autograd.py"
RECEIPT = (
    "Name: Anna Lee (a_lee)\nAssignment: Week_5\nDate Submitted: Sunday, March 1, 2026 10:00:00 AM CST\n\n"
    "Submission Field:\n{text}\n\nComments:\nThere are no student comments for this assignment.\n"
)


def made(root: Path, files: str, texts: Mapping[str, str] | None = None) -> Path:
    """Files below a folder, two blanks or a new line between them; one that ends in / is a folder."""
    for name in (part.strip() for line in files.splitlines() for part in line.split("  ")):
        if name:
            path = root / name
            (path if name.endswith("/") else path.parent).mkdir(parents=True, exist_ok=True)
            if not name.endswith("/"):
                path.write_text((texts or {}).get(name, f"# {name}\nx = 1\n"), encoding="utf-8")
    return root


def zipped(folder: Path, target: Path) -> Path:
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(folder.rglob("*")):
            archive.write(path, path.relative_to(folder))
    return target


def told(rows: list[Chosen]) -> list[str]:
    """`name <id> assignment: file`; `-` for what is not graded, `none` for what is not handed in."""
    return [
        f"{row.person.name}{f' <{row.person.id}>' if row.person.id else ''} {row.assignment}: "
        + ("none" if row.absent else "-" if row.problem else row.chosen)
        for row in rows
    ]


def rows(path: Path, wanted: str | None = None) -> list[Chosen]:
    return choose(hand_ins.at(path, ASSIGNMENTS), ASSIGNMENTS, wanted)


LAYOUTS = {
    "a week's folder around the class": (
        "wrap",
        "week3/autograd/anna/autograd.py  week3/autograd/bob/autograd.py  week3/autograd/cy/autograd.py",
        ["anna autograd: autograd.py", "bob autograd: autograd.py", "cy autograd: autograd.py"],
    ),
    "a class of one below a week": ("hw", "week3/anna/autograd.py", ["anna autograd: autograd.py"]),
    "what people make in their folder is theirs": (
        "hw",
        "anna/src/autograd.py  anna/old/autograd.py  anna/autograd.py  bob/src/autograd.py",
        ["anna autograd: autograd.py", "bob autograd: src/autograd.py"],
    ),
    "sections are nobody": (
        "hw",
        "CS-A/anna/autograd.py  CS-A/bob/autograd.py  CS-B/cy/autograd.py  CS-B/dora/autograd.py",
        [
            "anna autograd: autograd.py", "bob autograd: autograd.py", "cy autograd: autograd.py",
            "dora autograd: autograd.py",
        ],
    ),
    "a virtual environment in the homework folder": (
        "hw",
        "anna/pyvenv.cfg  anna/lib/python3/site/tensors.py  anna/bin/activate.py  anna/autograd.py  "
        "bob/autograd.py",
        ["anna autograd: autograd.py", "bob autograd: autograd.py"],
    ),
    "an empty folder, a PDF, a helper": (
        "hw",
        "anna/  bob/autograd.pdf  cy/autograd.py  cy/helper.py  cy/data.csv",
        ["anna autograd: none", "bob autograd: -", "cy autograd: autograd.py"],
    ),
    "words of Drive and the browser": (
        "drive",
        "CS101 Week 5/Anna Lee - autograd.ipynb  CS101 Week 5/Léa - Copy of autograd.ipynb  "
        "CS101 Week 5/Chidi - autograd (1).ipynb",
        [
            "Anna Lee autograd: Anna Lee - autograd.ipynb", "Chidi autograd: Chidi - autograd (1).ipynb",
            "Léa autograd: Léa - Copy of autograd.ipynb",
        ],
    ),
    "Moodle's folders, a text, one without the last _": (
        "moodle",
        "Anna Lee_3471_assignsubmission_file_/autograd.ipynb\n"
        "Chidi O_3472_assignsubmission_file/autograd.py\n"
        "Léa van Gogh_3473_assignsubmission_onlinetext_/onlinetext.html",
        ["Anna Lee autograd: autograd.ipynb", "Chidi O autograd: autograd.py", "Léa van Gogh autograd: -"],
    ),
    "Moodle, flat, with a file in another's grammar": (
        "moodle",
        "Anna Lee_3471_assignsubmission_file_autograd.py\n"
        "Bob_3472_assignsubmission_file_Anna Lee_3471_assignsubmission_file_autograd.py",
        [
            "Anna Lee autograd: autograd.py",
            "Bob autograd: Anna Lee_3471_assignsubmission_file_autograd.py",
        ],
    ),
    "Moodle, two of one name": (
        "moodle",
        "Anna Lee_1_assignsubmission_file_/autograd.py\nAnna Lee_2_assignsubmission_file_/autograd.py",
        ["Anna Lee autograd: autograd.py", "Anna Lee autograd: autograd.py"],
    ),
    "Canvas": (
        "canvas",
        "leeanna_104_9001_autograd-1.py  okaforchidi_LATE_105_9002_autograd.ipynb  gogh_106_text.html  "
        "LATE_anon_7pQ2x_9003_autograd.py  bobx_12_y_107_9004_autograd.py",
        [
            "anon_7pQ2x autograd: autograd.py", "bobx <12> autograd: 9004_autograd.py",
            "gogh <106> autograd: -", "leeanna <104> autograd: autograd.py",
            "okaforchidi <105> autograd: autograd.ipynb",
        ],
    ),
    "Blackboard, two attempts": (
        "bb",
        "Autograd_alee_attempt_2026-03-02-09-00-00_hw.py\n"
        "Autograd_alee_attempt_2026-03-01-10-00-00_autograd.py\n"
        "Autograd_bob_attempt_2026-03-01-10-00-00_x_attempt_2026-01-01-00-00-00_autograd.py",
        [
            "alee <alee> autograd: autograd.py",
            "bob <bob> autograd: x_attempt_2026-01-01-00-00-00_autograd.py",
        ],
    ),
    "Brightspace, submitted twice": (
        "d2l",
        "1-2 - Mary-Ann Smith - Sep 24, 2026 926 PM/autograd.py\n"
        "1-3 - Mary-Ann Smith - Sep 25, 2026 1026 AM/autograd.py\n"
        "1-4 - Bo - Sep 25, 2026 1026 AM/autograd.py\n"
        "index.html",
        [
            "Bo autograd: autograd.py",
            "Mary-Ann Smith autograd: 1-3 - Mary-Ann Smith - Sep 25, 2026 1026 AM/autograd.py",
        ],
    ),
    "clones below <slug>-submissions": (
        "week5-submissions",
        "  ".join(f"week5-{who}/{file}" for who in ("anna-lee", "chidi_o") for file in KIT.split("  ")),
        [
            "anna-lee <anna-lee> autograd: exercises/autograd.py",
            "chidi_o <chidi_o> autograd: exercises/autograd.py",
        ],
    ),
    "clones of which no parent tells the prefix": (
        "clones",
        "  ".join(f"hw-anna-{who}/{file}" for who in ("lee", "kim") for file in KIT.split("  ")),
        [
            "anna-kim <anna-kim> autograd: exercises/autograd.py",
            "anna-lee <anna-lee> autograd: exercises/autograd.py",
        ],
    ),
    "nbgrader's downloaded": (
        "downloaded",
        "autograd/archive/x.zip  autograd/extracted/anna/autograd.py  autograd/extracted/bob/autograd.py",
        ["anna autograd: autograd.py", "bob autograd: autograd.py"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("root", "files", "expected"), LAYOUTS.values(), ids=LAYOUTS)
def test_who_handed_in_what(tmp_path: Path, root: str, files: str, expected: list[str]) -> None:
    """People are told by the platform or the instructor, never by what a student named."""
    assert told(rows(made(tmp_path / root, files))) == expected


@pytest.mark.parametrize(
    "name", ["Canvas", "Moodle's folders, a text, one without the last _", "Blackboard, two attempts"]
)
def test_a_class_as_the_zip_that_was_downloaded(tmp_path: Path, name: str) -> None:
    """The same people and files, read member by member; nothing is unpacked."""
    root, files, expected = LAYOUTS[name]
    archive = zipped(made(tmp_path / root, files), tmp_path / "class.zip")
    found = rows(archive)
    assert told(found) == expected
    assert all(row.path == archive and row.member for row in found if row.chosen)


def test_the_newest_attempt_counts_and_is_said(tmp_path: Path) -> None:
    """By the platform's date, whatever the files are called; the row has the date."""
    (row,) = rows(made(tmp_path / "bb", "Autograd_alee_attempt_2026-03-02-09-00-00_autograd.py\n"
                       "Autograd_alee_attempt_2026-03-01-10-00-00_autograd.py"))  # fmt: skip
    assert row.handed_in == "2026-03-02T09:00:00"
    assert [str(note.text) for note in row.notes] == ["This was handed in 2 times. The newest one counts."]


def test_a_receipt_says_who_and_where_the_title_ends(tmp_path: Path) -> None:
    """Title and user name may hold `_` themselves; a receipt with typed text alone is not graded, said."""
    head = "Week_5_a_lee_attempt_2026-03-01-10-00-00"
    none = "There is no student submission text data for this assignment."
    root = made(
        tmp_path / "bb", f"{head}.txt  {head}_autograd.py", {f"{head}.txt": RECEIPT.format(text=none)}
    )
    assert told(rows(root)) == ["Anna Lee <a_lee> autograd: autograd.py"]
    root = made(tmp_path / "text", f"{head}.txt", {f"{head}.txt": RECEIPT.format(text="my answer")})
    assert told(rows(root, "autograd")) == ["Anna Lee <a_lee> autograd: -"]


def test_gradescope_says_who_in_its_metadata(tmp_path: Path) -> None:
    """Submitters, groups and times; a file of that name inside a submission is a student's."""
    text = (
        "submission_1:\n  :submitters:\n  - :name: Anna Lee\n    :sid: '0442'\n    :email: a@x.edu\n"
        "  :created_at: 2026-03-01 10:00:00 Z\n"
        "submission_2:\n  :submitters:\n  - :name: Bo\n    :sid: '7'\n  - :name: Cy\n    :sid: '8'\n"
    )
    name = "submission_metadata.yml"
    files = f"{name}  submission_1/autograd.py  submission_2/autograd.py  submission_2/{name}"
    found = rows(made(tmp_path / "assignment_1_export", files, {name: text}))
    assert told(found) == ["Anna Lee <0442> autograd: autograd.py", "Bo, Cy autograd: autograd.py"]
    assert [one.id for one in found[1].person.members] == ["7", "8"]
    assert found[0].handed_in.startswith("2026-03-01T10:00:00")


def test_several_versions_are_not_guessed_between(tmp_path: Path) -> None:
    """Not graded, both listed; never the best, never two rows."""
    (row,) = rows(made(tmp_path / "hw", "anna/autograd_1.py  anna/autograd_2.py"))
    assert "got autograd_1.py and autograd_2.py. Leave only the file that counts" in str(row.problem)


def test_of_several_paths_the_later_counts(tmp_path: Path) -> None:
    """Two downloads of one class: a row a person, from the later."""
    first = made(tmp_path / "monday", "anna/autograd.py  bob/autograd.py")
    second = made(tmp_path / "friday", "anna/autograd.py")
    found = plan([first, second], ASSIGNMENTS).rows
    assert [row.path for row in found] == [second / "anna/autograd.py", first / "bob/autograd.py"]


def test_what_is_asked_for_decides_where_names_do_not(tmp_path: Path) -> None:
    """--assignment takes files of any name; one named for another assignment is left aside, with a note."""
    root = made(tmp_path / "hw", "anna/homework.py  bob/tensors.py")
    found = rows(root, "autograd")
    assert told(found) == ["anna autograd: homework.py", "bob autograd: none"]
    assert "named for tensors, not for autograd" in str(found[1].why)


@pytest.mark.parametrize("encoding", ["big5", "gb18030"])
def test_names_of_an_old_zip_are_read(tmp_path: Path, encoding: str) -> None:
    """A zip made on a Chinese Windows says no encoding."""
    path = tmp_path / "class.zip"
    name = "王小明_3471_assignsubmission_file_/autograd.py"
    raw = name.encode(encoding)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x" * len(raw), "x = 1\n")
    path.write_bytes(path.read_bytes().replace(b"x" * len(raw), raw))
    assert told(rows(path)) == ["王小明 autograd: autograd.py"]


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    """A zip that would unpack out of all proportion: read as one file, whose reading is bounded."""
    path = tmp_path / "bomb.zip"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(30):
            archive.writestr(f"anna_{number}_9_autograd.py", b"0" * 10_000_000)
    path.write_bytes(buffer.getvalue())
    (row,) = rows(path)
    assert row.person.name == "bomb"
    assert not row.member


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    """Expected, came, do."""
    with pytest.raises(UsageError, match=r"Expected a file or folder of submissions.*Check the path"):
        rows(tmp_path / "nowhere")
