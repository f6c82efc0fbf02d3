"""What the HTML pages share: templates that escape everything, and the words that they say."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from grader.render import phrases
from grader.render.outline import edit_rows, example_rows, standing
from grader.render.text import (
    Shown,
    beginning,
    brief,
    clean,
    cut,
    of_points,
    one_line,
    pieces,
    points,
    shortened,
    spoken,
)
from grader.words.messages import Argument, Message
from grader.words.messages import say as message_of
from grader.words.messages import say_many as message_of_many
from grader.words.translation import ENGLISH, Translator

_TEMPLATES = Path(__file__).parent / "templates"
# Where the script is not said by the language, and its signs are drawn in more than one way.
_SCRIPTS = {"zh-TW": "zh-Hant-TW", "zh-HK": "zh-Hant-HK", "zh-CN": "zh-Hans-CN", "zh-SG": "zh-Hans-SG"}


def html_language(language: str) -> str:
    """A language as HTML's `lang` takes it, with its script: "zh-Hant-TW"."""
    return _SCRIPTS.get(language, language)


def inline(text: Shown, language: str = ENGLISH) -> Markup:
    """Prose as HTML: code as <code>, which no browser translates; what is in another language says in which.

    language: that of the page.
    """
    return Markup("").join(
        Markup('<code translate="no">{}</code>').format(part.text)
        if part.is_code
        else _in_language(part.text, part.language, language)
        for part in pieces(spoken(text))
    )


def _in_language(text: str, language: str, around: str) -> Markup:
    if language in ("", around):
        return escape(text)
    return Markup('<span lang="{}">{}</span>').format(html_language(language), text)


class _Words:
    """What a template says: messages in the language of this page, as HTML."""

    def __init__(self, translate: Translator) -> None:
        self.translate = translate

    def said(self, text: Message) -> Message:
        """The message in words, which what comes from the report has already."""
        return self.translate.said(text) if text.words is None else text

    def html(self, text: Shown) -> Markup:
        return inline(self.said(text) if isinstance(text, Message) else text, self.translate.language)

    def say(self, text: str, **arguments: Argument) -> Markup:
        return self.html(message_of(text, **arguments))

    def say_many(self, one: str, many: str, n: int) -> Markup:
        return self.html(message_of_many(one, many, n))


@pass_context
def _inline(context: Context, text: Shown) -> Markup:
    words: _Words = context["words"]
    return words.html(text)


@pass_context
def _shortened(context: Context, text: Message, characters: int) -> Message:
    words: _Words = context["words"]
    return shortened(words.said(text), characters)


def shown(text: Shown) -> dict[str, object]:
    """A text for the macros `long` and `said`: its beginning, the whole, and how many characters it has."""
    whole = clean(text)
    head, left = cut(whole)
    if isinstance(text, str):
        return {"head": head, "whole": whole if left else "", "characters": len(whole)}
    said = Message(text.sentences, beginning(spoken(text), len(head)))
    return {"head": said, "whole": text if left else "", "characters": len(whole)}


def _safe(value: object) -> object:
    """Every string that reaches a page is cleaned here, whatever a template forgets."""
    return clean(value) if isinstance(value, str | Message) and not isinstance(value, Markup) else value


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
        "inline": _inline, "points": points, "shown": shown, "one_line": one_line, "brief": brief,
        "shortened": _shortened,
    }  # fmt: skip
    environment.globals |= {
        "symbols": phrases.SYMBOLS, "labels": phrases.LABELS, "FAULT": phrases.FAULT,
        "NO_SCORE": phrases.NO_SCORE, "NOT_GRADED": phrases.NOT_GRADED, "ABSENT": phrases.ABSENT,
        "NO_ASSIGNMENT": phrases.NO_ASSIGNMENT, "UNPARSED": phrases.UNPARSED,
        "hidden_words": phrases.hidden_words, "on_device": phrases.on_device, "place": phrases.place_alone,
        "look_at": phrases.look_at, "look_where": phrases.look_where, "read_again": phrases.read_again,
        "stopped_by": phrases.stopped_by,
        "of_points": of_points, "example_rows": example_rows, "edit_rows": edit_rows, "standing": standing,
    }  # fmt: skip
    return environment


_ENVIRONMENT = _environment()


def fill(template: str, translate: Translator, **values: object) -> str:
    """A page from a template in templates/, its own words said by `translate`: of this page alone."""
    words = _Words(translate)
    return _ENVIRONMENT.get_template(template).render(
        words=words, say=words.say, say_many=words.say_many, lang=html_language(translate.language), **values
    )


def percent(score: float | None, max_score: float) -> float:
    """The width of a score bar, 0 to 100."""
    return min(100.0, round(100 * score / max_score, 1)) if score and max_score else 0.0
