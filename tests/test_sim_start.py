"""The pretend accelerator is there at once: nothing of PyTorch is imported for it that no student needs."""

from __future__ import annotations

import subprocess
import sys

STARTS = """
import sys, torch
from grader.sandbox.inside.device import enter
enter("sim")
print("sympy" in sys.modules)
from torch.distributed.tensor import DTensor, Replicate
print(Replicate.__module__.startswith("torch.distributed.tensor"), torch.ones(2, device="sim").sum().item())
"""


def test_a_start_without_distributed_tensors() -> None:
    """Half a second of imports is left out, and found again by whoever asks for it."""
    done = subprocess.run([sys.executable, "-c", STARTS], capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["False", "True", "2.0"], done.stderr
