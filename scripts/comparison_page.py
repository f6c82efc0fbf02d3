"""docs/comparison.md from docs/comparison.toml. The same data give the same page.

python scripts/comparison_page.py            write it
python scripts/comparison_page.py --check    exit 1 if a cell is incomplete, or the page is another
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "docs" / "comparison.toml"
PAGE = DATA.with_suffix(".md")
# What a cell must say, and as what.
PARTS = {"value": str, "version": str, "day": date, "source": str}
ADDRESS = re.compile(r"https://\S+")
PACKAGED = re.compile(r"(?P<package>[\w-]+) (?P<version>[\w.]+): (?P<path>\S+)")

HEAD = """# What else there is

Six programs that grade code. Rows in which others are ahead come first. "Not found" means that somebody
looked in the source and did not find it. "Not tried" means that nobody measured it.
[At the end](#which-one-to-choose) is when to choose which.

This page is made from `docs/comparison.toml`. There, each cell has a version, a day and a source. If a cell
is wrong, correct it there, with your source. Then run `scripts/comparison_page.py`.
"""

Row = Mapping[str, Any]


def complaints(data: Mapping[str, Any], root: Path = ROOT) -> Iterator[str]:
    """What is missing or wrong in the data, each with its row and tool."""
    tools = [tool["id"] for tool in data["tool"]]
    for tool in data["tool"]:
        if not tool.get("choose"):
            yield f"{tool['id']}: no `choose`"
    for row in data["row"]:
        for name in row.keys() - {"title", *tools}:
            yield f"{row['title']}, {name}: no such tool"
        for name in tools:
            yield from (f"{row['title']}, {name}: {wrong}" for wrong in _wrong(row.get(name, {}), root))


def _wrong(cell: Row, root: Path) -> Iterator[str]:
    for part, kind in PARTS.items():
        if not cell.get(part):
            yield f"no {part}"
        elif not isinstance(cell[part], kind):
            yield f"{part} is {cell[part]!r}, no {kind.__name__}"
    if cell.keys() - PARTS:
        yield f"unknown: {sorted(cell.keys() - PARTS)}"
    if isinstance(source := cell.get("source", ""), str) and source and not _leads(source, cell, root):
        yield f"source {source!r} is no address, no `package version: path` and no file here"


def _leads(source: str, cell: Row, root: Path) -> bool:
    if packaged := PACKAGED.fullmatch(source):
        return packaged["version"] == cell.get("version")
    return bool(ADDRESS.fullmatch(source)) or (root / source).exists()


def page(data: Mapping[str, Any]) -> str:
    """The whole page."""
    tools = data["tool"]
    lines = [HEAD, _line(["", *(tool["name"] for tool in tools)]), _line(["---"] * (len(tools) + 1))]
    for row in data["row"]:
        lines.append(_line([row["title"], *(row[tool["id"]]["value"] for tool in tools)]))
    lines += ["", "## Sources"]
    for tool in tools:
        lines += ["", f"### {tool['name']}", "", *_sources(tool["id"], data["row"])]
    lines += ["", "## Which one to choose", ""]
    lines += [f"- Choose **{tool['name']}** if {tool['choose']}" for tool in tools]
    return "\n".join(lines) + "\n"


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _sources(tool: str, rows: list[Row]) -> Iterator[str]:
    """Of one tool: each row's source, below the version and the day of those who read it."""
    read: dict[tuple[str, date], list[str]] = {}
    for row in rows:
        cell = row[tool]
        line = f"- {row['title']}: {_shown(cell['source'])}"
        read.setdefault((cell["version"], cell["day"]), []).append(line)
    for (version, day), lines in read.items():
        yield from (f"Version {version}, read on {day.isoformat()}:", "", *lines)


def _shown(source: str) -> str:
    if ADDRESS.fullmatch(source):
        return f"<{source}>"
    packaged = PACKAGED.fullmatch(source)
    return f"`{packaged['path'] if packaged else source}`"


def main() -> int:
    """Write the page, or compare it; the exit code."""
    data = tomllib.loads(DATA.read_text(encoding="utf-8"))
    if wrong := list(complaints(data)):
        print("\n".join(f"{DATA.relative_to(ROOT)}: {one}" for one in wrong))
        return 1
    if sys.argv[1:] != ["--check"]:
        PAGE.write_text(page(data), encoding="utf-8")
    elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page(data):
        print("docs/comparison.md is out of date: python scripts/comparison_page.py")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
