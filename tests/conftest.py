"""What several modules of tests share: zygotes, a browser, tests by hypothesis that no busy machine fails."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import sys
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

import pytest
from helpers.zygotes import lease_zygotes, not_leased
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# How long an example takes says something about the machine, not about the code. `make test-slow` draws many.
for profile, examples in {"few": 30, "many": 300}.items():
    slow = [HealthCheck.too_slow]
    settings.register_profile(profile, max_examples=examples, deadline=None, suppress_health_check=slow)
settings.load_profile("few")

# jsonschema would make a parser of addresses, a second's work, for a format that no schema here has.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

# A shell lets what it starts in the background ignore Ctrl-C; a test that presses it says what it means.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    """--record-sentences FOLDER: write down what the grader says while tests run (helpers/recorder.py)."""
    parser.addoption("--record-sentences", metavar="FOLDER", help="write down the sentences that are said")


def pytest_configure(config: pytest.Config) -> None:
    """Draw many examples where that is chosen. Begin to record, here and in processes that tests start."""
    if "hypothesis" in config.option.markexpr:
        settings.load_profile("many")
    folder = config.getoption("--record-sentences")
    if folder:
        from helpers.recorder import record

        os.environ["GRADER_RECORD_SENTENCES"] = os.path.abspath(folder)
        beside = os.path.join(os.path.dirname(os.path.abspath(__file__)), "recording")
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [beside, os.environ.get("PYTHONPATH")]))
        record(os.path.abspath(folder))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Collect without looking for garbage: thousands of tests and hundreds of modules stay to the end."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


# Of the files that take longest, begun first: then all cores end at about the same time.
LONGEST = [
    "test_document_commands", "test_hostile", "test_kit", "test_pytest_run", "test_faults",
    "test_located", "test_audit", "test_loops", "test_grading", "test_systematic", "test_classroom_ci",
    "test_shortcuts_of_loops", "test_cli", "test_right_answers", "test_examples", "test_nbgrader",
    "test_path_of_a_submission", "test_isolation", "test_docs_site", "test_client", "test_pictures",
    "test_gpu_walls", "test_loop_points", "test_start_ahead", "test_grade_again", "test_pseudo_surfaces",
    "test_nbgrader_limits", "test_nbgrader_try", "test_standard_output", "test_jobs", "test_watch",
    "test_nbgrader_own_settings", "test_neighbours", "test_nbgrader_cases", "test_plain_values",
    "test_time_limit", "test_hidden_channels", "test_browser", "test_devices", "test_check_overview",
    "test_misconceptions", "test_submission", "test_stand_ins", "test_nbgrader_recipes",
    "test_nbgrader_gradebook", "test_demo",
]  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put them first, each file whole."""
    place = {name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.path.stem, len(place)))


@pytest.fixture(scope="session", autouse=True)
def shared_zygotes() -> None:
    """One zygote of each level for all that is graded in this process: its start is a matter of few tests."""
    lease_zygotes()


@pytest.fixture
def own_zygotes() -> Iterator[None]:
    """For a test of how one starts, or of what it has loaded by then: whoever wants one starts it."""
    with not_leased():
        yield


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
