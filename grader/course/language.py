"""Which language a course speaks, and who says its messages.

`--lang`, else GRADER_LANG, else what `course.toml` says, else English. For an instructor's terminal the
system's comes before English.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path

from grader.course.layout import find_root
from grader.errors import UsageError
from grader.words.messages import Heard, Message, Name, Value, say, say_many
from grader.words.translation import (
    ENGLISH,
    Translator,
    chosen_language,
    has_catalog,
    language_tag,
    translator,
)

# A course's catalogs hold answers, so they lie with the solutions; a kit's hold what its texts need.
FOLDERS = (Path("solutions") / "translations", Path("answers") / "translations")


def translator_for(start: Path | None, option: str | None = None, last: str | None = None) -> Translator:
    """Who says the messages of the course that `start` lies in; of no course where that is None.

    option: what `--lang` says. last: a language to try where nothing else names one.

    Raises:
        UsageError: the language has no language's form, or a catalog cannot be read.
    """
    root = None if start is None else find_root(start)
    catalogs = None if root is None else catalogs_of(root)
    own = None if root is None else course_language(root)
    named = chosen_language(option, own, _known(last, catalogs))
    language = _with_catalog(_tidy(named), catalogs)
    names = [] if catalogs is None else [path.stem for path in sorted((catalogs / language).glob("*.po"))]
    try:
        return translator(language, catalogs, names, _written_in(own, catalogs))
    except ValueError as error:
        raise UsageError(
            say("A catalog of translations cannot be read: {error}", error=Heard(str(error)))
        ) from None


def _written_in(own: str | None, catalogs: Path | None) -> str:
    """The language of a course's own texts: what `course.toml` names, but for where they are translated."""
    tag = None if own is None else language_tag(own)
    translated = tag is not None and catalogs is not None and (catalogs / tag).is_dir()
    return ENGLISH if tag is None or translated else tag


def untranslated(translators: Sequence[Translator]) -> list[Message]:
    """How many sentences had no translation, a line for each language."""
    lacking: dict[str, dict[str, None]] = {}
    for translate in translators:
        if translate.untranslated:
            lacking.setdefault(translate.language, {}).update(translate.untranslated)
    return [_untranslated(len(sentences), language) for language, sentences in lacking.items()]


def _untranslated(count: int, language: str) -> Message:
    return say_many(
        "{n} sentence has no translation into {language} and appears in its own language.",
        "{n} sentences have no translation into {language} and appear in their own language.",
        count,
        language=Name(language),
    )


def course_language(root: Path) -> str | None:
    """What `course.toml` names; None where it names none. What is wrong in it is said where it is read."""
    try:
        named = tomllib.loads((root / "course.toml").read_text(encoding="utf-8")).get("language")
    except (OSError, ValueError):
        return None
    return named if isinstance(named, str) else None


def catalogs_of(root: Path) -> Path:
    """The folder with `<language>/<assignment>.po` below it, of a course or a kit."""
    return next((root / folder for folder in FOLDERS if (root / folder).is_dir()), root / FOLDERS[0])


def _tidy(language: str) -> str:
    """As catalogs are called: "zh-TW" of "zh_tw". Raises UsageError."""
    tag = language_tag(language)
    if tag is None:
        raise UsageError(
            say(
                "{language} is no language. Expected a name such as `zh-TW` or `de`.",
                language=Value(language),
            )
        )
    return tag


def _with_catalog(language: str, catalogs: Path | None) -> str:
    """The language, or the one that it is a kind of where there is a catalog of that alone."""
    general = language.partition("-")[0]
    if general == ENGLISH or (not _has(language, catalogs) and _has(general, catalogs)):
        return general
    return language


def _known(language: str | None, catalogs: Path | None) -> str | None:
    """A language that nobody asked for counts where there is a catalog of it."""
    tag = None if language is None else language_tag(language)
    return tag if tag is not None and _has(_with_catalog(tag, catalogs), catalogs) else None


def _has(language: str, catalogs: Path | None) -> bool:
    return has_catalog(language) or (catalogs is not None and (catalogs / language).is_dir())
