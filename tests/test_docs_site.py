"""The site of the documents: nothing is dead, it works from a disk, is accessible, can be searched."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest
import yaml

pytest.importorskip("sphinx", reason="needs Sphinx: pip install -e '.[docs]'")

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "scripts" / "docs_site" / "build.py"
TEMPLATES = ROOT / "scripts" / "docs_site" / "pages"


def built(root: Path, output: Path) -> subprocess.CompletedProcess[str]:
    """`make docs`, of any folder."""
    command = [sys.executable, str(BUILD), "--root", str(root), "--output", str(output)]
    return subprocess.run(command, text=True, capture_output=True, timeout=240, check=False)


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which this repository's site is, and its zip."""
    folder = tmp_path_factory.mktemp("docs")
    done = built(ROOT, folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


# What is planted: a page, its text, and what must be said of it.
_SOURCE = '<source media="(prefers-color-scheme: dark)" srcset="pictures/d.svg">'
_DARK = f'<picture>\n{_SOURCE}\n<img alt="a" src="a.svg">\n</picture>'
PLANTED = [
    ("link", "[gone](gone.md)", "'gone.md'"),
    ("anchor", "# A\n\n[nowhere](#nowhere)", "'nowhere'"),
    ("far_anchor", "[there](index.md#not-there)", "'not-there'"),
    ("image", "![a picture](pictures/gone.png)", "pictures/gone.png"),
    ("dark_image", _DARK, "pictures/d.svg"),
    ("orphan", "Nobody leads here.", "isn't included in any toctree"),
]


def test_what_is_dead_is_named(tmp_path: Path) -> None:
    """A dead link, anchor or picture, and a page in no list: an exit code, and the file with its line."""
    docs = tmp_path / "docs"
    docs.mkdir()
    (tmp_path / "README.md").write_text("# Start\n\n[the documents](docs/index.md)\n", encoding="utf-8")
    listed = "".join(f"- [{name}]({name}.md)\n" for name, _, _ in PLANTED if name != "orphan")
    (docs / "index.md").write_text(f"# Documents\n\n## All\n\n{listed}", encoding="utf-8")
    (docs / "a.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    for name, text, _ in PLANTED:
        (docs / f"{name}.md").write_text(f"# {name}\n\nA line.\n\n{text}\n", encoding="utf-8")
    done = built(tmp_path, tmp_path / "build")
    assert done.returncode == 1
    said = done.stderr.splitlines()
    for name, _, what in PLANTED:
        assert [line for line in said if f"{name}.md" in line and what in line], f"{name}\n{done.stderr}"
    assert len([line for line in said if "WARNING" in line]) == len(PLANTED), done.stderr


def test_a_forge_reads_the_same_files() -> None:
    """No page has a directive or a role of MyST or reStructuredText, which a forge would show as text."""
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    directive = re.compile(r"^ {0,3}(?:```+|:::+)\{|^\.\. \w+::|(?<![`\w])\{[\w:-]+\}`[^`]", re.MULTILINE)
    assert [page.name for page in pages if directive.search(page.read_text(encoding="utf-8"))] == []


def test_the_zip_is_the_site(output: Path) -> None:
    """One folder, to be unpacked anywhere, with a page to begin at."""
    names = zipfile.ZipFile(output / "torchgrader-docs.zip").namelist()
    assert {name.split("/")[0] for name in names} == {"torchgrader-docs"}
    assert {"torchgrader-docs/index.html", "torchgrader-docs/search.html"} <= set(names)


def test_the_files_for_forges_build_what_make_docs_builds() -> None:
    """Both install by name what the extra `docs` has, run the same script, and publish its folder."""
    for name in ("github.yml", "gitlab.yml"):
        text = (TEMPLATES / name).read_text(encoding="utf-8")
        assert yaml.safe_load(text)
        assert "pip install --constraint constraints.txt furo myst-parser sphinx" in text
        assert "python scripts/docs_site/build.py" in text and "build/site" in text
        assert not re.search(r"https?://", text), "an address would be invented"


# ── in a browser ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def asked() -> list[str]:
    """What the page asked for that is no file of the site."""
    return []


@pytest.fixture
def page(browser: Browser, output: Path, asked: list[str]) -> Iterator[Page]:
    """A window that notes every request, and what is complained of."""
    page = browser.new_page()
    own = (output / "site").as_uri()
    page.on("request", lambda one: None if one.url.startswith((own, "data:")) else asked.append(one.url))
    page.on("requestfailed", lambda one: asked.append(f"failed: {one.url}"))
    page.on("pageerror", lambda error: asked.append(str(error)))
    yield page
    page.close()


def pages_of(output: Path) -> list[Path]:
    """Every page of ours."""
    site = output / "site"
    return sorted(path for path in site.rglob("*.html") if path.relative_to(site).parts[0] != "_downloads")


@pytest.mark.parametrize("name", ["index.html", "docs/index.html", "docs/lms.html", "docs/decisions.html"])
def test_nothing_is_fetched(page: Page, output: Path, asked: list[str], name: str) -> None:
    """From the disk, a page loads files of the site alone."""
    page.goto((output / "site" / name).as_uri(), wait_until="networkidle")
    assert asked == []


@pytest.mark.slow
def test_no_page_fetches_anything(page: Page, output: Path, asked: list[str]) -> None:
    """The same of every page."""
    for path in pages_of(output):
        page.goto(path.as_uri())
    page.wait_for_load_state("networkidle")
    assert asked == []


SOUGHT = {
    "late": {"docs/lms.html"},
    "hidden": {"docs/hand-out.html"},
    "exit code 3": {"docs/exit-codes.html"},
    "remove": {"docs/remove.html"},
}


@pytest.mark.parametrize("words", SOUGHT)
def test_what_is_sought_is_found(page: Page, output: Path, asked: list[str], words: str) -> None:
    """The right page is among the first three hits, from the disk."""
    found = hits(page, output, words)
    assert SOUGHT[words] & set(found[:3]), found[:10]
    assert asked == []


def hits(page: Page, output: Path, words: str) -> list[str]:
    """The pages that the search lists, in its order."""
    site = (output / "site").resolve()
    page.goto((site / "search.html").as_uri() + "?q=" + words.replace(" ", "+"))
    page.wait_for_function("document.querySelector('#search-results h2')?.innerText === 'Search Results'")
    links = page.eval_on_selector_all("#search-results ul.search li a", "all => all.map(one => one.href)")
    found = [one.removeprefix(site.as_uri() + "/").split("#")[0].split("?")[0] for one in links]
    return list(dict.fromkeys(found))


SCREENS: list[tuple[Literal["light", "dark"], int]] = [
    ("light", 1280),
    ("dark", 1280),
    ("light", 390),
    ("dark", 390),
]


@pytest.mark.parametrize(("scheme", "width"), SCREENS)
def test_one_picture_of_each_terminal_is_shown(
    browser: Browser, output: Path, scheme: Literal["light", "dark"], width: int
) -> None:
    """The one in the page's colours, and on a phone the one of few columns."""
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.goto((output / "site" / "index.html").as_uri())
    shown = page.eval_on_selector_all(
        "img[src*='check-']", "all => all.filter(one => one.offsetParent).map(one => one.src)"
    )
    page.close()
    few = "check-390" if width == 390 else "check"
    assert [source.rsplit("/", 1)[1] for source in shown] == [f"{few}-{scheme}.svg"]


def offences(
    browser: Browser, path: Path, scheme: Literal["light", "dark"], width: int
) -> list[tuple[str, list[str]]]:
    """What axe finds against WCAG 2.2 AA or its best practices."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python")
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.goto(path.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width, "it scrolls sideways"
    found = axe.Axe().run(page).response["violations"]
    page.close()
    return [(item["id"], [node["html"][:200] for node in item["nodes"]]) for item in found]


@pytest.mark.parametrize(("scheme", "width"), [SCREENS[0], SCREENS[3]])
def test_it_is_accessible(
    browser: Browser, output: Path, scheme: Literal["light", "dark"], width: int
) -> None:
    """A page of text, tables and code: light on a desk, dark on a phone."""
    assert offences(browser, output / "site" / "docs" / "lms.html", scheme, width) == []


@pytest.mark.slow
@pytest.mark.parametrize(("scheme", "width"), SCREENS)
def test_every_page_is_accessible(
    browser: Browser, output: Path, scheme: Literal["light", "dark"], width: int
) -> None:
    """The same of every page, that of the search too."""
    found = {path.name: offences(browser, path, scheme, width) for path in pages_of(output)}
    assert {name: said for name, said in found.items() if said} == {}
