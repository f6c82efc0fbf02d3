"""The helper that forks commands off a Python that has torch: they end as those that are started."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import forked_python
from helpers.zygotes import Lease

from grader.sandbox.levels import Level

PROGRAMS = [
    "import os, sys; print(sys.argv, os.getcwd(), os.environ['WORD'], __name__)",
    "import sys; print('said', file=sys.stderr); sys.exit(3)",
    "raise SystemExit('why')",
    "import atexit; atexit.register(print, 'at the end'); print('first')",
    "import os; os.write(1, b'as bytes')",
    "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
]


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_command_is_as_if_it_were_started(program: str, tmp_path: Path) -> None:
    """Arguments, folder, environment, what is written, and the exit code."""
    environment = os.environ | {"WORD": "one"}
    command = ("-c", program, "argument")
    started = subprocess.run(
        [sys.executable, *command], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    forked = forked_python.run(*command, cwd=tmp_path, env=environment)
    assert (forked.returncode, forked.stdout, forked.stderr) == (
        started.returncode,
        started.stdout,
        started.stderr,
    )


def test_one_command_leaves_nothing_to_the_next(tmp_path: Path) -> None:
    """Each begins where the first began: with its own folder, environment and modules."""
    one = "import os, sys, antigravity_of_mine; os.environ['LEFT'] = '1'; print(antigravity_of_mine.X)"
    (tmp_path / "antigravity_of_mine.py").write_text("X = 1\n", encoding="utf-8")
    assert forked_python.run("-c", one, cwd=tmp_path).stdout == "1\n"
    other = "import os, sys; print('LEFT' in os.environ, 'antigravity_of_mine' in sys.modules)"
    assert forked_python.run("-c", other).stdout == "False False\n"


@pytest.mark.skipif(sys.platform != "linux", reason="there is no zygote")
def test_leases_end_alone() -> None:
    """Of one zygote, each holder has children of its own: who gives its lease back ends no other's."""
    one, other = Lease(Level.NONE), Lease(Level.NONE)
    mine, theirs = one.spawn(), other.spawn()
    mine.ready()
    theirs.ready()
    one.close()
    assert not mine.alive and theirs.alive
    other.close()
    assert not theirs.alive
