"""What only the words of Python and PyTorch tell: the one table of other people's sentences.

No verdict hangs on a sentence of our own, and where an exception's type tells enough, that is asked. What
is left stands here, each wording with the versions in which it was seen, so that an upgrade has one place to
look at; `tests/test_upstream_words.py` provokes each that can be provoked without a GPU.

Both sides of the walls read it, and so do diagnosis and the pretend accelerator: it imports nothing of ours.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Wording(NamedTuple):
    """A piece of a message that somebody else writes."""

    text: str
    # Whose it is, and where it was seen.
    seen: str


_TORCH = "PyTorch 2.13.0"
_CUDA = "PyTorch with CUDA: tests/test_cuda.py, on a GPU"
_PYTHON = "Python 3.11"

# There was too little memory, in an exception that is no MemoryError.
NO_MEMORY: Final = (
    # The allocator of CPU memory, on Linux and macOS; then on Windows, as its source has it.
    Wording("can't allocate memory", _TORCH),
    Wording("not enough memory", "PyTorch 2.13.0 on Windows: its source, not seen to happen"),
    # The system's own word for ENOMEM, in an OSError.
    Wording("Cannot allocate memory", f"{_PYTHON} with glibc 2.36"),
    Wording("out of memory", _CUDA),
)
# A file became larger than the process may write; its folder is full; it has as many threads as it may have.
FILE_TOO_LARGE: Final = Wording("File too large", f"{_PYTHON} with glibc 2.36")
NO_SPACE: Final = Wording("No space left on device", f"{_PYTHON} with glibc 2.36")
NO_THREAD: Final = Wording("can't start new thread", _PYTHON)
# The process can use its GPU no more: the context is broken. PyTorch has a type for some of these, not all.
GPU_LOST: Final = (Wording("CUDA error", _CUDA),)
# PyTorch met the pretend accelerator outside of what `grader.sandbox.sim` stands for.
BEYOND_SIM: Final = (
    Wording("PrivateUse1", _TORCH),
    Wording("Could not run 'aten::", _TORCH),
    Wording("incompatible tensor type", _TORCH),
    Wording("Cannot access data pointer", _TORCH),
    Wording("Cannot access storage", _TORCH),
    Wording("invalid python storage", _TORCH),
    Wording("not supported for tensor subclasses", _TORCH),
    Wording("functorch", _TORCH),
    Wording("INTERNAL ASSERT", _TORCH),
)
# A TypeError over operands, whose types follow in quotes; an AttributeError, whose missing name follows.
UNSUPPORTED_OPERAND: Final = Wording("unsupported operand", _PYTHON)
# `^` and its like on floats: of PyTorch a NotImplementedError, of Python a TypeError.
POWER_BY_CARET: Final = (
    Wording('"bitwise_xor', _TORCH),
    Wording("unsupported operand type(s) for ^", _PYTHON),
)
BITS_OF_FLOATS: Final = (
    Wording('"bitwise_and', _TORCH),
    Wording('"bitwise_or', _TORCH),
    Wording("unsupported operand type(s) for &", _PYTHON),
    Wording("unsupported operand type(s) for |", _PYTHON),
)
NO_ATTRIBUTE: Final = Wording("has no attribute ", _PYTHON)

TABLE: Final = (
    *NO_MEMORY,
    *GPU_LOST,
    *BEYOND_SIM,
    UNSUPPORTED_OPERAND,
    *POWER_BY_CARET,
    *BITS_OF_FLOATS,
    NO_ATTRIBUTE,
    FILE_TOO_LARGE,
    NO_SPACE,
    NO_THREAD,
)


def says(message: str, *wordings: Wording) -> bool:
    """Whether a message has one of these in it."""
    return any(wording.text in message for wording in wordings)
