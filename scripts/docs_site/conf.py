"""How Sphinx makes a site of the Markdown that stands in the repository; `make docs` runs it.

The files hold no directive, so that they read on a forge as they are. What Sphinx wants beside that is
added while it reads: contents, from the list in docs/index.md (`contents.py`), and pictures that are light or
dark (`light_and_dark.py`). Every warning is an error: a dead link, anchor or picture, a page in no list.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from sphinx.application import Sphinx

sys.path.insert(0, str(Path(__file__).resolve().parent))

from accessible import make_accessible
from contents import LEFT_OUT, PAGES, START, with_contents
from light_and_dark import as_images

project = "torchgrader"
copyright = "the torchgrader authors, MIT licence"
extensions = ["myst_parser"]
root_doc = START
include_patterns = PAGES
exclude_patterns = LEFT_OUT

nitpicky = True
myst_enable_extensions = ["attrs_inline"]
myst_heading_anchors = 4  # as a forge makes them
highlight_language = "text"

html_theme = "furo"
html_title = "torchgrader"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_last_updated_fmt = None
# A browser may not read one file from another under file://; so results are titles alone.
html_show_search_summary = False
html_search_scorer = str(Path(__file__).resolve().parent / "static" / "scorer.js")
html_domain_indices = False
html_use_index = False
html_permalinks_icon = "#"


def _read(app: Sphinx, page: str, text: list[str]) -> None:
    text[0] = as_images(with_contents(Path(app.srcdir), page, text[0]))


def _finished(app: Sphinx, error: Exception | None) -> None:
    """Whoever opens the folder, or a server that is given it, looks for index.html."""
    if error is None and app.builder.name == "html":
        folder = Path(app.outdir)
        make_accessible(folder)
        shutil.copyfile(folder / f"{START}.html", folder / "index.html")


def setup(app: Sphinx) -> None:
    """Called by Sphinx."""
    app.connect("source-read", _read)
    app.connect("build-finished", _finished)
