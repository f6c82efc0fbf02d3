"""One function's lines within a text, without running it: to put it back, to show it, to click on it."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

from grader.course.layout import Assignment
from grader.course.solution_regions import BEGIN, END, GIVEN
from grader.errors import UsageError
from grader.submission.decode import decode
from grader.words.messages import say

_SURROGATE = re.compile("[\ud800-\udfff]")


def span(text: str, function: str) -> tuple[int, int] | None:
    """The lines of the last definition of a function, from 0: the first of them, and the one behind.

    A text that does not parse is read by its indentation. None where the function is not defined.
    """
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return _indented_span(_lines(text), function)
    found = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == function]
    if not found:
        return None
    first = min([found[-1].lineno, *(item.lineno for item in found[-1].decorator_list)])
    return first - 1, found[-1].end_lineno or first


def _lines(text: str) -> list[str]:
    """As Python counts lines: `splitlines` ends them at a form feed, too, and wherever Unicode does."""
    return text.removesuffix("\n").split("\n")


def _kept_ends(text: str) -> list[str]:
    """As notebooks keep lines."""
    *lines, last = text.split("\n")
    return [f"{line}\n" for line in lines] + ([last] if last else [])


def _indented_span(lines: list[str], function: str) -> tuple[int, int] | None:
    opening = re.compile(rf"def {re.escape(function)}\b")
    starts = [number for number, line in enumerate(lines) if opening.match(line)]
    if not starts:
        return None
    end = starts[-1] + 1
    while end < len(lines) and not _opens_another(lines[end]):
        end += 1
    while not lines[end - 1].strip():
        end -= 1
    return starts[-1], end


def _opens_another(line: str) -> bool:
    is_cell = line.startswith("# %%")
    return is_cell or (bool(line) and not line[0].isspace() and line[0] not in "#)]}")


def function_text(text: str, function: str) -> str | None:
    """The function's own lines, or None."""
    lines = span(text, function)
    return "\n".join(_lines(text)[slice(*lines)]) if lines else None


def replaced(text: str, function: str, by: str) -> str:
    """The text with the last definition of a function replaced, or with one more at its end."""
    lines = _lines(text)
    found = span(text, function)
    if found is None:
        return "\n".join([*lines, "", "", by]) + "\n"
    return "\n".join([*lines[: found[0]], *_lines(by), *lines[found[1] :]]) + "\n"


def replaced_in_notebook(text: str, function: str, by: str) -> str:
    """The same in the last code cell that defines it; in a new cell at the end where none does.

    Raises UsageError where the text is no notebook.
    """
    try:
        notebook = json.loads(text)
        cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
        sources = ["".join(cell["source"]) for cell in cells]
    except (ValueError, KeyError, TypeError):
        raise UsageError(say("The notebook cannot be read. Save it in Jupyter again.")) from None
    holding = [number for number, source in enumerate(sources) if span(source, function)]
    if holding:
        put = replaced(sources[holding[-1]], function, by).rstrip("\n")
        cells[holding[-1]]["source"] = _kept_ends(put)
    else:
        notebook["cells"].append(_code_cell(by, function))
    made = json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"
    # Half a character, which an output may hold, is none that a file can.
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", made)


def _code_cell(source: str, function: str) -> dict[str, object]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": f"{function}-again",
        "metadata": {},
        "outputs": [],
        "source": _kept_ends(source),
    }


def reference_text(assignment: Assignment, function: str) -> str | None:
    """How the course writes a function, without its marks; None in a kit, which does not hold it."""
    if not assignment.solution.is_file():
        return None
    text = function_text(assignment.solution_cell().text, function)
    kept = [line for line in (text or "").splitlines() if not line.strip().startswith((BEGIN, END, GIVEN))]
    return "\n".join(kept) or None


def place(path: Path, function: str) -> int:
    """The line, from 1, where a function of a script begins; 1 where that cannot be told."""
    try:
        text, _ = decode(path.read_bytes() if path.suffix == ".py" else b"", path.name)
    except OSError:
        return 1
    found = span(text, function)
    return found[0] + 1 if found else 1
