"""How a process is kept from starting NVIDIA's driver, whatever is asked of torch in it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

# Where the loader finds something that is no driver.
_FOLDER: Final = str(Path(__file__).resolve().parents[1] / "inside" / "no_driver")


def without_driver() -> dict[str, str]:
    """Variables for its environment.

    torch asks how many GPUs there are at an optimizer's first step and at the first backward pass, and the
    driver starts threads before it looks who may see them. So the loader finds none, and torch's own Python
    code, seeing that nothing is visible, does not even ask (with the last of these): a process that has asked
    once would never see a GPU, and those for one are forked off it.
    """
    # LD_LIBRARY_PATH may be where an interpreter was built as a shared library in an unusual place.
    libraries = [_FOLDER, *filter(None, [os.environ.get("LD_LIBRARY_PATH")])]
    return {
        "LD_LIBRARY_PATH": os.pathsep.join(libraries),
        "CUDA_VISIBLE_DEVICES": "",
        "PYTORCH_NVML_BASED_CUDA_CHECK": "1",
    }
