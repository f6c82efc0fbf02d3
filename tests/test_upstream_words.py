"""The one table of other people's sentences: each is still what Python and PyTorch say."""

from __future__ import annotations

import json
import mmap
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from grader.sandbox.upstream_words import (
    BEYOND_SIM,
    BITS_OF_FLOATS,
    FILE_TOO_LARGE,
    GPU_LOST,
    NO_ATTRIBUTE,
    NO_MEMORY,
    NO_SPACE,
    NO_THREAD,
    POWER_BY_CARET,
    TABLE,
    UNSUPPORTED_OPERAND,
    Wording,
    says,
)

_SPARSE = torch.eye(2).to_sparse()

# In this process.
PROVOKED: dict[str, Callable[[], object]] = {
    "can't allocate memory": lambda: torch.empty(1 << 60, dtype=torch.uint8),
    "Cannot allocate memory": lambda: mmap.mmap(-1, 1 << 60),
    "Cannot access data pointer": _SPARSE.data_ptr,
    "Cannot access storage": _SPARSE.untyped_storage,
    "INTERNAL ASSERT": lambda: torch._sync(torch.ones(1)),  # type: ignore[attr-defined,no-untyped-call]  # torch's
    '"bitwise_xor': lambda: torch.ones(1) ^ 2,
    '"bitwise_and': lambda: torch.ones(1) & torch.ones(1),
    '"bitwise_or': lambda: torch.ones(1) | torch.ones(1),
    "unsupported operand type(s) for ^": lambda: exec("1.0 ^ 2"),
    "unsupported operand type(s) for &": lambda: exec("1.0 & 2"),
    "unsupported operand type(s) for |": lambda: exec("1.0 | 2"),
    "unsupported operand": lambda: exec("[] - 1"),
    "has no attribute ": lambda: exec("[].size"),
}
# In one that has the pretend accelerator, where `x` lies on it.
PROVOKED_ON_SIM = {
    "PrivateUse1": "x.pin_memory()",
    "Could not run 'aten::": "torch.func.jvp(lambda v: v * 2, (x,), (x,))",
    "functorch": "torch.func.jvp(lambda v: v * 2, (x,), (x,))",
    "incompatible tensor type": "setattr(torch.ones(3), 'data', x)",
    "not supported for tensor subclasses": "x.map_(x, lambda a, b: a)",
}
# What no call was found for stands in the library's own text, all the same.
IN_THE_LIBRARY = {"invalid python storage": "libtorch_python.so"}
ELSEWHERE = {
    "File too large": "tests/test_nbgrader_limits.py, in the sandbox",
    "No space left on device": "tests/test_nbgrader_limits.py, in the sandbox",
    "can't start new thread": "tests/test_nbgrader_limits.py, in the sandbox",
    "not enough memory": "Windows's allocator says it; there is no Windows here",
    "out of memory": "tests/test_cuda.py, on a GPU: test_a_broken_gpu_costs_its_own_check",
    "CUDA error": "tests/test_cuda.py, on a GPU: test_a_broken_gpu_costs_its_own_check",
}

_ON_SIM = """
import json, sys, torch
from grader.sandbox import sim
sim.install()
x = torch.ones(3).to("sim")
told = {}
for words, text in json.load(sys.stdin).items():
    try:
        eval(text)
    except Exception as error:
        told[words] = [str(error), sim.unsupported(error)]
print(json.dumps(told))
"""


def test_every_row_is_provoked_or_says_why_not() -> None:
    """No wording stands in the table that nothing here asks for, and none is asked for that is not in it."""
    asked = [*PROVOKED, *PROVOKED_ON_SIM, *IN_THE_LIBRARY, *ELSEWHERE]
    assert sorted(asked) == sorted(row.text for row in TABLE)
    of_operators = {UNSUPPORTED_OPERAND, *POWER_BY_CARET, *BITS_OF_FLOATS}
    of_limits = {FILE_TOO_LARGE, NO_SPACE, NO_THREAD}
    assert set(TABLE) == {*NO_MEMORY, *GPU_LOST, *BEYOND_SIM, *of_operators, *of_limits, NO_ATTRIBUTE}


@pytest.mark.parametrize("words", PROVOKED)
def test_these_are_the_words(words: str) -> None:
    """What the table quotes is said by the Python and the PyTorch that are here."""
    with pytest.raises(Exception) as raised:
        PROVOKED[words]()
    assert words in str(raised.value)


@pytest.fixture(scope="module")
def on_sim() -> dict[str, tuple[str, bool]]:
    """What is said on the pretend accelerator, and whether that counts as its own want."""
    done = subprocess.run(
        [sys.executable, "-c", _ON_SIM],
        input=json.dumps(PROVOKED_ON_SIM),
        capture_output=True,
        text=True,
        check=True,
    )
    told: dict[str, tuple[str, bool]] = json.loads(done.stdout)
    return told


@pytest.mark.parametrize("words", PROVOKED_ON_SIM)
def test_these_are_the_words_on_sim(words: str, on_sim: dict[str, tuple[str, bool]]) -> None:
    """PyTorch's words for what the pretend accelerator cannot do, and it is nobody's mistake."""
    message, unsupported = on_sim[words]
    assert words in message and unsupported


@pytest.mark.parametrize("words", IN_THE_LIBRARY)
def test_the_library_has_the_words(words: str) -> None:
    """A wording that no call was found for is still part of PyTorch."""
    library = Path(torch.__file__).parent / "lib" / IN_THE_LIBRARY[words]
    with library.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as held:
        assert held.find(words.encode()) >= 0


def test_a_message_says_what_it_says() -> None:
    """One of several wordings is enough; none of them is no."""
    one, other = Wording("no room", "nowhere"), Wording("full", "nowhere")
    assert says("there is no room left", one, other)
    assert not says("there is room left", one, other)
