"""What the HTML pages share: templates that escape everything, and a filter for prose with `code` in it."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from grader.render.outline import FAULT, LABELS, SYMBOLS, example_rows, hidden_words, standing
from grader.render.text import brief, clean, cut, of_points, one_line, pieces, points

_TEMPLATES = Path(__file__).parent / "templates"


def inline(text: str) -> Markup:
    """Prose as HTML, what stands in backticks as <code>."""
    parts = (
        Markup("<code>{}</code>").format(part) if is_code else escape(part)
        for is_code, part in pieces(clean(text))
    )
    return Markup("").join(parts)


def shown(text: str) -> dict[str, object]:
    """A text for the `long` macro: its beginning, the whole, and how many characters there are."""
    whole = clean(text)
    head, left = cut(whole)
    return {"head": head, "whole": whole if left else "", "characters": f"{len(whole):,}"}


def _safe(value: object) -> object:
    """Every string that reaches a page is cleaned here, whatever a template forgets."""
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_safe,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "inline": inline, "points": points, "shown": shown, "one_line": one_line, "brief": brief,
    }  # fmt: skip
    environment.globals |= {
        "symbols": SYMBOLS, "labels": LABELS, "FAULT": FAULT,
        "of_points": of_points, "hidden_words": hidden_words,
        "example_rows": example_rows, "standing": standing,
    }  # fmt: skip
    return environment


_ENVIRONMENT = _environment()


def fill(template: str, **values: object) -> str:
    """A page from a template in templates/."""
    return _ENVIRONMENT.get_template(template).render(**values)


def percent(score: float | None, max_score: float) -> float:
    """The width of a score bar, 0 to 100."""
    return min(100.0, round(100 * score / max_score, 1)) if score and max_score else 0.0
