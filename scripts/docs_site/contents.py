"""The contents of the site, from lists of links that stand in the Markdown itself.

docs/index.md lists the pages of docs/, under a heading for each kind: these are the parts of the contents.
What README.md leads to beside them is the last part. `decisions.md` lists the pages of the folder
`decisions`, and so for every page beside a folder of its name. A page in no list is an orphan: Sphinx warns.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path

START = "README"
MAP = "docs/index"
# What is read, and where not to look for it.
PAGES = ["*.md", "docs/*.md", "docs/*/*.md", "examples/*.md"]
LEFT_OUT = [".*", "build", "results", "dist", "grader", "exercises", "solutions", "autograde_tests", "tests"]
_LINK = re.compile(r"\]\(([^)#\s]+\.md)(?:#[^)\s]*)?\)")
_PART = re.compile(r"^## (.+)$", re.MULTILINE)
_REST = "The project"


def with_contents(root: Path, page: str, text: str) -> str:
    """A page's text, with the directives for the pages below it at its end."""
    parts = list(_parts(root, text)) if page == START else _own_folder(page, text)
    return "\n".join([text, *(_directive(page, title, pages) for title, pages in parts if pages)])


def _parts(root: Path, start: str) -> Iterator[tuple[str, list[str]]]:
    path = root / f"{MAP}.md"
    listed = path.read_text(encoding="utf-8") if path.exists() else ""
    yield "", [MAP] if listed else []
    known = {START, MAP}
    # What stands before the first heading, then each heading with what is below it.
    before, *rest = _PART.split(listed)
    for title, below in [("", before), *zip(rest[::2], rest[1::2], strict=True)]:
        pages = [one for one in linked(MAP, below) if one not in known]
        known |= set(pages)
        yield title, pages
    yield _REST, [one for one in linked(START, start) if one not in known]


def _own_folder(page: str, text: str) -> list[tuple[str, list[str]]]:
    return [("", [one for one in linked(page, text) if posixpath.dirname(one) == page])]


def linked(page: str, text: str) -> list[str]:
    """The pages that a page's text leads to, each once, in order; named as Sphinx names them."""
    folder = posixpath.dirname(page)
    targets = [
        posixpath.normpath(posixpath.join(folder, one)) for one in _LINK.findall(text) if ":" not in one
    ]
    return list(dict.fromkeys(target.removesuffix(".md") for target in targets))


def _directive(page: str, title: str, pages: list[str]) -> str:
    """Named from the root: how deep a page lies is of no account."""
    options = [":hidden:", *([f":caption: {title}"] if title else [])]
    return "\n".join(["", "```{toctree}", *options, "", *(f"/{one}" for one in pages), "```", ""])
