"""Pictures that are light or dark, as a forge and as the site have them.

A forge takes HTML's `<picture>`. The site has a button for light and dark, which `<picture>` does not follow:
there it is two images, of which the theme shows one. Sphinx finds them, and names one that is missing.
"""

from __future__ import annotations

import html
import re

_PICTURE = re.compile(r"^<picture>\s*(.*?)\s*</picture>", re.DOTALL | re.MULTILINE)
_DARK = re.compile(r'<source\s[^>]*\bsrcset="([^"]+)"')
_ALONE = re.compile(r"^<img\s([^>]*)>", re.MULTILINE)
_IMAGE = re.compile(r"<img\s([^>]*)>")
_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')


def as_images(text: str) -> str:
    """A page's Markdown, with images for each `<picture>` and `<img>` that begins a line."""
    return _ALONE.sub(lambda found: _image(found[1], ""), _PICTURE.sub(_both, text))


def _both(found: re.Match[str]) -> str:
    image, dark = _IMAGE.search(found[1]), _DARK.search(found[1])
    if not image:
        return found[0]
    if not dark:
        return _image(image[1], "")
    return f"{_image(image[1], ' .only-light')}\n{_image(image[1], ' .only-dark', dark[1])}"


def _image(attributes: str, kind: str, instead: str = "") -> str:
    named = {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(attributes)}
    alt = re.sub(r"([\\\[\]`*_<])", r"\\\1", named.get("alt", ""))
    width = f" width={named['width']}" if "width" in named else ""
    more = f"{{{(kind + width).strip()}}}" if kind or width else ""
    return f"![{alt}]({instead or named['src']}){more}"
