"""What a browser shows of a page: the words, and a PNG. It is Debian's chromium, as for the tests."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

COLOURS = 160
# Takes away what stands below an element.
_CUT = """selector => {
  const last = document.querySelector(selector);
  if (!last) throw new Error(`the page has no ${selector}`);
  for (let at = last; at !== document.body; at = at.parentElement)
    while (at.nextElementSibling) at.nextElementSibling.remove();
}"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser. Raises SystemExit where there is none, with what to install."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        raise SystemExit("Pictures of pages need chromium on the PATH. Install it: apt-get install chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ModuleNotFoundError:
        raise SystemExit(
            "Pictures of pages need playwright. Install it: pip install -e '.[dev,docs]'"
        ) from None
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def opened(browser: Browser, path: Path, width: int, last: str) -> Iterator[Page]:
    """A page in a window of some pixels, without what stands below the element that a selector names."""
    page = browser.new_page(viewport={"width": width, "height": 200}, color_scheme="light", bypass_csp=True)
    page.goto(path.resolve().as_uri())
    page.evaluate(_CUT, last)
    yield page
    page.close()


def words(page: Page) -> str:
    """What can be read on it, a line for each that is not empty."""
    lines = (" ".join(line.split()) for line in page.inner_text("body").splitlines())
    return "\n".join(line for line in lines if line)


def png(page: Page) -> bytes:
    """All of it, in the colours that most of it has: a page of text needs no more."""
    from PIL import Image

    with Image.open(io.BytesIO(page.screenshot(full_page=True))) as shot:
        whole = shot.convert("RGB")
    counted: list[tuple[int, tuple[int, int, int]]] = whole.getcolors(whole.width * whole.height)  # type: ignore[assignment]
    common = [colour for _, colour in sorted(counted, reverse=True)[:COLOURS]]
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for colour in common for part in colour])
    buffer = io.BytesIO()
    whole.quantize(palette=palette, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
