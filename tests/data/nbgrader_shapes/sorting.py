# %% given cell

# %% right answer
def insertion_sort(xs):
    for i in range(1, len(xs)):
        j = i
        while j and xs[j - 1] > xs[j]:
            xs[j - 1], xs[j] = xs[j], xs[j - 1]
            j -= 1
def merge(a, b):
    return sorted(a + b)
def remove_all(xs, value):
    while value in xs:
        xs.remove(value)
    return xs
# %% wrong answer
# def insertion_sort(xs):
#     return sorted(xs)
# def merge(a, b):
#     return a + b
# def remove_all(xs, value):
#     return [x for x in xs if x != value]
# %% grade cell 0
numbers = [5, 2, 9, 1]
assert insertion_sort(numbers) is None
assert numbers == [1, 2, 5, 9]
# %% grade cell 1
left, right = [1, 4], [2, 3]
assert merge(left, right) == [1, 2, 3, 4]
assert left == [1, 4] and right == [2, 3]
# %% grade cell 2
items = [1, 2, 1, 3]
result = remove_all(items, 1)
assert result is items and items == [2, 3]
