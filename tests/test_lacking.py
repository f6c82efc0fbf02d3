"""What a class imports and this machine lacks is known before anything is graded."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.cli import app, run
from grader.commands.libraries import lacking, sources_below
from grader.sandbox.outside.installed import is_installed
from grader.submission.imports import imported


@pytest.fixture
def klass(tmp_path: Path) -> Path:
    for student, text in {
        "anna": "import seaborn as sns, torch\ndef f():\n    import catboost\n",
        "bob": "from tqdm.auto import tqdm\nimport seaborn.objects\nimport my_own\n",
        "cy": '"""import pandas"""\nimport numpy, os.path  # import polars\n',
    }.items():
        (tmp_path / student).mkdir()
        (tmp_path / student / "optimizers.py").write_text(text, encoding="utf-8")
    return tmp_path


LINES = [
    "seaborn is not installed here. 2 files import it. To install it: `pip install seaborn`",
    "catboost is not installed here. 1 file imports it. To install it: `pip install catboost`",
    "tqdm is not installed here. 1 file imports it. The grader can do without it.",
]


def test_each_library_is_listed_once(klass: Path) -> None:
    """With the number of files; what is here, and what nobody knows, is not."""
    assert list(map(str, lacking(sources_below(klass)))) == LINES


def test_the_plan_lists_them(klass: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is run."""
    course = Path(__file__).resolve().parents[1]
    arguments = ["grade", str(klass), "--plan", "--course", str(course), "--output", str(tmp_path / "out")]
    assert run(lambda: app(arguments)) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert all(line in said for line in LINES)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("import a, b.c as d; import e", {"a", "b.c", "e"}),
        ("from a.b import (c,\n    d as e,\n)\nx = 1", {"a.b", "a.b.c", "a.b.d"}),
        ("from . import a\nfrom .b import c", {"a", "b", "b.c"}),
        ("    try:\n        import a\n    except ImportError: pass", {"a"}),
        ("m = importlib.import_module('a.b')\nn = __import__('c')", {"a.b", "c"}),
        ("'''\nimport a\n'''\n# import b\nx = 'import c'", set()),
        ("from", set()),
        ("important = 1\nfrom_ = 2", set()),
    ],
)
def test_imports_are_found_without_parsing(text: str, found: set[str]) -> None:
    """Anywhere in a text, also in one that does not parse."""
    assert imported(text) == found


def test_what_a_child_can_import() -> None:
    """The standard library, what is installed, and modules below."""
    assert all(map(is_installed, ("json", "torch", "torch.nn", "numpy")))
    assert not any(map(is_installed, ("catboost", "torch.nothing_so_called", "torch.utils.tensorboard")))
