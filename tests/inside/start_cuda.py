"""Run as a script: does CUDA start at a level, behind a GPU child's walls? Prints JSON.

python start_cuda.py LEVEL DRIVER [gpu]      DRIVER: the stand-in's file; gpu: leave the CPU's zygote out
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]

from survey import SERVE, attempt  # noqa: E402

from grader.errors import FaultError, GraderError  # noqa: E402
from grader.sandbox.levels import Level, Limits  # noqa: E402
from grader.sandbox.outside import cards  # noqa: E402
from grader.sandbox.outside.client import ForkedChild, Zygote  # noqa: E402


def start_driver(child: ForkedChild, driver: str, visible: str = "0") -> tuple[int, list[str], int]:
    """What cuInit gives in this child, what was refused, and how often it was called, the zygote included."""
    answer = attempt(
        child,
        "import ctypes, json, os\n"
        f"os.environ['CUDA_VISIBLE_DEVICES'] = {visible!r}\n"
        f"driver = ctypes.CDLL({driver!r})\n"
        "driver.standin_refused.restype = ctypes.c_char_p\n"
        "code = driver.cuInit(0)\n"
        "result = json.dumps([code, driver.standin_refused().decode().splitlines(), driver.standin_calls()])",
    )
    assert not answer.error, answer.error_text
    code, refused, calls = json.loads(str(answer.value))
    return code, refused, calls


def ready(zygote: Zygote, device: str = "cpu") -> ForkedChild:
    child = zygote.spawn(device)
    child.ready(60)
    return child


def of_the_grader(zygote: Zygote) -> str:
    """How far a child for CUDA comes. Nothing here computes: the end is where torch wants its runtime."""
    try:
        ready(zygote, "cuda").close()
    except FaultError as error:
        return "torch sees a GPU" if "libcudart" in str(error) else str(error)
    return "ready"


def look(level: Level, driver: str, *wanted: str) -> dict[str, Any]:
    """A zygote for the CPU, one for a GPU, and in two children of the latter at once, cuInit."""
    said: dict[str, Any] = {}
    for name, limits in (("cpu", Limits()), ("gpu", Limits(gpu=True))):
        if wanted and name not in wanted:
            continue
        try:
            with Zygote(level, limits, serve=SERVE, folders=[HERE]) as zygote:
                said[name] = "up"
                said["missing"] = [str(why) for why in zygote.missing]
                if limits.gpu:
                    children = [ready(zygote), ready(zygote)]
                    visible = cards.first().visible
                    said["cuInit"] = [start_driver(child, driver, visible) for child in children]
                    said["cuda"] = of_the_grader(zygote)
        except GraderError as error:
            said[name] = str(error)
    return said


if __name__ == "__main__":
    print(json.dumps(look(Level(sys.argv[1]), *sys.argv[2:])))
