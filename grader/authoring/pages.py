"""Texts that authoring writes: grader/authoring/templates, as they are or filled in."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

_FOLDER = Path(__file__).parent / "templates"


def text(name: str) -> str:
    """A file of the templates as it is."""
    return (_FOLDER / name).read_text(encoding="utf-8")


def page(name: str, /, **values: object) -> str:
    """A template filled in; a value that is missing is an error of ours."""
    return _environment().get_template(name).render(**values)


@cache
def _environment() -> Environment:
    # Plain text: nothing here is HTML, and every value is the course's own.
    return Environment(
        loader=FileSystemLoader(_FOLDER), undefined=StrictUndefined, keep_trailing_newline=True
    )
