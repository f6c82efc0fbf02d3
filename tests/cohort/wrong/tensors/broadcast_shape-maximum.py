# assignment: tensors
# function: broadcast_shape
# mistake: The larger size is taken where two differ; nothing is refused.
# kind: larger size taken without a check
# breaks: If both are larger than 1, they must be the same.
# shows: raised(lambda: broadcast_shape((2, 3), (2, 4)))

def broadcast_shape(a, b):
    length = max(len(a), len(b))
    a = (1,) * (length - len(a)) + a
    b = (1,) * (length - len(b)) + b
    return tuple(max(m, n) for m, n in zip(a, b))  # wrong
