"""Environments without a clone: all that is installed here is lent to them, but for the grader itself."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path


class OwnEnvironment:
    """A virtual environment in a folder, in which commands are typed. Torch is lent by links."""

    def __init__(self, folder: Path, lent: Path, *, without: Sequence[str] = ()) -> None:
        """lent: a new folder for the links. without: names of packages that are not lent."""
        self.folder = folder
        self.bin = folder / ".venv" / ("Scripts" if os.name == "nt" else "bin")
        # Pip is lent, too: an own setuptools would be older than torch asks for.
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / ".venv"], check=True)
        inside = next((folder / ".venv" / "lib").glob("python3*/site-packages"))
        (inside / "lent.pth").write_text(str(_lend(lent, ("torchgrader", *without))))

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


def _lend(folder: Path, without: Sequence[str]) -> Path:
    """Links to all that is installed here, but for what has one of these names."""
    folder.mkdir()
    here = next(Path(path) for path in sys.path if path.endswith("site-packages"))
    for entry in here.iterdir():
        if not any(name in entry.name for name in without):
            (folder / entry.name).symlink_to(entry)
    return folder
