# %% given cell

# %% right answer
def factorial(n):
    if n < 0:
        raise ValueError("negative")
    return 1 if n == 0 else n * factorial(n - 1)
def flatten(xs):
    out = []
    for x in xs:
        out += flatten(x) if isinstance(x, list) else [x]
    return out
def hanoi(n, a="A", b="B", c="C"):
    return [] if n == 0 else hanoi(n - 1, a, c, b) + [(a, c)] + hanoi(n - 1, b, a, c)
# %% wrong answer
# def factorial(n):
#     return n
# def flatten(xs):
#     return xs
# def hanoi(n, a="A", b="B", c="C"):
#     return []
# %% grade cell 0
assert factorial(0) == 1
assert factorial(30) == 265252859812191058636308480000000
# %% grade cell 1
import unittest
case = unittest.TestCase()
case.assertEqual(flatten([1, [2, [3, []]], 4]), [1, 2, 3, 4])
case.assertRaises(ValueError, factorial, -1)
# %% grade cell 2
moves = hanoi(3)
assert len(moves) == 7 and moves[0] == ("A", "C")
