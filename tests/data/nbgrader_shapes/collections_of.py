# %% given cell
from collections import Counter
text = "the quick brown the lazy the dog"
# %% right answer
def unique(xs):
    return set(xs)
def invert(d):
    return {v: k for k, v in d.items()}
def word_counts(text):
    return Counter(text.split())
def common(a, b):
    return frozenset(a) & frozenset(b)
words = word_counts(text)
# %% wrong answer
# def unique(xs):
#     return list(xs)
# def invert(d):
#     return d
# def word_counts(text):
#     return {}
# def common(a, b):
#     return set()
# words = {}
# %% grade cell 0
assert unique([1, 2, 2]) == {1, 2}
assert isinstance(unique([]), set)
assert common("abc", "bcd") == {"b", "c"}
# %% grade cell 1
assert invert({"a": 1, "b": 2}) == {1: "a", 2: "b"}
assert sorted(invert({"a": 1}).keys()) == [1]
# %% grade cell 2
assert word_counts(text)["the"] == 3
assert word_counts(text).most_common(1)[0] == ("the", 3)
assert words["dog"] == 1
