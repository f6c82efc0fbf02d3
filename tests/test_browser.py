"""The pages in a real browser: they fit a phone and a desk, fetch nothing, and are accessible."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from helpers.sample_reports import a_class, ada, does_not_parse, unreadable

from grader.audience import for_student
from grader.render import function, html, index

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HOSTILE = "<script>document.title='x'</script>" + "unbreakable" * 40


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pages of every kind in a folder."""
    folder = tmp_path_factory.mktemp("pages")
    students = [for_student(one) for one in a_class()]
    links = {(*one.who, one.assignment): "report.html" for one in students}
    texts = {
        "report": html.render(for_student(ada())),
        "problem": html.render(unreadable()),
        "trouble": html.render(does_not_parse(HOSTILE)),
        "index": index.render([*students, does_not_parse(HOSTILE)], links),
    }
    for name, text in texts.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return folder


NAMES = ["report", "problem", "trouble", "index"]


def opened(browser: Browser, path: Path, width: int, scheme: str = "light", *, scripts: bool = True) -> Page:
    page = browser.new_page(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]
        java_script_enabled=scripts,
        # The page's own policy forbids scripts; a test's questions are asked from outside it.
        bypass_csp=scripts,
    )
    page.goto(path.as_uri())
    return page


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", NAMES)
def test_nothing_scrolls_sideways(browser: Browser, pages: Path, name: str, width: int) -> None:
    """The page is as wide as the screen, on a phone as on a desk."""
    page = opened(browser, pages / f"{name}.html", width)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.close()


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_fetched_and_nothing_complains(browser: Browser, pages: Path, name: str) -> None:
    """No request but the file itself, and a silent console under the page's own policy."""
    page = browser.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    address = (pages / f"{name}.html").as_uri()
    page.goto(address)
    assert [url for url in asked if not url.startswith("data:")] == [address]
    assert said == []
    assert page.title() != "x"
    page.close()


def test_folding_needs_no_script(browser: Browser, pages: Path) -> None:
    """What needs work is open, and folds and unfolds with JavaScript off."""
    page = opened(browser, pages / "report.html", 390, scripts=False)
    title = page.get_by_role("heading", name="The derivative of the mean squared error.")
    assert title.is_visible()
    page.get_by_role("heading", name="dloss_fn").click()
    assert title.is_hidden()
    page.close()


def test_paper_shows_what_is_folded(browser: Browser, pages: Path) -> None:
    """Printing shows a folded function too."""
    page = opened(browser, pages / "report.html", 800)
    page.evaluate("document.querySelectorAll('details').forEach(item => item.open = false)")
    title = page.get_by_text("The derivative of the mean squared error.")
    assert title.is_hidden()
    page.emulate_media(media="print")
    assert title.is_visible()
    page.close()


# How a notebook says that it is dark, or that it is light, and the colour that it then has behind outputs.
NOTEBOOKS = {
    "jupyterlab": (
        '<html lang="en"><body data-jp-theme-light="false" style="--jp-layout-color0: #111">',
        "#111",
    ),
    "jupyterlab light": (
        '<html lang="en"><body data-jp-theme-light="true" style="--jp-layout-color0: #fff">',
        "#fff",
    ),
    "vs code": (
        '<html lang="en" style="--vscode-editor-background: #1f1f1f"><body class="vscode-dark">',
        "#1f1f1f",
    ),
    "vs code light": (
        '<html lang="en" style="--vscode-editor-background: #fff"><body class="vscode-light">',
        "#fff",
    ),
    "colab": ('<html lang="en" theme="dark"><body>', "#15171b"),
    "unknown": ('<html lang="en"><body style="background: #123">', "#fff"),
}


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_a_notebook_s_result_fits_its_theme(browser: Browser, tmp_path: Path, notebook: str) -> None:
    """It is as dark or light as the notebook, and everything in it can be read there (WCAG 2.2 AA)."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python")
    begin, behind = NOTEBOOKS[notebook]
    report = for_student(ada())
    parts = "".join(function.render(report, one.name) for one in report.functions)
    path = tmp_path / "notebook.html"
    path.write_text(f"<!doctype html>{begin}<title>notebook</title>{parts}", encoding="utf-8")
    # What the system prefers is not what the notebook has chosen.
    page = opened(browser, path, 900, "light" if "light" not in notebook else "dark")
    seen = page.evaluate("getComputedStyle(document.querySelector('.grader')).backgroundColor")
    assert seen == page.evaluate(
        "colour => (document.body.style.outlineColor = colour, document.body.style.outlineColor)", behind
    )
    found = axe.Axe().run(page, options={"runOnly": ["color-contrast"]}).response
    assert found["violations"] == [] and found["passes"], "contrast was looked at"
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", NAMES)
def test_it_is_accessible(browser: Browser, pages: Path, name: str, scheme: str) -> None:
    """axe finds nothing against WCAG 2.2 AA or its best practices: contrast, landmarks, headings, names."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python")
    page = opened(browser, pages / f"{name}.html", 390 if scheme == "dark" else 1280, scheme)
    found = axe.Axe().run(page).response["violations"]
    assert [(item["id"], [node["html"] for node in item["nodes"]]) for item in found] == []
    page.close()
