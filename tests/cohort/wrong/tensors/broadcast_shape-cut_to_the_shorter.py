# assignment: tensors
# function: broadcast_shape
# mistake: zip stops at the shorter shape, so leading dimensions are lost.
# kind: zip ends with the shorter one
# breaks: If one has no dimension left, all of it is used for each entry of the other.
# shows: broadcast_shape((2, 3), (3,))

def broadcast_shape(a, b):
    shape = []
    for m, n in zip(reversed(a), reversed(b)):  # wrong
        if m != n and m != 1 and n != 1:
            raise ValueError("they do not fit together")
        shape.insert(0, n if m == 1 else m)
    return tuple(shape)
