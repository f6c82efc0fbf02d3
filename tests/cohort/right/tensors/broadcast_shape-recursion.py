# assignment: tensors
# function: broadcast_shape
# way: Recursion from the last dimension to the first.
# kind: recursion

def broadcast_shape(a, b):
    if not a or not b:
        return tuple(a or b)
    m, n = a[-1], b[-1]
    if not (m == n or m == 1 or n == 1):
        raise ValueError("no")
    return (*broadcast_shape(a[:-1], b[:-1]), m if n == 1 else n)
