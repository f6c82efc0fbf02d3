"""Star imports that replace PyTorch's names, or Python's: the report names them, with the line."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.grading import pasted, solution

from grader.model import Report

TEXTS = {
    "after torch": "from torch import *\nfrom math import *\n\ndef model(t_u, w, b):\n    return exp(t_u)\n",
    "before torch": "from math import *\nfrom torch import *\n\ndef model(t_u, w, b):\n    return exp(t_u)\n",
    "unused": "from torch import *\nfrom math import *\n\ndef model(t_u, w, b):\n    return w * t_u + b\n",
    "torch itself": "import types, sys\nmine = sys.modules['mine'] = types.ModuleType('mine')\n"
    "mine.torch = 3\nfrom mine import *\n\ndef model(t_u, w, b):\n    return torch.mul(w, t_u) + b\n",
    "Python's": "from torch import *\n\ndef model(t_u, w, b):\n"
    "    for _ in range(1):\n        t_u = w * t_u + b\n    return t_u\n",
    "Python's again": "from torch import *\nrange = type(vars()['__builtins__']['range'](0))\n\n"
    "def model(t_u, w, b):\n    for _ in range(1):\n        t_u = w * t_u + b\n    return t_u\n",
    "no star": "from torch import exp\nfrom math import exp\n\ndef model(t_u, w, b):\n    return exp(t_u)\n",
}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Report]:
    return pasted(tmp_path_factory.mktemp("stars"), "gradient_descent", TEXTS, diagnosis=False)


def notes(report: Report, owner: str = "PyTorch") -> list[str]:
    return [str(note) for note in report.notes if f"replaces names of {owner} " in str(note)]


def test_hidden_names_that_are_used_are_named(reports: dict[str, Report], tmp_path: Path) -> None:
    """With the line, the import, and what to do."""
    line = solution("gradient_descent").count("\n") + 2
    [said] = notes(reports["after torch"])
    assert said == (
        f"gradient_descent.py, line {line}: The star import of `math` replaces names of PyTorch "
        "that you use: `exp`. Write `torch.` before these names, or import only what you need."
    )
    [said] = notes(reports["torch itself"])
    assert "The star import of `mine` replaces names of PyTorch that you use: `torch`." in said


def test_what_is_no_longer_pythons_is_named(reports: dict[str, Report]) -> None:
    """`range(1)` is a tensor then, and goes round twice; and the solution's `bool(...)` cannot be called."""
    functions = {function.name: function for function in reports["Python's"].functions}
    assert functions["model"].score == functions["has_diverged"].score == 0
    [said] = notes(reports["Python's"], "Python")
    assert said.partition(": ")[2] == (
        "The star import of `torch` replaces names of Python that you use: `bool` and `range`. "
        "They are names of PyTorch now, and mean something else. Import only what you need."
    )


def test_what_the_file_takes_back_is_not_named(reports: dict[str, Report]) -> None:
    """It is Python's again; so is a name that the file only writes as a type."""
    [said] = notes(reports["Python's again"], "Python")
    assert "that you use: `bool`. They" in said
    assert notes(reports["no star"], "Python") == []


@pytest.mark.parametrize("name", ["before torch", "unused", "no star"])
def test_what_is_no_accident_is_not_said(name: str, reports: dict[str, Report]) -> None:
    """PyTorch's own names win, nobody uses what was hidden, or the line says it."""
    assert notes(reports[name]) == []
