"""What a class imports and this machine lacks is known before anything is graded."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.cli import app, run
from grader.commands.libraries import lacking, sources_below
from grader.sandbox.outside.installed import is_installed
from grader.submission.imports import imported
from grader.words.messages import Name


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


def lines(file: str = "") -> list[str]:
    """What is said. file: what stands behind a student's name."""
    return [
        f"seaborn is not installed here. 2 files import it: anna{file} and bob{file}. "
        "To install it: `pip install seaborn`",
        f"catboost is not installed here. 1 file imports it: anna{file}. "
        "To install it: `pip install catboost`",
        f"tqdm is not installed here. 1 file imports it: bob{file}. The grader can do without it.",
    ]


def test_each_library_is_listed_once(klass: Path) -> None:
    """With the files; what is here, and what nobody knows, is not."""
    assert list(map(str, lacking(sources_below(klass)))) == lines("/optimizers.py")


def test_of_many_files_the_first_are_named(klass: Path) -> None:
    """Twenty, and how many more there are."""
    (_, source), *_ = sources_below(klass)
    first, _ = lacking((Name(f"s{number:02}"), source) for number in range(23))
    assert "23 files import it: s00, s01, " in str(first) and "s19 and 3 more. To install" in str(first)


def test_the_plan_lists_them(klass: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With whose files they are. Nothing is run."""
    course = Path(__file__).resolve().parents[1]
    arguments = ["grade", str(klass), "--plan", "--course", str(course), "--output", str(tmp_path / "out")]
    assert run(lambda: app(arguments)) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert all(line in said for line in lines())


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
