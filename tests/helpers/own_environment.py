"""Environments without a clone: what is installed here is lent to them, but for the grader itself."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path


class OwnEnvironment:
    """A virtual environment in a folder, in which commands are typed. Torch is lent: it is large."""

    def __init__(self, folder: Path, lent: Path | None = None, *, without: Sequence[str] = ()) -> None:
        """Make it.

        lent: a new folder, for links to each package but the grader. A sandbox sees no further than such a
            link; without the folder, packages are lent as they lie, and the grader's own comes first.
        without: modules that cannot be imported here.
        """
        self.folder = folder
        self.bin = folder / ".venv" / ("Scripts" if os.name == "nt" else "bin")
        # Pip is lent, too: an own setuptools would be older than torch asks for.
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / ".venv"], check=True)
        inside = next((folder / ".venv" / "lib").glob("python3*/site-packages"))
        (inside / "lent.pth").write_text(str(_lend(lent) if lent else _here()))
        for name in without:
            (inside / f"{name}.py").write_text(f"raise ModuleNotFoundError('not here', name={name!r})\n")

    def run(self, program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """A command in the folder, standard error among its output; nothing is on an index."""
        environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
        return subprocess.run(
            [self.bin / program, *arguments],
            cwd=self.folder,
            env=environment | {"PIP_NO_INDEX": "1", "COLUMNS": "100"},
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=300,
        )

    def types(self, program: str, *arguments: str | Path) -> str:
        """What a command prints; it must end well."""
        done = self.run(program, *arguments)
        print(f"$ {program} {' '.join(map(str, arguments))}\n{done.stdout}")
        assert done.returncode == 0, done.stdout
        return done.stdout


def _here() -> Path:
    """Where the packages of this environment lie."""
    return next(Path(path) for path in sys.path if path.endswith("site-packages"))


def _lend(folder: Path) -> Path:
    """Links to all that is installed here, but for the grader itself."""
    folder.mkdir()
    for entry in _here().iterdir():
        if "torchgrader" not in entry.name:
            (folder / entry.name).symlink_to(entry)
    return folder
