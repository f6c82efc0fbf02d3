"""What this kernel has: asked of a bare process of its own, which tries it and ends."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from grader.sandbox.outside.reasons import said
from grader.words.messages import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One ability: whether it is there, and what was seen."""

    name: str
    ok: bool
    detail: Message


def probe() -> list[Fact]:
    """Try everything in a bare process of its own. Raises OSError where that process cannot say."""
    boot = Path(__file__).resolve().parents[1] / "inside" / "boot.py"
    command = [sys.executable, "-P", "-s", "-S", str(boot), "probe"]
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    if done.returncode != 0:
        raise OSError(f"the machine could not be examined: {done.stderr.strip()[-300:]}")
    return [Fact(**{**fact, "detail": said(fact["detail"])}) for fact in json.loads(done.stdout)]
