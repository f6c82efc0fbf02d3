"""Of a student's several notebooks only the broken one is lost; of another language the instructor hears."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from nbgrader.converters.base import NbGraderException

from grader.errors import SubmissionError
from grader.nbgrader.language import translator_of
from grader.submission.notebook import language_of
from grader.words.messages import Heard, InFile, Message, say


def keep_the_others(converter: Any) -> None:
    """Have nbgrader's converter go on with a student's next notebook where one cannot be read.

    It ends as it does where a student is lost, and names the notebook.
    """
    convert, convert_all = converter.convert_single_notebook, converter.convert_notebooks
    lost: list[str] = []

    def convert_one(file: str) -> None:
        try:
            convert(file)
        except SubmissionError:
            broken = [one for one in lost if one in converter.notebooks]
            if len(broken) + 1 == len(converter.notebooks):
                # Nothing of this student's is left.
                raise
            lost.append(file)
            converter.log.error("%s", _said(converter, say("{file} was not graded.", file=InFile(file))))
            _remove_started(converter, file)

    def convert_and_tell() -> None:
        convert_all()
        if lost:
            said = say("Some notebooks were not graded. The other ones of the same students were.")
            raise _failure(converter, said)

    converter.convert_single_notebook, converter.convert_notebooks = convert_one, convert_and_tell


def _remove_started(converter: Any, file: str) -> None:
    """What the first pass has written of a notebook."""
    with suppress(FileNotFoundError):
        os.remove(os.path.join(converter.writer.build_directory, os.path.basename(file)))


def demand_python(converter: Any) -> None:
    """Raise nbgrader's own exception where a source notebook is in another language: before any student."""
    coursedir = converter.coursedir
    folder = Path(coursedir.format_path(coursedir.source_directory, ".", coursedir.assignment_id))
    for path in sorted(folder.glob("*.ipynb")):
        if language := language_of(path):
            raise _failure(
                converter,
                say(
                    "{file} is in {language}. The grader grades Python only.",
                    file=InFile(str(path)),
                    language=Heard(language),
                )
                + say("Take its lines out of nbgrader_config.py for this course."),
            )


def _failure(converter: Any, said: Message) -> Exception:
    text = _said(converter, said)
    converter.log.error("%s", text)
    failure: Exception = NbGraderException(text)
    return failure


def _said(converter: Any, message: Message) -> str:
    return translator_of(converter.config)(message)
