"""The folders in which documents' commands start, each under the name that documents give it."""

from __future__ import annotations

import importlib
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from grader.authoring.kit import KitOptions, contents
from grader.authoring.release import release
from grader.authoring.scaffold import new_course, new_exercise
from grader.course.layout import open_course
from grader.output_files import write_bytes
from helpers import forked_python
from helpers.document_blocks import Written, in_markdown
from helpers.grading import ROOT
from helpers.student_course import write

# Of this project's course: enough for what documents name, and quick.
ASSIGNMENTS = ("autograd", "gradient_descent")
# The packages of this environment.
HERE = next(Path(path) for path in sys.path if path.endswith("site-packages"))
# What a student has written so far.
BEGUN = {
    "zero_grad": "params.grad = None",
    "update": "with torch.no_grad():\n        params -= learning_rate * params.grad",
}
_LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__")
TABLE = """\
Student,ID,SIS Login ID,Section,Autograd (77)
    Points Possible,,,,19
"Lee, Anna",101,anna,1,
"Okafor, Ben",102,ben,1,
"""


def clone(folder: Path) -> None:
    """This project as it is checked out, with a .venv as `make` leaves it; beside it one for a wheel."""
    shutil.copytree(ROOT, folder, ignore=_LEFT_OUT)
    for made in ("results", "build", "dist"):
        shutil.rmtree(folder / made, ignore_errors=True)
    environment = prepare(folder / ".venv", folder, HERE)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
    for program in Path(sys.prefix, "bin").iterdir():
        if not (environment / "bin" / program.name).exists() and not program.name.startswith("pip"):
            shutil.copy(program, environment / "bin")
    for made in (".made", ".installed", ".installed-dev"):
        (environment / made).touch()
    prepare(folder.parent / "empty", links(folder.parent / "lent" / "site-packages"))


def prepare(environment: Path, *folders: Path) -> Path:
    """An environment that `python -m venv` completes; it finds the packages in these folders, too."""
    found = environment / "lib" / f"python3.{sys.version_info.minor}" / "site-packages"
    found.mkdir(parents=True)
    (found / "lent.pth").write_text("".join(f"{path}\n" for path in folders), encoding="utf-8")
    return environment


def links(folder: Path) -> Path:
    """A folder with links to all packages but the grader: a wheel of its own version can be installed.

    Full isolation sees no further than such a link.
    """
    folder.mkdir(parents=True)
    for entry in HERE.iterdir():
        if "torchgrader" not in entry.name:
            (folder / entry.name).symlink_to(entry)
    return folder


def course(folder: Path) -> None:
    """A course with the tutorial's exercise beside some of this project's, and the files of a small class."""
    tutorial_course(folder)
    for name in ASSIGNMENTS:
        for kept in (*ROOT.glob(f"*/{name}.*"), ROOT / "autograde_tests" / f"test_{name}.py"):
            _copy(kept, folder)
        for part in ("solutions/misconceptions", "solutions/hints", "exercises/hints"):
            for kept in ROOT.glob(f"{part}/{name}*"):
                _copy(kept, folder)
    for helper in ROOT.glob("autograde_tests/[!t]*.py"):
        _copy(helper, folder)
    _copy(ROOT / "autograde_tests" / "thermometer.py", folder)
    begun = folder / "submissions" / "anna" / "autograd.py"
    begun.parent.mkdir(parents=True)
    shutil.copy(ROOT / "exercises" / "autograd.py", begun)
    # What takes no loop: commands show the same, and take a tenth of the time.
    for name, body in BEGUN.items():
        write(begun, name, body)
    (folder / "gradebook.csv").write_text(TABLE, encoding="utf-8")
    with zipfile.ZipFile(folder / "submissions.zip", "w") as download:
        download.write(begun, "leeanna_101_9001_autograd.py")


