"""Finding submissions: whose and of which assignment, by name; nothing lost, nothing found twice."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.errors import SubmissionError, UsageError
from grader.model import NoteKind
from grader.submission import Found, find, hand_ins, read
from grader.submission.choose import choose

ASSIGNMENTS = ("tensors", "gradient_descent", "autograd")
Tree = Callable[..., Path]


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    """Make files below class/; a name ending in / is a folder, of a zip the members follow a colon."""

    def make(*names: str) -> Path:
        root = tmp_path / "class"
        root.mkdir(exist_ok=True)
        for name in names:
            file, _, members = name.partition(":")
            path = root / file
            (path if name.endswith("/") else path.parent).mkdir(parents=True, exist_ok=True)
            if file.endswith(".zip"):
                path.write_bytes(_zip(members.split(":")))
            elif not name.endswith("/"):
                path.write_text("x = 1\n")
        return root

    return make


def _zip(members: list[str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in members:
            archive.writestr(name, f"name = {name!r}\n")
    return buffer.getvalue()


def told(root: Path, found: list[Found]) -> list[str]:
    """`student assignment path` of each."""
    return [f"{one.student} {one.assignment} {one.path.relative_to(root)}" for one in found]


LAYOUTS = {
    "a folder per student": (
        "alice/gradient_descent.py  alice/autograd.ipynb  alice/notes.txt  bob/tensors.py  bob/me.png",
        ["alice autograd alice/autograd.ipynb", "alice gradient_descent alice/gradient_descent.py",
         "bob tensors bob/tensors.py"],
    ),
    "nbgrader": (
        "submitted/bob/tensors/tensors.ipynb  submitted/alice/tensors/timestamp.txt  source/tensors/x.ipynb  "
        "submitted/alice/tensors/tensors.ipynb  submitted/alice/tensors/helper.py",
        ["alice tensors submitted/alice/tensors/tensors.ipynb",
         "bob tensors submitted/bob/tensors/tensors.ipynb"],
    ),
    "a flat folder": (
        "alice_gradient_descent.py  bob-Gradient-Descent.ipynb  123456_tensors.py  tensors_dan.py",
        ["123456 tensors 123456_tensors.py", "alice gradient_descent alice_gradient_descent.py",
         "bob gradient_descent bob-Gradient-Descent.ipynb", "dan tensors tensors_dan.py"],
    ),
    "archives": (
        "alice.zip:hw/tensors.py:hw/autograd.ipynb  bob.zip:work.py  carol.zip:tensors.py",
        [
            "alice autograd alice.zip",
            "alice tensors alice.zip",
            "bob None bob.zip",
            "carol tensors carol.zip",
        ],
    ),
    "a folder per assignment": (
        "tensors/alice.py  tensors/bob/main.py  tensors/tensors.py",
        ["alice tensors tensors/alice.py", "bob tensors tensors/bob/main.py",
         "class tensors tensors/tensors.py"],
    ),
    "one student's folder": (
        "tensors.py  autograd_(1).py",
        ["class autograd autograd_(1).py", "class tensors tensors.py"],
    ),
    "a deep folder": ("alice/hw/week5/tensors.py", ["alice tensors alice/hw/week5/tensors.py"]),
    "a folder in a folder": ("alice/tensors/src/main.py", ["alice tensors alice/tensors/src/main.py"]),
    "a student with nothing that can be read": (
        "alice/autograd.py  bob/autograd.docx  carol/",
        ["alice autograd alice/autograd.py", "bob autograd bob/autograd.docx"],
    ),
    "a name that says nothing": ("alice/homework.py", ["alice None alice/homework.py"]),
    "a name that says two": (
        "alice/autograd_and_tensors.py", ["alice None alice/autograd_and_tensors.py"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("names", "expected"), LAYOUTS.values(), ids=LAYOUTS)
def test_whose_and_of_which_assignment(tree: Tree, names: str, expected: list[str]) -> None:
    """Folders per student, nbgrader's tree, flat folders, archives, folders per assignment."""
    root = tree(*names.split())
    assert told(root, find(root, ASSIGNMENTS)) == expected


