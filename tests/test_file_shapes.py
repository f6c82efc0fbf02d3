"""One text in every shape that students hand in has the same points; code that is not run is pointed at."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from helpers.grading import ROOT, function, grade_files
from helpers.training_file import LOOP, MODEL_AND_LOSS

from grader.model import Report, Status
from grader.submission import Found, read

REAL = ROOT / "tests" / "data" / "real_world"
HEAD = "import torch\n\n" + MODEL_AND_LOSS
STEP = "def train_step(optimizer, params, t_u, t_c):\n    return 0\n"


def indented(text: str) -> str:
    return "".join(f"    {line}\n" if line else "\n" for line in text.rstrip("\n").split("\n"))


def notebook(*cells: tuple[str, str]) -> str:
    return json.dumps({"cells": [{"cell_type": kind, "source": text} for kind, text in cells], "nbformat": 4})


def code(*cells: str) -> str:
    return notebook(*(("code", text) for text in cells))


MARIMO = f"""\
import marimo

__generated_with = "0.14.0"
app = marimo.App(width="medium")

with app.setup:
    import torch

@app.cell(hide_code=True)
def _(loss_fn, model):
{indented(LOOP)}    return (training_loop,)

@app.function
def model(t_u, w, b):
    return w * t_u + b

@app.cell
def _():
    def loss_fn(t_p, t_c):
        return SQUARES(t_p, t_c).mean()
    return (loss_fn,)

@app.cell
def _():
    SQUARES = lambda t_p, t_c: (t_p - t_c) ** 2
    return (SQUARES,)

@app.cell
def _():
    return

if __name__ == "__main__":
    app.run()
"""
QUARTO = f"""\
---
title: "Optimizers"
jupyter: python3
---

## The model {{#sec-model}}

It's a line; `def training_loop(` is below.

```{{python}}
#| echo: false
{HEAD}```

```{{r}}
x <- c(1, 2)
```

```{{python}}
%matplotlib inline
{LOOP}```
"""
NBCONVERT = (
    f"#!/usr/bin/env python\n# coding: utf-8\n\n# In[1]:\n\n\n{HEAD}\n\n# In[2]:\n\n\n"
    f"get_ipython().run_cell_magic('time', '', {LOOP!r})\n"
)
SHAPES = {
    "optimizers.py": HEAD + "\n\n" + LOOP,
    "percent/optimizers.py": f"# %% [markdown]\n# # Mine\n\n# %%\n{HEAD}\n# %%\n{LOOP}",
    "optimizers.ipynb": code(HEAD, LOOP),
    "nbconvert/optimizers.py": NBCONVERT,
    "marimo/optimizers.py": MARIMO,
    "optimizers.qmd": QUARTO,
    "magic/optimizers.ipynb": code(HEAD, "%%wandb\n" + LOOP),
    "memory/optimizers.ipynb": code("%%capture out\n" + HEAD, "%%memit -r 1\n%%time\n" + LOOP),
    "colab/optimizers.ipynb": code(
        "!pip install -q torch\n" + HEAD, '#@title Loop { display-mode: "form" }\n' + LOOP
    ),
    "list/optimizers.ipynb": json.dumps(
        {
            "cells": [
                {"cell_type": "code", "source": text.splitlines(keepends=True)} for text in (HEAD, LOOP)
            ],
            "nbformat": 4,
        }
    ),
    "demo/optimizers.ipynb": code(HEAD, LOOP, "training_loop(1, None, None, 1, 2)", "1 / 0", "display(HEAD)"),
    "split/optimizers.ipynb": code(HEAD, "params = torch.tensor([\n1.0,\n0.0])", LOOP, "x = [1,\n2"),
}
ASIDE = {
    "raw": (
        notebook(("code", HEAD + STEP), ("raw", LOOP)),
        "optimizers.ipynb, cell 2, line 1: `training_loop` is in a raw cell",
    ),
    "markdown": (
        notebook(("code", HEAD + STEP), ("markdown", f"My loop:\n```python\n{LOOP}```")),
        "optimizers.ipynb, cell 2, line 3: `training_loop` is in a text cell",
    ),
    "writefile": (
        code(HEAD + STEP, "%%writefile loop.py\n" + LOOP),
        "cell 2, line 2: `training_loop` is in a cell for another",
    ),
    "main": (
        HEAD + STEP + 'if __name__ == "__main__":\n' + indented(LOOP),
        "line 11: `training_loop` is under `if __name__",
    ),
    "class": (
        HEAD + STEP + "class Trainer:\n" + indented(LOOP),
        "line 11: `training_loop` is inside the class `Trainer`.",
    ),
    "function": (
        HEAD + STEP + "def main():\n" + indented(LOOP),
        "line 11: `training_loop` is inside `main`.",
    ),
    "comment": (HEAD + STEP + "".join(f"# {line}\n" for line in LOOP.splitlines()), "is only in a comment."),
}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Report]:
    root = tmp_path_factory.mktemp("shapes")
    found = []
    for number, (name, text) in enumerate(SHAPES.items()):
        found.append(Found(student=name, assignment="optimizers", path=root / str(number) / Path(name).name))
        found[-1].path.parent.mkdir()
        found[-1].path.write_text(text, encoding="utf-8")
    for name, (text, _) in ASIDE.items():
        ending = ".ipynb" if text.startswith("{") else ".py"
        found.append(Found(student=name, assignment="optimizers", path=root / name / f"optimizers{ending}"))
        found[-1].path.parent.mkdir()
        found[-1].path.write_text(text, encoding="utf-8")
    for name in ("l_nbconvert_cellmagic2", "k_marimo"):
        found.append(Found(student=name, assignment="optimizers", path=REAL / name / "optimizers.py"))
    return {report.student: report for report in grade_files(found, diagnosis=False)}


@pytest.mark.parametrize("name", [*SHAPES, "l_nbconvert_cellmagic2", "k_marimo"])
def test_every_shape_has_the_same_points(reports: dict[str, Report], name: str) -> None:
    """6 of 6 for the loop, however it is saved."""
    assert function(reports[name], "training_loop").score == 6, reports[name].notes


@pytest.mark.parametrize("name", ASIDE)
def test_code_that_is_not_run_is_pointed_at(reports: dict[str, Report], name: str) -> None:
    """No points, and the place, in place of "the name must be exactly the same"."""
    loop = function(reports[name], "training_loop")
    assert (loop.status, loop.score) == (Status.MISSING, 0)
    assert ASIDE[name][1] in str(loop.checks[0].message), loop.checks[0].message


def test_where_it_is_all_that_is_there_it_is_the_reason(tmp_path: Path) -> None:
    """Not graded, and no question whether it is the right file."""
    path = tmp_path / "optimizers.py"
    path.write_text(HEAD + "def main():\n" + indented(LOOP))
    (report,) = grade_files([Found(student="anna", assignment="optimizers", path=path)])
    assert report.score is None
    assert "`training_loop` is inside `main`. Define it outside" in str(report.problem)


def test_lines_are_those_of_the_file(tmp_path: Path) -> None:
    """Of a cell in a cell, and of a document, as the student's editor counts them."""
    for name, text in (("a.qmd", QUARTO), ("b.py", NBCONVERT)):
        (tmp_path / name).write_text(text)
        (cell,) = read(tmp_path / name).cells
        assert cell.text.count("\n") == text.count("\n")
    qmd = read(tmp_path / "a.qmd").cells[0].text.split("\n")
    assert qmd[QUARTO.split("\n").index("import torch")] == "import torch"
