"""In which language nbgrader stores what the grader says: the course's, whoever runs nbgrader."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from grader.course.language import translator_for
from grader.words.translation import Translator


def translator_of(config: Any) -> Translator:
    """Who says it, by what `configure` has set for the step that grades. Raises UsageError."""
    ours = config.get("RunInSandbox", {})
    return translator_for_course(ours.get("course", ""), ours.get("lang", ""))


def translator_for_course(course: str, lang: str) -> Translator:
    """Who says it. course: its folder, or empty. lang: empty for GRADER_LANG's, else the course's."""
    return translator_for(Path(str(course)) if course else None, str(lang) or None)
