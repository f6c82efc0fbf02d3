"""Submissions that run at the same time: none takes another's threads, and none changes another's verdict."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from grader.sandbox.levels import Limits

INSIDE = Path(__file__).resolve().parent / "inside"
sys.path.insert(0, str(INSIDE))

from neighbours import beside  # noqa: E402

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="isolation is built on Linux's own means")


def beside_as_user() -> dict[str, Any]:
    """The same of an ordinary user."""
    done = subprocess.run(
        [sys.executable, str(INSIDE / "as_user.py"), str(INSIDE / "neighbours.py"), "full"],
        capture_output=True, text=True, cwd="/", timeout=240, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return said


@pytest.mark.parametrize("who", ["root", "user"])
def test_threads_of_a_neighbour(who: str) -> None:
    """Each child has all its threads though another has taken all of its own; an honest one loses nothing."""
    if who == "root" and os.getuid() != 0:
        pytest.skip("root is needed")
    said = beside("full") if who == "root" else beside_as_user()
    if "refused" in said:
        pytest.skip(said["words"])
    if any("share one limit" in missing for missing in said["missing"]):
        pytest.skip(f"this kernel cannot: {said['missing']}")
    assert said["threads"] == [Limits().processes - 1] * 2
    assert said["lost"] == {}
