"""A notebook's cell as Python that runs: files are written, and commands are left out where that is said.

What only Jupyter understands is dealt with line by line (`grader.submission.magics`); a notebook that runs in
order has more: `%%writefile`, `%run`, and `x = !command`, which gives nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from grader.submission import magics

_WRITES: Final = re.compile(
    r"""\s*%%(?:writefile|file)[ \t]+(?P<more>-a[ \t]+|--append[ \t]+)?"""
    r"""["']?(?P<file>[^\n"']+?)["']?[ \t]*(?:\n|$)"""
)
# As `magics` leaves them: the statement that stands there instead, and what was written.
_COMMAND: Final = re.compile(r"^(?P<indent>[ \t]*)pass  # (?P<kind>[!%])(?P<text>.*)$", re.MULTILINE)
_CAPTURE: Final = re.compile(r"^(?P<targets>[ \t]*[\w.]+) = None  # [^=]*=\s*!(?P<text>.*)$", re.MULTILINE)
_OTHER_CELL: Final = re.compile(r"^# %%(?P<text>.*)$", re.MULTILINE)


def runnable(text: str, name: str) -> str:
    """A cell's text with as many lines, as Python. name: its place."""
    if written := _WRITES.match(text):
        return _writing(written, text)
    plain, _ = magics.neutralise(text, name, notebook=True)
    plain = _CAPTURE.sub(_captured, plain)
    first = _OTHER_CELL.match(plain)
    if first and not magics.is_python(first["text"].partition(" ")[0].strip()):
        return f"get_ipython().system({('%%' + first['text'])!r}){plain[first.end() :]}"
    return _COMMAND.sub(_commanded, plain)


def _writing(found: re.Match[str], text: str) -> str:
    """One statement that writes the rest of the cell."""
    line = f"-a {found['file']}" if found["more"] else found["file"]
    return f"get_ipython().run_cell_magic('writefile', {line!r}, {text[found.end() :]!r})"


def _captured(found: re.Match[str]) -> str:
    return f"{found['targets']} = get_ipython().getoutput({found['text'].strip()!r})"


def _commanded(found: re.Match[str]) -> str:
    command = found["text"].strip()
    if found["kind"] == "!":
        return f"{found['indent']}get_ipython().system({command!r})"
    name, _, line = command.partition(" ")
    if name != "run":
        return found[0]
    return f"{found['indent']}get_ipython().run_line_magic('run', {line!r})"


def modules_written(text: str) -> Iterator[str]:
    """The module that a cell under `%%writefile` writes, if it does."""
    rows = text.split("\n")
    while rows and (not rows[0].strip() or rows[0].startswith("#")):
        # Marks of a solution stand above it.
        rows.pop(0)
    found = _WRITES.match("\n".join(rows))
    path = PurePosixPath(found["file"].strip()) if found else None
    if path is not None and path.suffix == ".py" and path.stem.isidentifier() and len(path.parts) == 1:
        yield path.stem
