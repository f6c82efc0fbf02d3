"""What several modules of tests share: a real browser, and tests by hypothesis that no busy machine fails."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# How long an example takes says something about the machine, not about the code.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


def pytest_addoption(parser: pytest.Parser) -> None:
    """--record-sentences FOLDER: write down what the grader says while tests run (helpers/recorder.py)."""
    parser.addoption("--record-sentences", metavar="FOLDER", help="write down the sentences that are said")


def pytest_configure(config: pytest.Config) -> None:
    """Begin to record, here and in the processes that tests start."""
    folder = config.getoption("--record-sentences")
    if folder:
        from helpers.recorder import record

        os.environ["GRADER_RECORD_SENTENCES"] = os.path.abspath(folder)
        beside = os.path.join(os.path.dirname(os.path.abspath(__file__)), "recording")
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [beside, os.environ.get("PYTHONPATH")]))
        record(os.path.abspath(folder))


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for the module."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install -e '.[dev]'")
    if CHROMIUM is None:
        pytest.skip("needs chromium on PATH: apt-get install chromium")
    with sync_api.sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        launched.close()
