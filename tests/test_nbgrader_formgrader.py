"""nbgrader's formgrader in a real browser: autograde by button, read feedback, mark an answer."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("nbgrader", reason="needs nbgrader: pip install -e '.[nbgrader]'")
pytest.importorskip("jupytext", reason="needs jupytext: pip install -e '.[authoring]'")

from helpers.nbgrader_course import RIGHT, NbClass, shapes
from nbgrader.api import Gradebook

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="grading others needs Linux"),
]
WRONG = "def area(width, height):\n    return width + height\n\n\nprint(area(2, 3))"
EVIL = "<script>document.title = 'taken over'</script>Both halves cover each other."


@pytest.fixture(scope="module")
def nbclass(tmp_path_factory: pytest.TempPathFactory) -> NbClass:
    root = tmp_path_factory.mktemp("formgrader")
    made = NbClass(root / "class", shapes(root / "shapes"), "shapes")
    made.hand_in("bob", RIGHT | {"area": WRONG, "why": EVIL})
    return made


@pytest.fixture(scope="module")
def address(nbclass: NbClass) -> Iterator[str]:
    """A Jupyter server in the course's folder, with nbgrader's extensions."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = nbclass.folder.parent / "server.log"
    with log.open("w", encoding="utf-8") as said:
        server = subprocess.Popen(
            [
                Path(sys.executable).parent / "jupyter", "server", "--no-browser", "--allow-root",
                "--IdentityProvider.token=word", f"--port={port}", "--ServerApp.port_retries=0",
                f"--ServerApp.root_dir={nbclass.folder}",
            ],
            cwd=nbclass.folder, stdout=said, stderr=said,
        )  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + 60
        while not answers(f"{url}/api"):
            assert server.poll() is None and time.monotonic() < until, log.read_text(encoding="utf-8")
        yield url
    finally:
        server.terminate()
        server.wait(30)


def answers(url: str) -> bool:
    """Whether a server is there; waits a moment where it is not."""
    try:
        urllib.request.urlopen(url, timeout=5).close()
        return True
    except urllib.error.URLError:
        time.sleep(0.2)  # nothing tells when a port opens
        return False


@pytest.fixture(scope="module")
def page(browser: Browser, address: str) -> Iterator[Page]:
    made = browser.new_page(viewport={"width": 1280, "height": 1000})
    made.goto(f"{address}/lab?token=word")
    yield made
    made.close()


def test_the_button_autogrades(page: Page, address: str) -> None:
    """Manage submissions → Autograde: it succeeds, and the list shows the score."""
    page.goto(f"{address}/formgrader/manage_submissions/shapes")
    row = page.locator("tr", has_text="bob")
    assert "needs autograding" in row.inner_text()
    row.locator(".autograde a").click()
    page.wait_for_selector(".modal.in", timeout=120_000)
    assert "Successfully autograded" in page.locator(".modal.in").inner_text()
    page.reload()
    row = page.locator("tr", has_text="bob")
    row.locator(".autograde a").wait_for()
    assert "needs manual grading" in row.inner_text() and "3 / 6" in row.inner_text()


def test_the_written_answer_is_marked_beside_our_feedback(
    page: Page, address: str, nbclass: NbClass, tmp_path: Path
) -> None:
    """Our feedback is there, a score set by hand is saved, a student's script does not run."""
    page.goto(f"{address}/formgrader/gradebook/shapes/shapes")
    page.get_by_role("link", name="Submission #1").click()
    page.locator("#why").wait_for()
    assert page.get_by_text("The sides are added; they are to be multiplied.").count() == 1
    assert page.locator(".grader").get_by_text("area(width=").first.is_visible()
    assert page.title() == "shapes"
    # Its script asks for scores and comments, each in its time; a field it has filled in is its own.
    page.wait_for_function("document.querySelector('#test_area').placeholder !== ''")
    page.wait_for_function("document.querySelector('#area-comment').placeholder !== ''")
    assert "The sides are added" in (page.locator("#area-comment").get_attribute("placeholder") or "")
    with page.expect_response(lambda reply: "/api/grade/" in reply.url and reply.request.method == "PUT"):
        page.locator("#why").fill("1.5")
        page.locator("#why").press("Tab")
    page.screenshot(path=tmp_path / "formgrader.png", full_page=True)
    with Gradebook(nbclass.url) as book:
        assert book.find_grade("why", "shapes", "shapes", "bob").score == 1.5
        assert book.find_submission("shapes", "bob").score == 4.5
