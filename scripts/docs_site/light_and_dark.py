"""Pictures that are light or dark, wide or narrow, as a forge and as the site have them.

A forge takes HTML's `<picture>`. The site has a button for light and dark, which `<picture>` does not follow:
there it is an image for each source, of which the theme shows one. Sphinx finds them, and names one that is
missing. On a phone the narrow ones are shown (static/site.css).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

_PICTURE = re.compile(r"^<picture>\s*(.*?)\s*</picture>", re.DOTALL | re.MULTILINE)
_SOURCE = re.compile(r"<source\s([^>]*)>")
_ALONE = re.compile(r"^<img\s([^>]*)>", re.MULTILINE)
_IMAGE = re.compile(r"<img\s([^>]*)>")
_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')


def as_images(text: str) -> str:
    """A page's Markdown, with images for each `<picture>` and `<img>` that begins a line."""
    return _ALONE.sub(lambda found: _image(found[1], ""), _PICTURE.sub(_all, text))


def _all(found: re.Match[str]) -> str:
    image = _IMAGE.search(found[1])
    if not image:
        return found[0]
    sources = [dict(_ATTRIBUTE.findall(source)) for source in _SOURCE.findall(found[1])]
    return "\n".join(_alternatives(image[1], sources))


def _alternatives(image: str, sources: list[dict[str, str]]) -> Iterator[str]:
    """The image itself for what no source is for, then one for each source."""
    media = [source.get("media", "") for source in sources]
    by_scheme, by_width = any("dark" in one for one in media), any("max-width" in one for one in media)
    for source in ({}, *sources):
        asked = source.get("media", "")
        kinds = [".only-dark" if "dark" in asked else ".only-light"] if by_scheme else []
        kinds += [".only-narrow" if "max-width" in asked else ".only-wide"] if by_width else []
        yield _image(image, " ".join(kinds), source.get("srcset", ""))


def _image(attributes: str, kind: str, instead: str = "") -> str:
    named = {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(attributes)}
    alt = re.sub(r"([\\\[\]`*_<])", r"\\\1", named.get("alt", ""))
    width = f" width={named['width']}" if "width" in named else ""
    more = f"{{{(kind + width).strip()}}}" if kind or width else ""
    return f"![{alt}]({instead or named['src']}){more}"
