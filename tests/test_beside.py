"""Modules and data handed in beside a file can be imported and read, and nothing of anybody else's."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers import training_file
from helpers.grading import ROOT, grade_files

from grader.model import FunctionResult, Report
from grader.sandbox.levels import Level
from grader.sandbox.outside.installed import is_library
from grader.submission import Found, find, read
from grader.submission.beside import neighbours_in

HELPERS = """
def model(t_u, w, b):
    return t_u * w + b
def loss_fn(t_p, t_c):
    return ((t_p - t_c) ** 2).mean()
"""
LOOP = "\n" + training_file.LOOP
ROUNDS = HELPERS + LOOP.replace("range(n_epochs)", "range(n_epochs * ROUNDS)")
WRONG = "def training_loop(n_epochs, optimizer, params, t_u, t_c):\n    return {}\n"
SECRET = (ROOT / "solutions" / "optimizers.py").as_posix()

# By student: files, and the points of training_loop.
CLASS: dict[str, tuple[dict[str, str], float]] = {
    "imports": ({"optimizers.py": f"from helpers import model, loss_fn\n{LOOP}", "helpers.py": HELPERS}, 6),
    "relative": ({"optimizers.py": f"from .helpers import *\n{LOOP}", "helpers.py": HELPERS}, 6),
    "below": (
        {"optimizers.py": f"from lib.a import model, loss_fn\n{LOOP}", "lib/a.py": "from lib.b import *\n",
         "lib/b.py": HELPERS},
        6,
    ),
    "in_a_call": (
        {"optimizers.py": LOOP.replace("    for", "    from helpers import loss_fn, model\n    for"),
         "helpers.py": HELPERS},
        6,
    ),
    "data": (
        {"optimizers.py": f"import json\nROUNDS = json.load(open('data/n.json'))['rounds']\n{ROUNDS}",
         "data/n.json": '{"rounds": 1}'},
        6,
    ),
    "table": (
        {"optimizers.py": f"import numpy\nROUNDS = int(numpy.loadtxt('n.csv'))\n{ROUNDS}", "n.csv": "1\n"},
        6,
    ),
    "the_loop_itself": ({"optimizers.py": "from mine import training_loop\n", "mine.py": HELPERS + LOOP}, 6),
    # ── none of these turns a 0 into a point, or into "not graded" ──
    "not_handed_in": ({"optimizers.py": f"from nowhere import *\n{WRONG.format('params')}"}, 0),
    "of_another": ({"optimizers.py": f"from of_anna import training_loop\n{WRONG.format('None')}"}, 0),
    "torch": (
        {"optimizers.py": f"import torch\n{WRONG.format('torch.right()')}",
         "torch.py": "def right(): return 1\n"},
        0,
    ),
    "standard": (
        {"optimizers.py": f"import random, helpers\n{WRONG.format('helpers.x')}", "helpers.py": "x = 1\n",
         "random.py": "raise SystemExit\n"},
        0,
    ),
    "of_the_grader": (
        {"optimizers.py": f"import grader.sandbox.wire\n{WRONG.format('None')}",
         "grader/sandbox/wire.py": "Answer = None\n", "grader.py": "x = 1\n"},
        0,
    ),
    "known_library": (
        {"optimizers.py": f"import catboost\n{WRONG.format('1.0')}", "catboost.py": "x = 1\n"},
        0,
    ),
    "forged": (
        {"optimizers.py": f"import helpers\n{WRONG.format('helpers.x()')}",
         "helpers.py": "def x():\n    raise ModuleNotFoundError('no', name='seaborn')\n"},
        0,
    ),
    "bomb": (
        {"optimizers.py": f"import helpers\n{WRONG.format('1.0')}", "helpers.py": "raise SystemExit\n"},
        0,
    ),
    "broken": ({"optimizers.py": f"import helpers\n{WRONG.format('1.0')}", "helpers.py": "def (:\n"}, 0),
    "patches": (
        {"optimizers.py": f"import helpers\n{WRONG.format('params')}",
         "helpers.py": "import torch\ntorch.allclose = torch.equal = lambda *a, **k: True\n"},
        0,
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def klass(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("class")
    for student, (files, _) in CLASS.items():
        for name, text in files.items():
            path = folder / student / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    # Of another student, and links that lead out.
    (folder / "anna").mkdir()
    (folder / "anna" / "optimizers.py").write_text(HELPERS + LOOP, encoding="utf-8")
    (folder / "anna" / "of_anna.py").write_text(HELPERS + LOOP, encoding="utf-8")
    (folder / "links").mkdir()
    text = f"from stolen import training_loop\nx = open('stolen.txt').read()\n{WRONG.format('x')}"
    (folder / "links" / "optimizers.py").write_text(text, encoding="utf-8")
    (folder / "links" / "stolen.py").symlink_to(SECRET)
    (folder / "links" / "stolen.txt").symlink_to(SECRET)
    return folder


@pytest.fixture(scope="module")
def reports(klass: Path) -> Iterator[dict[str, Report]]:
    found = find(klass, ["optimizers"])
    yield {report.student: report for report in grade_files(found, diagnosis=False)}


def loop_of(report: Report) -> FunctionResult:
    return next(function for function in report.functions if function.name == "training_loop")


@pytest.mark.parametrize("student", CLASS)
def test_points(student: str, reports: dict[str, Report]) -> None:
    """What is handed in beside counts as the student's own; what has a library's name does not."""
    report = reports[student]
    assert report.status == "graded", report.problem
    assert loop_of(report).score == CLASS[student][1], [
        str(check.message) for check in loop_of(report).checks
    ]


@pytest.mark.parametrize("level", [Level.PROCESS, Level.NONE])
def test_at_every_level(level: Level, klass: Path) -> None:
    """Files are data for the child, whatever walls it has."""
    found = [one for one in find(klass, ["optimizers"]) if one.student in ("below", "data")]
    for report in grade_files(found, level=level):
        assert loop_of(report).score == 6.0, report.student


def test_others_are_graded_as_ever(reports: dict[str, Report]) -> None:
    """Whatever lay beside another's file."""
    assert loop_of(reports["anna"]).score == 6.0
    assert reports["anna"].notes == ()


