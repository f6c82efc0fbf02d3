# assignment: tensors
# function: broadcast_shape
# mistake: A size that is a multiple of the other is taken to fit.
# kind: multiples taken to fit
# breaks: If both are larger than 1, they must be the same.
# shows: raised(lambda: broadcast_shape((4,), (2,)))

def broadcast_shape(a, b):
    shape = []
    for i in range(1, max(len(a), len(b)) + 1):
        m = a[-i] if i <= len(a) else 1
        n = b[-i] if i <= len(b) else 1
        if max(m, n) % max(1, min(m, n)) != 0:  # wrong
            raise ValueError("they do not fit together")
        shape.append(n if m == 1 else m)
    return tuple(reversed(shape))
