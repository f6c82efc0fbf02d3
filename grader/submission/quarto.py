"""A document of Quarto or R Markdown to Python: its Python cells stay where they are, the rest is comment."""

from __future__ import annotations

import re
from typing import Final

from grader.errors import SubmissionError
from grader.words.messages import Code, InFile, say

ENDINGS: Final = (".qmd", ".rmd")
# ```{python} or ```{python, label} as in R Markdown; the fence may be longer.
_OPENS: Final = re.compile(r"\s*(`{3,})\s*\{\s*\.?python\b[^}]*\}\s*$")


def code(text: str, name: str) -> str:
    """The document as one script with as many lines. Raises SubmissionError where it has no Python cell."""
    lines, fence, found = [], "", False
    for line in text.split("\n"):
        opens = _OPENS.match(line)
        if fence:
            ends = line.strip() == fence
            lines.append("# %%" if ends else line)
            fence = "" if ends else fence
        else:
            fence = opens[1] if opens else ""
            found = found or opens is not None
            lines.append(f"# {line}" if line.strip() else "")
    if not found:
        none = say("{file} has no cells in Python.", file=InFile(name))
        raise SubmissionError(
            none + say("Put your functions into cells that begin with {fence}.", fence=Code("```{python}"))
        )
    return "\n".join(lines)
