# assignment: tensors
# function: broadcast_shape
# mistake: Only sizes of a are stretched, so a size of 1 in b is refused.
# kind: only one of the two may be stretched
# breaks: If one of the two has size 1, its entry is used with every entry of the other.
# shows: broadcast_shape((2, 3), (2, 1))

def broadcast_shape(a, b):
    length = max(len(a), len(b))
    a = (1,) * (length - len(a)) + tuple(a)
    b = (1,) * (length - len(b)) + tuple(b)
    shape = []
    for m, n in zip(a, b):
        if m != n and m != 1:  # wrong
            raise ValueError("they do not fit together")
        shape.append(n)
    return tuple(shape)
