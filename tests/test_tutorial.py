"""docs/tutorial.md does what it says: its commands and files are taken from the document as it stands."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FENCE = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def types(commands: str, folder: Path) -> tuple[str, Path]:
    """Run commands as somebody types them; what they print, and the folder in which they end."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        ["bash", "-ec", f"{commands}\npwd"],
        cwd=folder,
        env=os.environ | {"PATH": path, "COLUMNS": "120"},
        text=True,
        capture_output=True,
        timeout=240,
    )
    assert done.returncode == 0, f"{commands}\n{done.stdout}{done.stderr}"
    printed, _, there = done.stdout.rstrip("\n").rpartition("\n")
    return printed, Path(there)


@pytest.mark.slow
def test_the_tutorial_runs_as_written(tmp_path: Path) -> None:
    """From an empty folder to a graded submission and a kit; every step prints what it is said to print."""
    folder, printed, compared = tmp_path, "", 0
    for kind, said, text in FENCE.findall((ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")):
        if kind == "sh" and said.strip() != "install":  # what that installs is what runs here
            more, folder = types(text, folder)
            printed += more
        elif kind == "text":
            missing = [line for line in text.splitlines() if line not in printed]
            assert not missing, f"not printed: {missing}\n{printed}"
            printed, compared = "", compared + 1
        elif said.strip().startswith("file="):
            path = folder / said.strip().removeprefix("file=")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    assert compared >= 3, "each step that shows what is printed"
    assert (folder / "results" / "ada" / "softmax" / "report.html").is_file()
    assert (folder / "kit.zip").is_file()
