# assignment: tensors
# function: broadcast_shape
# mistake: The shapes are aligned at their first dimensions.
# kind: aligned from the left
# breaks: There are three rules, from the last dimension to the first
# shows: broadcast_shape((3,), (2, 3))

def broadcast_shape(a, b):
    length = max(len(a), len(b))
    a = tuple(a) + (1,) * (length - len(a))  # wrong
    b = tuple(b) + (1,) * (length - len(b))  # wrong
    shape = []
    for m, n in zip(a, b):
        if m != n and 1 not in (m, n):
            raise ValueError("they do not fit together")
        shape.append(n if m == 1 else m)
    return tuple(shape)
