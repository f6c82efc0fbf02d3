"""Where a call hangs: the loop's own line, whichever line of it was running."""

from __future__ import annotations

import pytest

from grader.model import Cell, Location
from grader.sandbox.outside.hang import stuck_at

TEXT = """\
def helper(x):
    return x

def training_loop(n):
    epoch = 0
    while epoch < n:
        for step in range(3):
            # a comment
            helper(step)

        epoch + 1
    return epoch

def fits(n):
    for number in count():
        if number > n:
            helper(number)

def direct():
    return sum(count())
"""
MINE = {"mine.py": Cell(name="mine.py", text=TEXT)}


def stack(*lines: int) -> bytes:
    """As faulthandler prints it; the innermost first, below frames of others."""
    frames = ['  File "/usr/lib/torch/nn.py", line 3 in forward']
    frames += [f'  File "mine.py", line {line} in f' for line in lines]
    return "\n".join(["Current thread 0x1 (most recent call first):", *frames]).encode()


@pytest.mark.parametrize("lines", [(6,), (7,), (9,), (2, 9), (11,)])
def test_any_line_of_a_while_names_it(lines: tuple[int, ...]) -> None:
    """The header, from the header itself, a nested loop, a call out of it, and its last line."""
    assert stuck_at(stack(*lines), MINE) == Location(file="mine.py", line=6)


def test_without_a_while_it_is_the_for() -> None:
    """An iterator that does not end."""
    assert stuck_at(stack(2, 17), MINE) == Location(file="mine.py", line=15)


def test_without_a_loop_it_is_the_line() -> None:
    """A loop in C: the innermost line of the student's."""
    assert stuck_at(stack(20), MINE) == Location(file="mine.py", line=20)


def test_a_loop_before_the_line_is_not_around_it() -> None:
    """The `while` of a function above, or one that has ended."""
    assert stuck_at(stack(12), MINE) == Location(file="mine.py", line=12)


@pytest.mark.parametrize("text", [b"", b"\xff\x00 File", stack(99), b'File "mine.py", line 0'])
def test_anything_may_be_on_a_stack(text: bytes) -> None:
    """What comes from a child is no more than a hint: it raises nothing."""
    place = stuck_at(text, MINE)
    assert place is None or place.file == "mine.py"


def test_others_lines_are_no_place() -> None:
    """Only the student's own text is shown to them."""
    assert stuck_at(stack(), MINE) is None


def test_of_a_long_stack_the_innermost_lines_count() -> None:
    """A recursion comes by the same lines; a forged stack by many that are nowhere."""
    recursion = stack(*[12, 17] * 500)
    assert stuck_at(recursion, MINE) == stuck_at(stack(12, 17), MINE)
    forged = stack(*range(10_000, 20_000))
    assert stuck_at(forged, MINE) == Location(file="mine.py", line=10_000)