class Graded:
    """The same, with what `grader grade submissions` writes: graded once, and copied for each that asks."""

    def __init__(self) -> None:
        self._made: tempfile.TemporaryDirectory[str] | None = None

    def __call__(self, folder: Path) -> None:
        if self._made is None:
            self._made = tempfile.TemporaryDirectory()
            self._grade(Path(self._made.name) / "course")
        shutil.copytree(Path(self._made.name) / "course", folder)

    def _grade(self, folder: Path) -> None:
        course(folder)
        done = forked_python.run("-m", "grader", "grade", "submissions", cwd=folder, levels=["none", "full"])
        assert done.returncode == 0, done.stdout + done.stderr


def _copy(path: Path, folder: Path) -> None:
    target = folder / path.relative_to(ROOT)
    target.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        shutil.copytree(path, target, ignore=_LEFT_OUT)
    else:
        shutil.copy(path, target)


def tutorial_course(folder: Path) -> None:
    """What the tutorial has made at its end: every file that it shows, released."""
    new_course(folder)
    for step in in_markdown((ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")):
        if isinstance(step, Written):
            write_bytes(folder / step.path, step.text.encode())
    release(folder)


def nbgrader_course(folder: Path) -> None:
    """A course of nbgrader's with plain asserts, and the two lines in its settings."""
    own_course = importlib.import_module("helpers.own_course")  # wants nbgrader
    case = own_course.Case("square", "", "def sq(x):\n    return x * x", "", ("assert sq(3) == 9",))
    notebook = importlib.import_module("nbformat").writes(own_course.source([case]))
    write_bytes(folder / "source" / "ps1" / "ps1.ipynb", notebook.encode())
    settings = "from grader.nbgrader import configure\nc = get_config()\nconfigure(c)\n"
    write_bytes(folder / "nbgrader_config.py", settings.encode())


def new(folder: Path) -> None:
    """A new course, with what a student has handed in for an exercise that does not matter."""
    new_course(folder)
    new_exercise(folder, "double")
    release(folder)
    shutil.copytree(
        folder / "exercises", folder / "submissions" / "ada", ignore=shutil.ignore_patterns("hints")
    )


class Kits:
    """Kits of one course, recorded once, as they come unpacked.

    Args:
        course: makes the course.
        options: how the kit is made.
    """

    def __init__(self, course: Callable[[Path], object], options: KitOptions) -> None:
        self._course = course
        self._options = options
        self._files: Mapping[str, bytes] = {}

    def __call__(self, folder: Path) -> None:
        if not self._files:
            with tempfile.TemporaryDirectory() as made:
                self._course(Path(made) / "course")
                self._files = contents(open_course(Path(made) / "course"), self._options)
        for name, data in self._files.items():
            write_bytes(folder / name, data)
        prepare(folder / ".venv", links(folder.parent / f"{folder.name}-lent" / "site-packages"))


graded_course = Graded()
kit = Kits(tutorial_course, KitOptions(seeds=(1,)))
# Carries no wheel: what a workflow installs there is installed already, and stays the one under test.
repository = Kits(new, KitOptions(seeds=(1,), from_index=True))


def private_repository(folder: Path) -> None:
    """A course with a kit's wheel, and a class that is fetched already."""
    new(folder)
    files = contents(open_course(folder), KitOptions(seeds=(1,)))
    for name in files:
        if name.startswith("wheels/"):
            write_bytes(folder / name, files[name])


PLACES: dict[str, Callable[[Path], object]] = {
    "a clone of this project": clone,
    "an empty folder": Path.mkdir,
    "the folder of a course": course,
    "the folder of a course that is graded": graded_course,
    "the folder of a course or a kit": course,
    "the folder of the course that the tutorial makes": tutorial_course,
    "the folder of an nbgrader course": nbgrader_course,
    "a new course": new,
    "the folder of a kit": kit,
    "a student's repository": repository,
    "a private repository": private_repository,
}


def throw_away(environment: Path) -> Path:
    """Where the programs of a new environment are, in which one may install what one likes."""
    prepare(environment, HERE, ROOT)
    subprocess.run([sys.executable, "-m", "venv", environment], check=True)
    return environment / "bin"
