"""nbgrader's settings file, read as nbgrader reads it."""

from __future__ import annotations

from pathlib import Path

from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from grader.errors import UsageError, in_one_line
from grader.nbgrader.init import CONFIG
from grader.words.messages import Heard, InFile, say


def loaded(folder: Path) -> Config:
    """What the settings in a folder say, which are a program. Raises UsageError where it fails."""
    try:
        return PyFileConfigLoader(CONFIG, path=str(folder)).load_config()
    except (Exception, SystemExit) as error:
        raise UsageError(
            say(
                "{file} ended with {error}. Correct it and run the command again.",
                file=InFile(str(folder / CONFIG)),
                error=Heard(in_one_line(error) if isinstance(error, Exception) else str(error)),
            )
        ) from None
