"""Pages that nbgrader makes of a graded notebook: our template and filters in its own mechanism.

A student's text is never markup on them. nbgrader prints the HTML in a Markdown cell as it stands, and its
formgrader shows that to a person who is logged in and may set grades.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

import bleach
from jinja2 import pass_context
from jinja2.runtime import Context
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbgrader.server_extensions.formgrader import handlers

from grader.render.page import inline
from grader.words.messages import Value, say
from grader.words.translation import translator

__all__ = ["TEMPLATES", "exporter_settings", "inline", "safe_markdown"]

TEMPLATES = Path(__file__).parent / "templates"

_TAGS = [
    *bleach.ALLOWED_TAGS, "br", "del", "div", "dd", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr",
    "img", "p", "pre", "span", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr",
]  # fmt: skip
_ATTRIBUTES = {**bleach.ALLOWED_ATTRIBUTES, "*": ["class", "id", "title"], "img": ["src", "alt", "width"]}
# The last for pictures pasted into a cell.
_PROTOCOLS = ["http", "https", "mailto", "data"]
# Tags in a cell, and on the page that it makes. Cleaning takes the square of the tags that are open.
_OPENED = 1000
_RENDERED = 10_000


@pass_context
def safe_markdown(context: Context, source: str) -> str:
    """Markdown as nbconvert renders it, without what could act: scripts, styles, forms, frames, handlers.

    What would take long to clean is shown as the text that it is.
    """
    if source.count("<") + source.count("\\begin") > _OPENED:
        return _as_text(source)
    cell: Any = context.get("cell", {})
    renderer = IPythonRenderer(
        escape=False, attachments=cell.get("attachments", {}), exclude_anchor_links=True
    )
    html = MarkdownWithMath(renderer=renderer).render(source)
    if html.count("<") > _RENDERED:
        return _as_text(source)
    return str(bleach.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, protocols=_PROTOCOLS))


def _as_text(source: str) -> str:
    return f"<pre>{escape(source)}</pre>"


# ── words of our own on the page ─────────────────────────────────────────────────────────────────────────

_HEADS = {"by hand": say("marked by hand"), "file": say("About the file")}


def head(name: str, language: str) -> str:
    """One of the page's fixed words."""
    return escape(translator(language)(_HEADS[name]))


def points(score: float, most: float, language: str) -> str:
    """What was earned, of how much."""
    words = say("{score} of {most} points", score=Value(_rounded(score)), most=Value(_rounded(most)))
    return escape(translator(language)(words))


def late(penalty: float, language: str) -> str:
    """What a late hand-in cost."""
    words = say("{points} points were taken off because the work was late.", points=Value(_rounded(penalty)))
    return escape(translator(language)(words))


def _rounded(number: float) -> str:
    return str(round(float(number), 2))


def exporter_settings() -> dict[str, Any]:
    """What `HTMLExporter` is configured with, for feedback and for formgrader."""
    theirs = Path(handlers.template_path)
    return {
        # nbconvert looks for `feedback` below each of these. Ours comes first, and extends theirs as
        # `feedback/index.html.j2`: for that, ours names `templates` as its base, which is their folder.
        "extra_template_basedirs": [str(TEMPLATES), str(theirs), str(theirs.parent)],
        "filters": {
            "markdown2html": "grader.nbgrader.feedback.safe_markdown",
            "grader_inline": "grader.nbgrader.feedback.inline",
            "grader_head": "grader.nbgrader.feedback.head",
            "grader_points": "grader.nbgrader.feedback.points",
            "grader_late": "grader.nbgrader.feedback.late",
        },
    }
