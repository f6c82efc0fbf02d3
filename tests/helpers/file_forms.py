"""One text in the forms in which students hand in: a script, a notebook, and what tools make of them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence

Maker = Callable[[Sequence[str]], str]


def cells_of(script: str) -> list[str]:
    """The code cells of a script with `# %%` cells."""
    parts = re.split(r"^# %%", script, flags=re.MULTILINE)
    kept = [part for part in parts if not part.startswith(" [markdown]")]
    return [part.partition("\n")[2].strip("\n") + "\n" for part in kept if part.strip()]


def indented(text: str, by: str = "    ") -> str:
    """Each line further in."""
    return "".join(f"{by}{line}" if line.strip() else line for line in text.splitlines(keepends=True))


def notebook(*cells: str | Mapping[str, object], **metadata: object) -> str:
    """A notebook; a cell is its code, or what differs from a code cell without metadata."""
    usual: dict[str, object] = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    made = [usual | ({"source": cell} if isinstance(cell, str) else dict(cell)) for cell in cells]
    return json.dumps({"cells": made, "metadata": metadata, "nbformat": 4, "nbformat_minor": 4})


def script(cells: Sequence[str]) -> str:
    """Cell below cell."""
    return "\n\n".join(cells)


def percent(cells: Sequence[str]) -> str:
    """With `# %%` above each, and words between them."""
    return "# %% [markdown]\n# # It's mine\n\n" + "\n".join(f"# %%\n{cell}" for cell in cells)


def as_notebook(cells: Sequence[str]) -> str:
    """With a line that only Jupyter knows."""
    return notebook("%matplotlib inline\n", *cells)


def nbconvert(cells: Sequence[str]) -> str:
    """The last cell stood under `%%time`."""
    *first, last = cells
    plain = "".join(f"\n# In[{number}]:\n\n\n{cell}\n" for number, cell in enumerate(first, 1))
    timed = f"\n# In[ ]:\n\n\nget_ipython().run_cell_magic('time', '', {last!r})\n"
    return f"#!/usr/bin/env python\n# coding: utf-8\n{plain}{timed}"


def marimo(cells: Sequence[str]) -> str:
    """Each cell a function."""
    head = 'import marimo\n\n__generated_with = "0.14.0"\napp = marimo.App()\n\n'
    made = "".join(f"\n@app.cell\ndef _():\n{indented(cell)}    return\n\n" for cell in cells)
    return f'{head}{made}\nif __name__ == "__main__":\n    app.run()\n'


def quarto(cells: Sequence[str]) -> str:
    """Cells between words."""
    made = "\n\nIt's a step; `def x(` is none.\n\n".join(
        f"```{{python}}\n#| echo: false\n{cell}```" for cell in cells
    )
    return f"---\ntitle: Mine\njupyter: python3\n---\n\n{made}\n"


# By name: the ending of the file, and what makes it of cells.
FORMS: dict[str, tuple[str, Maker]] = {
    "script": (".py", script),
    "percent": (".py", percent),
    "notebook": (".ipynb", as_notebook),
    "nbconvert": (".py", nbconvert),
    "marimo": (".py", marimo),
    "quarto": (".qmd", quarto),
}
