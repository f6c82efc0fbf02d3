"""What was released beside an assignment's notebooks, as its hand-ins find it."""

from __future__ import annotations

import importlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from grader.errors import FaultError, in_one_line
from grader.nbgrader.protocol import Job
from grader.words.messages import Heard, say


class ReleasedFiles:
    """A folder that holds one assignment's released files at a time."""

    def __init__(self, folder: Path) -> None:
        """folder: empty; processes of students may read it."""
        self.folder = folder
        self._state = ("", "")
        # An instructor's grade cells import what they gave out.
        sys.path.append(str(folder))

    def take(self, job: Job) -> None:
        """Have those of this job there, and nothing else. Raises FaultError."""
        state = (job.files, job.files_state)
        if state == self._state:
            return
        self._empty()
        try:
            if job.files:
                shutil.copytree(job.files, self.folder, dirs_exist_ok=True, copy_function=_copied)
        except OSError as error:
            why = say("Error: {error}.", error=Heard(in_one_line(error)))
            raise FaultError(say("The released files could not be read.") + why) from None
        self.folder.chmod(0o755)
        importlib.invalidate_caches()
        self._state = state

    @property
    def of_job(self) -> str:
        """The folder, where the job has released files; else empty."""
        return str(self.folder) if self._state[0] else ""

    def _empty(self) -> None:
        for path in self.folder.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        for name, module in list(sys.modules.items()):
            if str(getattr(module, "__file__", None) or "").startswith(f"{self.folder}{os.sep}"):
                del sys.modules[name]

    @contextmanager
    def as_own_folder(self) -> Iterator[None]:
        """Grade cells open them; what they write is gone for the next student."""
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(self.folder, folder, dirs_exist_ok=True)
            os.chdir(folder)
            yield


def _copied(source: str, target: str) -> None:
    """For whoever may read the folder."""
    shutil.copyfile(source, target)
    os.chmod(target, 0o644)
