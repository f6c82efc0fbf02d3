"""Saying messages in a language, just before something is rendered: no language of the whole process.

A `Translator` belongs to one call. English needs no catalog. Every other language is a `.po` file that each
command reads again, so that a change counts at the next. The engine's are `grader/words/translations/*.po`. A
course's are `solutions/translations/<language>/<assignment>.po`: they hold answers.

What a catalog lacks is said in its own language, and counted in `untranslated`. So is an entry whose places
in braces are not those of the sentence, for a part of what was found would be lost.

GRADER_TRANSLATIONS names another folder of `.po` files to try, in place of the engine's own.
"""

from __future__ import annotations

import gettext
import io
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from grader.words.messages import (
    PLACEHOLDER,
    Message,
    Sentence,
    count_of,
    in_english,
    pieces,
)

if TYPE_CHECKING:
    from polib import POEntry

ENGLISH = "en"
_HERE = Path(__file__).parent / "translations"
# What follows a language in its tag: a script, a region and the like.
_SUBTAG = re.compile(r"[a-zA-Z0-9]{2,8}")
# Languages that are written without a space between sentences.
_WITHOUT_SPACES = ("zh", "ja", "th")


class Translator:
    """Says messages in one language.

    language: as HTML names it, "en", "zh-TW".
    untranslated: the sentences that no catalog had, once each, in the order in which they were said.
    """

    def __init__(
        self,
        language: str = ENGLISH,
        engine: gettext.NullTranslations | None = None,
        courses: Mapping[str, gettext.NullTranslations] | None = None,
        written_in: str = ENGLISH,
    ) -> None:
        """engine: the catalog of the grader's own sentences. courses: a catalog for each assignment.

        written_in: the language of a course's own texts.
        """
        self.language = language
        self.untranslated: dict[str, None] = {}
        self._engine = engine or gettext.NullTranslations()
        self._courses = dict(courses or {})
        self._written_in = written_in
        self._between = "" if language.partition("-")[0] in _WITHOUT_SPACES else " "

    def __call__(self, message: Message) -> str:
        """The message in words."""
        return str(self.said(message))

    def said(self, message: Message) -> Message:
        """The same message with its words."""
        return replace(message, words=pieces(message, self._lookup, self._between))

    def _lookup(self, sentence: Sentence) -> tuple[str, str]:
        own = self._written_in if sentence.context else ENGLISH
        if self.language == own:
            return in_english(sentence)[0], own
        found = self._in_course(sentence) if sentence.context else self._in_engine(sentence)
        if found is None:
            self.untranslated[sentence.text] = None
            return in_english(sentence)[0], own
        return found, self.language

    def _in_engine(self, sentence: Sentence) -> str | None:
        if not sentence.plural:
            return _known(self._engine.gettext(sentence.text), sentence.text)
        found = self._engine.ngettext(sentence.text, sentence.plural, count_of(sentence))
        return None if found in (sentence.text, sentence.plural) else found

    def _in_course(self, sentence: Sentence) -> str | None:
        catalog = self._courses.get(sentence.context.partition("/")[0])
        if catalog is None:
            return None
        return _known(catalog.pgettext(sentence.context, sentence.text), sentence.text)


def _known(found: str, text: str) -> str | None:
    return None if found == text else found


# ── whose words ──────────────────────────────────────────────────────────────────────────────────────────


def translator(
    language: str,
    course: Path | None = None,
    assignments: Iterable[str] = (),
    written_in: str = ENGLISH,
) -> Translator:
    """A translator into a language. course: the folder with `<language>/<assignment>.po` below it.

    written_in: the language of the course's own texts.

    Raises:
        ValueError: a catalog cannot be read.
    """
    if language == written_in == ENGLISH:
        return Translator()
    courses = {} if course is None else {name: course / language / f"{name}.po" for name in assignments}
    return Translator(
        language,
        _catalog(_engine_catalogs() / f"{language}.po"),
        {name: found for name, path in courses.items() if (found := _catalog(path)) is not None},
        written_in,
    )


def _engine_catalogs() -> Path:
    return Path(os.environ.get("GRADER_TRANSLATIONS") or _HERE)


def has_catalog(language: str) -> bool:
    """Whether the grader's own sentences have been translated into a language."""
    return (_engine_catalogs() / f"{language}.po").is_file()


def chosen_language(option: str | None, *others: str | None) -> str:
    """`--lang`, else GRADER_LANG, else the first of the others that is known, else English."""
    for language in (option, os.environ.get("GRADER_LANG"), *others):
        if language:
            return language.replace("_", "-")
    return ENGLISH


def language_tag(text: str) -> str | None:
    """A language as HTML and catalogs name it, "zh-TW" of "zh_tw"; None of what can be no language."""
    parts = text.replace("_", "-").split("-")
    if not re.fullmatch(r"[a-zA-Z]{2,3}", parts[0]) or not all(map(_SUBTAG.fullmatch, parts[1:])):
        return None
    return "-".join([parts[0].lower(), *map(_in_its_case, parts[1:])])


def _in_its_case(subtag: str) -> str:
    """A script is written "Hant", a region "TW", anything else small."""
    if len(subtag) == 4 and subtag.isalpha():
        return subtag.title()
    return subtag.upper() if len(subtag) == 2 else subtag.lower()


def system_language(environment: Mapping[str, str] = os.environ) -> str | None:
    """The language of this terminal: "zh-TW" of LANG=zh_TW.UTF-8; None where it is not said."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name, "").partition(".")[0].partition("@")[0]
        if value:
            return None if value in ("C", "POSIX") else value.replace("_", "-")
    return None


def _catalog(path: Path) -> gettext.NullTranslations | None:
    """What a `.po` file holds, for the standard library's gettext, which reads compiled ones alone."""
    if not path.is_file():
        return None
    import polib

    try:
        catalog = polib.pofile(str(path), encoding="utf-8")
        for entry in catalog.translated_entries():
            if misplaced(entry):
                catalog.remove(entry)
        return gettext.GNUTranslations(io.BytesIO(catalog.to_binary()))
    except (OSError, ValueError) as error:
        raise ValueError(f"{path}: {error}") from None


def misplaced(entry: POEntry) -> list[str]:
    """Of an entry's translations, those with other places in braces than the sentence has.

    Where there are forms for counts, each may leave the count out.
    """
    idle = {"n"} if entry.msgid_plural else set()
    wanted = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural)) | idle
    said = filter(None, [entry.msgstr, *entry.msgstr_plural.values()])
    return [text for text in said if set(PLACEHOLDER.findall(text)) | idle != wanted]
