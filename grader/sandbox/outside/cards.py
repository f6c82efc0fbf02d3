"""Which GPU the children of this process get: asked of NVIDIA's driver, aside, in a process that ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from grader.sandbox.levels import Card

_BOOT: Final = Path(__file__).resolve().parents[1] / "inside" / "boot.py"
_VISIBLE: Final = "CUDA_VISIBLE_DEVICES"
# A driver that takes longer hangs.
SECONDS: Final = 30.0
_LAST_BREATH: Final = 1.0


def first(seconds: float = SECONDS) -> Card:
    """The card that CUDA counts first here, or why there is none."""
    said = run_aside([sys.executable, "-P", "-s", "-S", str(_BOOT), "card"], seconds)
    if said is None:
        return Card(missing=(("driver silent", f"{seconds:g}"),))
    status, out, errors = said
    if status != 0:
        last = errors.strip().splitlines()[-1:] or [f"exit status {status}"]
        return Card(missing=(("driver ends process", last[0]),))
    return _card(json.loads(out.splitlines()[-1]))


def _card(found: dict[str, Any]) -> Card:
    missing = tuple(tuple(reason) for reason in found.pop("missing", ()))
    made: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in found.items()}
    return Card(missing=missing, **made)


def run_aside(command: Sequence[str], seconds: float) -> tuple[int, str, str] | None:
    """Exit status, output and errors of a command; None where it has not ended in time.

    Then it is killed and left to itself: what waits for a device that is lost cannot even be killed.
    """
    asked = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        out, errors = asked.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        asked.kill()
        with suppress(subprocess.TimeoutExpired):
            asked.communicate(timeout=_LAST_BREATH)
        return None
    return asked.returncode, out, errors


def share_out(number: int) -> None:
    """In worker `number` of several: have the next of the cards that this process may see as its first.

    Where the environment names none, the machine's cards count; one card is everybody's.
    """
    named = os.environ.get(_VISIBLE)
    cards = _numbers_of_cards() if named is None else [part for part in named.split(",") if part]
    if len(cards) > 1:
        turn = number % len(cards)
        os.environ[_VISIBLE] = ",".join([*cards[turn:], *cards[:turn]])


def _numbers_of_cards() -> list[str]:
    return [str(number) for number, _ in enumerate(Path("/dev").glob("nvidia[0-9]*"))]
