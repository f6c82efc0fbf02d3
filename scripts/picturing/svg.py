"""Lines of a terminal as an SVG: the text is text, and no font is fetched.

Every run of cells of one style has its place and its width, so columns stand below each other in any
monospaced font. The colours are those of the reports (grader/render/templates/style.css).
"""

from __future__ import annotations

import re
from html import escape
from itertools import groupby
from pathlib import Path
from xml.etree import ElementTree

from picturing.terminal import Cell, Grid, Style

SCHEMES = ("light", "dark")
# Pixels: a cell's width and height, the size of a letter, the space around all.
_CELL, _LINE, _SIZE, _EDGE = 8.4, 20, 14, 18
_FONT = "ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace"
# By a terminal's numbers: black, red, green, yellow, blue, magenta, cyan, white; bright ones likewise.
_COLOURS = ("text", "bad", "good", "warn", "link", "link", "link", "text")
_NAMED = re.compile(r"--([a-z-]+): (#[0-9a-f]+);")


def palette(css: Path) -> dict[str, dict[str, str]]:
    """The reports' colours by name, for light and for dark."""
    text = css.read_text(encoding="utf-8")
    light, dark = text.split("@media (prefers-color-scheme: dark)")[:2]
    return {"light": dict(_NAMED.findall(light)), "dark": dict(_NAMED.findall(dark.split("@media", 1)[0]))}


def svg(rows: Grid, columns: int, title: str, colours: dict[str, str]) -> str:
    """The picture of some lines in a window. title: what is said to those who cannot see it."""
    width, height = round(columns * _CELL + 2 * _EDGE), len(rows) * _LINE + 2 * _EDGE
    lines = [text for number, row in enumerate(rows) if (text := _line(number, row, colours))]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
            f'viewBox="0 0 {width} {height}" role="img" aria-labelledby="title" xml:space="preserve">',
            f'<title id="title">{escape(title)}</title>',
            f"<style>text {{ font: {_SIZE}px {_FONT}; white-space: pre; fill: {colours['text']}; }}</style>",
            f'<rect x="0.5" y="0.5" width="{width - 1}" height="{height - 1}" rx="8" '
            f'fill="{colours["page"]}" stroke="{colours["line"]}"/>',
            *lines,
            "</svg>\n",
        ]
    )


def _line(number: int, row: list[Cell], colours: dict[str, str]) -> str:
    column, runs = 0, []
    for style, cells in groupby(row, key=lambda cell: cell.style):
        text = "".join(cell.sign for cell in cells)
        runs.append(_run(column, text, style, colours))
        column += len(text)
    if not "".join(runs):
        return ""
    return f'<text y="{_EDGE + number * _LINE + _SIZE}">{"".join(runs)}</text>'


def _run(column: int, text: str, style: Style, colours: dict[str, str]) -> str:
    place = f'x="{_EDGE + column * _CELL:.1f}" textLength="{len(text) * _CELL:.1f}"'
    fitted = 'lengthAdjust="spacingAndGlyphs"'
    return f"<tspan {place} {fitted}{_looks(style, colours)}>{escape(text, quote=False)}</tspan>"


def _looks(style: Style, colours: dict[str, str]) -> str:
    name = "soft" if style.dim and style.colour is None else "text"
    if style.colour is not None:
        name = _COLOURS[style.colour % 8]
    said = {
        "fill": colours[name] if name != "text" else "",
        "font-weight": "bold" if style.bold else "",
        "font-style": "italic" if style.italic else "",
        "text-decoration": "underline" if style.underline else "",
    }
    return "".join(f' {key}="{value}"' for key, value in said.items() if value)


def words_of(picture: str) -> str:
    """The words that an SVG of ours shows, a line for each that is not empty."""
    root = ElementTree.fromstring(picture)
    lines = root.iter("{http://www.w3.org/2000/svg}text")
    return "\n".join("".join(line.itertext()).rstrip() for line in lines)
