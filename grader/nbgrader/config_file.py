"""nbgrader's settings file, read as nbgrader reads it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from grader.errors import UsageError, in_one_line
from grader.nbgrader.init import CONFIG
from grader.words.messages import Heard, InFile, Message, say


def _ended(file: InFile, error: Heard) -> Message:
    return say("{file} ended with {error}. Correct it and run the command again.", file=file, error=error)


def loaded(folder: Path, ended: Callable[[InFile, Heard], Message] = _ended) -> Config:
    """What the settings in a folder say, which are a program.

    ended: what is said where it fails, of the file and its error. Raises UsageError there.
    """
    try:
        return PyFileConfigLoader(CONFIG, path=str(folder)).load_config()
    except (Exception, SystemExit) as error:
        raise UsageError(ended(InFile(str(folder / CONFIG)), Heard(told(error)))) from None


def told(error: BaseException) -> str:
    """`NameError: name 'foo' is not defined`, in one line."""
    said = "" if isinstance(error, SystemExit) and error.code is None else in_one_line(error)
    return f"{type(error).__name__}: {said}" if said else type(error).__name__
