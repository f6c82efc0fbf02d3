"""Star imports that replace PyTorch's names: the report names them, with the line."""

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
    "no star": "from torch import exp\nfrom math import exp\n\ndef model(t_u, w, b):\n    return exp(t_u)\n",
}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Report]:
    return pasted(tmp_path_factory.mktemp("stars"), "gradient_descent", TEXTS, diagnosis=False)


def notes(report: Report) -> list[str]:
    return [str(note) for note in report.notes if "replaces names" in str(note)]


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


@pytest.mark.parametrize("name", ["before torch", "unused", "no star"])
def test_what_is_no_accident_is_not_said(name: str, reports: dict[str, Report]) -> None:
    """PyTorch's own names win, nobody uses what was hidden, or the line says it."""
    assert notes(reports[name]) == []
