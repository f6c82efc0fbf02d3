"""Files that the grader writes: whole or not at all, with the mode that the umask says."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers import forked_python
from helpers.grading import ROOT

from grader.errors import UsageError
from grader.output_files import append_text, write_bytes, write_text

AS_USER = ROOT / "tests" / "inside" / "as_user.py"
COURSE = ROOT / "tests" / "courses" / "sound"
# What `grader` does, with a umask of its own: that of a shell would also be that of as_user.py.
GRADER = (
    "import os, runpy, sys; os.umask(int(sys.argv[1], 8)); sys.argv[:2] = ['grader'];"
    "runpy.run_module('grader', run_name='__main__')"
)

posix = pytest.mark.skipif(sys.platform == "win32", reason="no umask there")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


@posix
@pytest.mark.parametrize("umask", [0o022, 0o027, 0o077, 0o002], indirect=True, ids=oct)
def test_a_new_file_is_as_open_to_others_as_the_umask_says(umask: int, tmp_path: Path) -> None:
    """Written aside or appended to, and the folders above it."""
    write_text(tmp_path / "a" / "report.json", "{}")
    append_text(tmp_path / "b" / "summary.md", "# done\n")
    for folder, file in (("a", "report.json"), ("b", "summary.md")):
        assert mode(tmp_path / folder) == 0o777 & ~umask
        assert mode(tmp_path / folder / file) == 0o666 & ~umask


@posix
def test_a_file_that_is_there_keeps_its_mode(tmp_path: Path) -> None:
    """Whoever closed or opened a file with chmod meant it."""
    for wanted in (0o600, 0o664):
        path = tmp_path / f"{wanted:o}"
        path.write_bytes(b"before")
        path.chmod(wanted)
        write_bytes(path, b"after")
        assert (mode(path), path.read_bytes()) == (wanted, b"after")


@posix
def test_what_stands_behind_a_link_is_left_alone(tmp_path: Path) -> None:
    """A link is replaced by a file of its own; the file that it led to stays as it was."""
    (tmp_path / "theirs").write_text("theirs", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "theirs")
    write_text(tmp_path / "link", "ours")
    assert (tmp_path / "theirs").read_text(encoding="utf-8") == "theirs"
    assert not (tmp_path / "link").is_symlink()


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    """Below a file, or in a folder's place: a sentence with the reason, and no half file."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    (tmp_path / "folder" / "full").mkdir(parents=True)
    for path in (tmp_path / "file" / "below", tmp_path / "folder"):
        with pytest.raises(UsageError, match=f"Cannot write {path}: "):
            write_text(path, "text")
    assert sorted(item.name for item in tmp_path.iterdir()) == ["file", "folder"]


def grade_while_deleted(folder: Path, deleted: Path) -> subprocess.CompletedProcess[str]:
    """Two submissions, the second of which deletes something in the folder of results."""
    for student, before in (("ada", ""), ("bo", f"import shutil\nshutil.rmtree({str(deleted)!r})\n")):
        work = folder / "class" / student / "shapes.py"
        work.parent.mkdir(parents=True)
        work.write_text(
            before + (COURSE / "solutions" / "shapes.py").read_text(encoding="utf-8"), encoding="utf-8"
        )
    return forked_python.run(
        "-m", "grader", "grade", folder / "class", "--course", COURSE, "--output", folder / "out",
        "--jobs", "1", "--isolation", "none", "--device", "cpu", cwd=ROOT, levels=["none"],
    )  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="a class is graded on Linux")
def test_reports_that_somebody_deletes_meanwhile_are_written_again(tmp_path: Path) -> None:
    """They are kept in the store: at the end all that was graded is there."""
    done = grade_while_deleted(tmp_path, tmp_path / "out" / "ada")
    assert done.returncode == 0, done.stderr
    assert all((tmp_path / "out" / name / "shapes" / "report.json").is_file() for name in ("ada", "bo"))


@pytest.mark.skipif(sys.platform == "win32", reason="a class is graded on Linux")
def test_a_folder_of_results_that_somebody_deletes_meanwhile_is_said_to_be_gone(tmp_path: Path) -> None:
    """Nothing more can be kept there: the command ends, and says what to do."""
    done = grade_while_deleted(tmp_path, tmp_path / "out")
    assert done.returncode == 2, done.stderr
    assert "results.db is gone. Somebody deleted it while the grader was at work." in " ".join(
        done.stderr.split()
    )


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user may write to."""
    folder = Path(tempfile.mkdtemp(prefix="grader-test-"))
    folder.chmod(0o777)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.skipif(sys.platform != "linux", reason="isolation is built on Linux's own means")
@pytest.mark.parametrize(
    ("who", "mask", "level"),
    [
        ("root", "077", "full"),
        *(
            pytest.param(*row, marks=pytest.mark.slow)
            for row in (
                ("root", "027", "full"),
                ("root", "077", "process"),
                ("an ordinary user", "077", "full"),
                ("an ordinary user", "027", "process"),
            )
        ),
    ],
)
def test_grading_works_and_writes_as_the_umask_says(
    who: str, mask: str, level: str, open_folder: Path
) -> None:
    """Whatever the umask: the submission is graded, and no file or folder is more open than it says."""
    if who == "root" and os.getuid() != 0:
        pytest.skip("not root")
    file = open_folder / "shapes.py"
    shutil.copyfile(COURSE / "solutions" / "shapes.py", file)
    file.chmod(0o644)
    as_user = [str(AS_USER)] if who != "root" and os.getuid() == 0 else []
    options = ["--course", str(COURSE), "--isolation", level, "--output", str(open_folder / "out")]
    done = subprocess.run(
        [sys.executable, *as_user, "-c", GRADER, mask, "grade", str(file), *options],
        cwd=ROOT, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    written = sorted((open_folder / "out").rglob("*"))
    assert {path.name for path in written} >= {"report.json", "index.html", "grades.csv"}
    # The store holds hidden checks: it is its owner's alone, whatever the umask.
    store = open_folder / "out" / "results.db"
    assert mode(store) == 0o600
    for path in {open_folder / "out", *written} - {store}:
        assert mode(path) == (0o777 if path.is_dir() else 0o666) & ~int(mask, 8), path


@pytest.mark.skipif(sys.platform != "linux" or os.getuid() != 0, reason="root's children have other ids")
def test_an_installation_closed_to_others_is_named(tmp_path: Path) -> None:
    """Installed under umask 077, the grader's own files cannot be read by root's children: it says which."""
    package = tmp_path / "grader"
    shutil.copytree(ROOT / "grader", package, ignore=shutil.ignore_patterns("__pycache__"))
    for path in (package, *package.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)
    done = subprocess.run(
        [
            sys.executable, "-P", "-m", "grader", "grade", str(COURSE / "solutions" / "shapes.py"),
            "--course", str(COURSE), "--output", str(tmp_path / "out"),
        ],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 3
    said = " ".join(done.stderr.split())
    assert f"{package}/__init__.py is closed to other users" in said and "chmod -R go+rX" in said
    assert "Traceback" not in said
