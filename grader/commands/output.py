"""Where a command prints, and in which language."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from grader.course.language import translator_for, untranslated
from grader.words.messages import Message
from grader.words.translation import Translator, system_language

if TYPE_CHECKING:
    from grader.commands.options import WithLanguage


@dataclass(slots=True)
class Output:
    """A command's terminal, for one call.

    translate: says what this terminal shows.
    others: who else says something, for other readers.
    """

    console: Console
    translate: Translator = field(default_factory=Translator)
    others: list[Translator] = field(default_factory=list)

    def tell(self, message: Message, style: str = "", *, wrap: bool = False) -> None:
        """Print a message. wrap: in lines of the terminal's width; else paths stay whole, to be copied."""
        self.console.print(Text(self.translate(message), style=style), soft_wrap=not wrap)

    def tell_untranslated(self) -> None:
        """Say on standard error, once, how many sentences had no translation."""
        for line in untranslated([self.translate, *self.others]):
            tell_error(line, self.translate)


def tell_error(message: Message, translate: Translator) -> None:
    """One line on standard error."""
    print(f"grader: {translate(message)}", file=sys.stderr)


def command_translator(options: WithLanguage) -> Translator:
    """Who says what a command shows: a student's in the course's language, an instructor's in theirs.

    Raises UsageError as `translator_for` does.
    """
    from grader.commands.options import WithCourseLanguage

    start: Path | None = getattr(options, "course", None)
    last = None if isinstance(options, WithCourseLanguage) else system_language()
    return translator_for(start, options.lang, last)
