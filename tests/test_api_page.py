"""docs/api.md says what the docstrings of `grader.testing` say, for every public name and method."""

from __future__ import annotations

import importlib.util
import re
from types import ModuleType

import pytest
from helpers.grading import ROOT

import grader.testing
from grader.testing import Expectation

PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    """The script behind `make api`."""
    spec = importlib.util.spec_from_file_location("api_page", ROOT / "scripts" / "api_page.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_not_stale(maker: ModuleType) -> None:
    """`make api` would write it as it is."""
    assert maker.page() == PAGE, "docs/api.md is stale: run `make api`"


def test_a_changed_docstring_makes_it_stale(maker: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the test above can fail."""
    monkeypatch.setattr(Expectation.like, "__doc__", "Something else.")
    assert maker.page() != PAGE


def test_a_name_without_a_docstring_stops_the_page(
    maker: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is named, and what to do about it."""
    monkeypatch.setattr(Expectation.like, "__doc__", None)
    with pytest.raises(SystemExit, match=r"grader\.testing\.Expectation\.like has no docstring"):
        maker.page()


def test_every_public_name_has_its_section() -> None:
    """In the order of `__all__`."""
    assert re.findall(r"^## `(\w+)`", PAGE, re.MULTILINE) == grader.testing.__all__


def test_every_demand_is_in_it() -> None:
    """Also those that come from a base class."""
    demands = {
        name for name in dir(Expectation) if not name.startswith("_") and callable(getattr(Expectation, name))
    }
    assert {"close_to", "draws_line", "without_autograd", "that"} <= demands
    section = PAGE.partition("## `Expectation`")[2].partition("\n## ")[0]
    assert set(re.findall(r"^    \.(\w+)\(", section, re.MULTILINE)) == demands
