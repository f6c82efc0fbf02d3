"""What the theme's pages lack for those who read with a screen reader or with keys alone.

axe found each of these; `tests/test_docs_site.py` asks it again of every page.
"""

from __future__ import annotations

import re
from itertools import count
from pathlib import Path

# What stands in a page of the theme, and what stands there instead.
_INSTEAD = {
    # A heading without a level; and it is the name of a list.
    '<p class="caption" role="heading">': '<p class="caption">',
    # Two parts at the side, which a screen reader lists by name.
    '<aside class="sidebar-drawer">': '<aside class="sidebar-drawer" aria-label="All pages">',
    '<aside class="toc-drawer">': '<aside class="toc-drawer" aria-label="On this page">',
    '<aside class="toc-drawer no-toc">': '<aside class="toc-drawer no-toc" aria-label="On this page">',
    # What is wider than a phone scrolls, so keys must get there.
    "<pre>": '<pre tabindex="0">',
    # A corner above a column of names is no heading.
    '<th class="head"><p></p></th>': "<td></td>",
    '<div id="search-results"></div>': '<h1>Search</h1>\n<div id="search-results"></div>',
}

# A table scrolls as well; its frame has further classes, of which the widths of its columns are one.
_TABLE = re.compile(r'(<div class="table-wrapper [^"]*")>')


def make_accessible(folder: Path) -> None:
    """Mend every page of a site."""
    for path in folder.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        for old, new in _INSTEAD.items():
            text = text.replace(old, new)
        text = _with_named_tables(text)
        path.write_text(text, encoding="utf-8")


def _with_named_tables(text: str) -> str:
    """Keys reach each table's frame, and no two of a page have one name."""
    numbers = count(1)
    return _TABLE.sub(
        lambda found: f'{found[1]} tabindex="0" role="region" aria-label="Table {next(numbers)}">', text
    )
