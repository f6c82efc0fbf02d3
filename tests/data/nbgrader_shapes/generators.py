# %% given cell
from itertools import islice
# %% right answer
def countdown(n):
    while n > 0:
        yield n
        n -= 1
def fibonacci():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b
def pairs(xs):
    return zip(xs, xs[1:])
def evens(xs):
    return filter(lambda x: x % 2 == 0, xs)
# %% wrong answer
# def countdown(n):
#     return [n]
# def fibonacci():
#     yield from (1, 2, 3)
# def pairs(xs):
#     return xs
# def evens(xs):
#     return xs
# %% grade cell 0
gen = countdown(3)
assert next(gen) == 3
assert next(gen) == 2
assert list(gen) == [1]
# %% grade cell 1
assert list(islice(fibonacci(), 10)) == [0, 1, 1, 2, 3, 5, 8, 13, 21, 34]
# %% grade cell 2
assert list(pairs([1, 2, 3])) == [(1, 2), (2, 3)]
assert sum(evens(range(10))) == 20
