"""nbgrader's own tests of autograding, feedback and exports, with our steps in the place of `Execute`."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("nbgrader")

from helpers.nbgrader_own import LEFT_OUT

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is built on Linux's own means"),
    pytest.mark.slow,
]
HERE = Path(__file__).parent
PARTS = ("autograde", "generate_feedback", "export")


def test_nbgraders_own_tests_hold(tmp_path: Path) -> None:
    """All of them, but for the table of those in which ours must do otherwise."""
    modules = [f"nbgrader.tests.apps.test_nbgrader_{part}" for part in PARTS]
    plain = ("-p", "helpers.nbgrader_own", "-p", "no:cacheprovider", "--rootdir", tmp_path, "-c", os.devnull)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *plain, "--pyargs", *modules],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(HERE)},
        capture_output=True,
        text=True,
        check=False,
    )
    failed = re.findall(r"^FAILED \S*::(\w+)", done.stdout, re.MULTILINE)
    assert done.returncode == 0, (failed, done.stdout[-4000:])
    counted = re.search(r"(\d+) passed.* (\d+) deselected", done.stdout)
    assert counted and int(counted[2]) == len(LEFT_OUT) and int(counted[1]) >= 24, done.stdout[-500:]