def test_the_order_of_the_file_system_does_not_matter(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sorted by student, assignment, path, whatever the folder lists first."""
    root = tree("b/tensors.py", "a/tensors.py", "a/autograd.py", "c_tensors.py", "a/tensors_2.py")
    expected = find(root, ASSIGNMENTS)
    scandir = os.scandir

    class Reversed:
        def __init__(self, path: Path) -> None:
            self.entries = list(scandir(path))[::-1]

        def __iter__(self) -> object:
            return iter(self.entries)

        def close(self) -> None:
            self.entries = []

    monkeypatch.setattr(os, "scandir", Reversed)
    assert find(root, ASSIGNMENTS[::-1]) == expected
    assert [one.student for one in expected] == ["a", "a", "b", "c"]


@pytest.mark.parametrize(
    ("name", "student", "assignment"),
    [
        ("alice/gradient_descent.py", "alice", "gradient_descent"),
        ("alice_gradient_descent.py", "alice", "gradient_descent"),
        ("alice.py", "alice", None),
        ("tensors/alice.py", "alice", "tensors"),
        ("alice/tensors/tensors.ipynb", "alice", "tensors"),
        ("alice.tar", "alice.tar", None),
    ],
)
def test_a_file_by_itself(tree: Tree, name: str, student: str, assignment: str | None) -> None:
    """What a file is named for, else what its folder is; any file named is found, and read() judges it."""
    path = tree(name) / name
    (found,) = find(path, ASSIGNMENTS)
    assert (found.student, found.assignment, found.path) == (student, assignment, path)
    assert bool(found.problem) == (path.suffix == ".tar")


def test_a_students_own_folder(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder's name is the student, also where the path is `.`."""
    monkeypatch.chdir(tree("alice/tensors.py") / "alice")
    assert find(Path(), ASSIGNMENTS) == [Found("alice", "tensors", Path("tensors.py"))]


def test_a_script_is_taken_before_its_notebook(tree: Tree) -> None:
    """Both of one student and assignment: the .py, whichever is newer, and a note."""
    root = tree("alice/tensors.ipynb", "alice/tensors.py", "bob_tensors.py", "bob_tensors.ipynb")
    os.utime(root / "alice/tensors.ipynb", (2e9, 2e9))
    found = find(root, ASSIGNMENTS)
    assert told(root, found) == ["alice tensors alice/tensors.py", "bob tensors bob_tensors.py"]
    kind = NoteKind.NOTEBOOK_PASSED_OVER
    assert [[(note.kind, str(note.text)) for note in one.notes] for one in found] == [
        [(kind, "tensors.py was graded. The notebook of the same name beside it was not graded.")],
        [(kind, "bob_tensors.py was graded. The notebook of the same name beside it was not graded.")],
    ]


def test_the_name_itself_is_taken_before_its_versions(tree: Tree) -> None:
    """`tensors.ipynb` before `tensors_old.py`, said in a note; of versions alone none is guessed."""
    root = tree("alice/tensors.ipynb", "alice/tensors_old.py", "bob/tensors_1.py", "bob/tensors_2.py")
    found = find(root, ASSIGNMENTS)
    assert told(root, found) == [
        "alice tensors alice/tensors.ipynb",
        "bob tensors bob/tensors_1.py",
    ]
    assert "got tensors_1.py and tensors_2.py. Leave only the file" in str(found[1].problem)
    assert [str(note.text) for note in found[0].notes] == [
        "tensors.ipynb was graded. tensors_old.py beside it was not graded."
    ]


def test_students_of_one_name_are_both_kept(tree: Tree) -> None:
    """The same student and assignment in two folders are two submissions."""
    assert len(find(tree("g1/alice/tensors.py", "g1/bob/tensors.py"), ASSIGNMENTS)) == 2


def test_a_folder_that_does_not_say_which_file_is_left_to_read(tree: Tree) -> None:
    """<student>/<assignment>/ with two files of other names: found, not graded, both names said."""
    (one,) = find(tree("alice/tensors/a.py", "alice/tensors/b.py"), ASSIGNMENTS)
    assert (one.student, one.assignment) == ("alice", "tensors")
    assert "got tensors/a.py and tensors/b.py." in str(one.problem)


def test_what_is_nobodys_work_is_left_aside(tree: Tree) -> None:
    """Hidden files, checkpoints, caches, repositories, environments."""
    root = tree(
        "alice/.ipynb_checkpoints/tensors.py", "alice/__pycache__/tensors.py", ".git/tensors.py",
        "alice/venv/pyvenv.cfg", "alice/venv/lib/tensors.py", "__MACOSX/alice/tensors.py",
        "alice/__init__.py", ".tensors.py",
    )  # fmt: skip
    assert find(root, ASSIGNMENTS) == []


def test_links_are_found_and_not_followed(tree: Tree, tmp_path: Path) -> None:
    """A link to a file or folder outside is found, and refused when it is read."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "tensors.py").write_text("secret = 1\n")
    root = tree("alice/", "alice/tensors.ipynb")
    (root / "alice" / "tensors.py").symlink_to(outside / "tensors.py")
    (root / "bob").symlink_to(outside)
    (root / "photo.png").symlink_to(outside / "photo.png")
    found = find(root, ASSIGNMENTS)
    assert told(root, found) == [
        "alice tensors alice/tensors.ipynb",
        "bob None bob",
    ]
    with pytest.raises(SubmissionError, match="symbolic link"):
        read(found[1].path)


def test_a_folder_that_cannot_be_listed_is_found(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    """A student whose folder is locked is not lost."""
    root = tree("alice/tensors.py", "bob/tensors.py")
    scandir = os.scandir

    def locked(path: Path) -> object:
        if Path(path).name == "bob":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", locked)
    found = find(root, ASSIGNMENTS)
    assert told(root, found) == ["alice tensors alice/tensors.py", "bob None bob"]
    with pytest.raises(SubmissionError, match="Permission denied"):
        read(found[1].path)


def test_an_empty_folder_holds_nothing(tree: Tree) -> None:
    """No submissions is no error here."""
    assert find(tree("notes/"), ASSIGNMENTS) == []


@pytest.mark.parametrize("name", ["nowhere", "nul\0", "a.py/b.py"])
def test_a_path_that_is_not_there(tree: Tree, name: str) -> None:
    """Expected, came, do."""
    with pytest.raises(
        UsageError, match=r"cannot be read: .*Expected a file or folder of submissions. Check the path"
    ):
        find(tree("a.py") / name, ASSIGNMENTS)


def test_an_archive_that_cannot_be_read_is_found(tree: Tree) -> None:
    """A damaged zip is somebody's submission."""
    root = tree()
    (root / "alice.zip").write_bytes(b"PK")
    assert told(root, find(root, ASSIGNMENTS)) == ["alice None alice.zip"]


_PARTS = st.sampled_from(["alice", "bob", "tensors", "autograd", "submitted", "hw1"])
_FILES = st.builds(
    lambda folders, stem, suffix: "/".join([*folders, stem + suffix]),
    st.lists(_PARTS, max_size=3),
    st.sampled_from(["alice", "tensors", "autograd", "bob_tensors", "tensors_2", "x"]),
    st.sampled_from([".py", ".ipynb"]),
)


@settings(max_examples=100, deadline=None)
@given(names=st.sets(_FILES, min_size=1, max_size=6))
def test_no_file_is_lost(tmp_path_factory: pytest.TempPathFactory, names: set[str]) -> None:
    """Every file is graded, or is said to be left aside beside the one that is."""
    root = tmp_path_factory.mktemp("class")
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("x = 1\n")
    rows = choose(hand_ins.at(root, ASSIGNMENTS), ASSIGNMENTS)
    graded = {row.path for row in rows}
    aside = {name for row in rows for name in row.aside}
    for path in (root / name for name in names):
        inside = path.relative_to(root).as_posix()
        assert path in graded or any(inside.endswith(name) for name in aside), rows
