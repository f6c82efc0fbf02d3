# assignment: tensors
# function: broadcast_shape
# mistake: The larger of 1 and 0 is taken, where a dimension of size 0 stays 0.
# kind: size of zero stretched
# breaks: If one of the two has size 1, its entry is used with every entry of the other.
# shows: broadcast_shape((1, 3), (0, 3))
# doubt: The exercise speaks of the entries of a size, and never of a size of 0.

def broadcast_shape(a, b):
    length = max(len(a), len(b))
    a = (1,) * (length - len(a)) + tuple(a)
    b = (1,) * (length - len(b)) + tuple(b)
    shape = []
    for m, n in zip(a, b):
        if m != n and m != 1 and n != 1:
            raise ValueError("they do not fit together")
        shape.append(max(m, n))  # wrong
    return tuple(shape)
