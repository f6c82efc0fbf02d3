# assignment: tensors
# function: broadcast_shape
# mistake: The sizes are collected from the last to the first and not turned round.
# kind: result not turned back
# breaks: The shape, a tuple of ints, that tensors of the shapes a and b are broadcast to.
# shows: broadcast_shape((2, 3), (2, 3))

def broadcast_shape(a, b):
    shape = []
    for i in range(1, max(len(a), len(b)) + 1):
        m = a[-i] if i <= len(a) else 1
        n = b[-i] if i <= len(b) else 1
        if m != n and m != 1 and n != 1:
            raise ValueError("they do not fit together")
        shape.append(n if m == 1 else m)
    return tuple(shape)  # wrong