def test_links_are_not_followed(reports: dict[str, Report]) -> None:
    """Nothing of what they lead to is read."""
    assert loop_of(reports["links"]).score == 0.0
    assert "Not read with it: stolen.py and stolen.txt." in " ".join(map(str, reports["links"].notes)) or (
        "Read with it" not in " ".join(map(str, reports["links"].notes))
    )


def test_it_is_said_what_was_read(reports: dict[str, Report]) -> None:
    """And that a file has a library's name."""
    said = {student: " ".join(map(str, report.notes)) for student, report in reports.items()}
    assert "Read with it: lib/a.py and lib/b.py." in said["below"]
    assert "Read with it: data/n.json." in said["data"]
    assert "torch.py has the name of a library. So it cannot be imported here." in said["torch"]
    assert "random.py has the name of a library." in said["standard"]


def folder_with(tmp_path: Path, **files: str) -> Path:
    for name, text in files.items():
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
    return tmp_path / "main.py"


def test_the_digest_covers_all_that_was_read(tmp_path: Path) -> None:
    """And nothing that was not."""
    path = folder_with(tmp_path, main="import a\n", a="x = 1\n", unread="x = 1\n")
    alone, first = read(path).sha256, read(path, neighbours=neighbours_in(tmp_path, path)).sha256
    folder_with(tmp_path, unread="x = 2\n")
    assert read(path, neighbours=neighbours_in(tmp_path, path)).sha256 == first != alone
    folder_with(tmp_path, a="x = 2\n")
    assert read(path, neighbours=neighbours_in(tmp_path, path)).sha256 != first


def test_a_comment_reads_nothing(tmp_path: Path) -> None:
    """A file that a comment or a docstring names, or its ending, is not read; one that a text names is."""
    path = folder_with(tmp_path, main='"""See notes.txt."""\n# README.md says more\nopen("a.csv")\n')
    for name in ("notes.txt", "README.md", "other.md", "a.csv"):
        (tmp_path / name).write_text("1", encoding="utf-8")
    source = read(path, neighbours=neighbours_in(tmp_path, path))
    assert [one.name for one in source.beside] == ["a.csv"]


def test_what_is_read_is_bounded(tmp_path: Path) -> None:
    """In number and in size; what is left out is named."""
    path = folder_with(tmp_path, main="\n".join(f"import a{n}" for n in range(60)))
    folder_with(tmp_path, **{f"a{n}": "x = 1\n" for n in range(60)})
    source = read(path, neighbours=neighbours_in(tmp_path, path))
    assert len(source.beside) == 40
    assert "Not read with it:" in str(source.notes[-1]) and "At most 40 files" in str(source.notes[-1])
    (tmp_path / "big.csv").write_bytes(bytes(2_000_001))
    path.write_text("open('big.csv')\n", encoding="utf-8")
    source = read(path, neighbours=neighbours_in(tmp_path, path))
    assert source.beside == () and "big.csv" in str(source.notes[-1])


def test_a_zip_brings_its_own(tmp_path: Path) -> None:
    """A student's archive: what lies beside the file in it."""
    path = tmp_path / "work.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hw/optimizers.py", f"from helpers import *\nopen('d.csv')\n{LOOP}")
        archive.writestr("hw/helpers.py", HELPERS)
        archive.writestr("hw/d.csv", "1")
        archive.writestr("secret.csv", "2")
    source = read(path, assignment="optimizers")
    assert [one.name for one in source.beside] == ["helpers.py", "d.csv"]
    [report] = grade_files([Found(student="z", assignment="optimizers", path=path)])
    assert loop_of(report).score == 6.0


def test_names_of_libraries() -> None:
    """Of PyTorch, of Python, of ours; data may be called as it likes."""
    for name in (
        "torch.py",
        "torch/nn.py",
        "json.py",
        "grader.py",
        "grader/wire.py",
        "pandas.py",
        "numpy.py",
    ):
        assert is_library(name)
    assert not any(map(is_library, ("torch.csv", "helpers.py", "lib/torch.py", "data.py")))
