"""Mistakes in the rules of broadcasting. The student reads a function's docstring."""


def _pad(a, b):
    ndim = max(len(a), len(b))
    return (1,) * (ndim - len(a)) + a, (1,) * (ndim - len(b)) + b


def _match(a, b):
    for p, q in zip(a, b):
        if p != q and 1 not in (p, q):
            raise ValueError("the shapes do not go together")
    return tuple(max(p, q) for p, q in zip(a, b))


def _right(a, b):
    return _match(*_pad(a, b))


def leaves_the_error_to_pytorch(a, b):
    """If the shapes do not fit together, your function raises a RuntimeError. It must raise a ValueError.

    `torch.broadcast_shapes` raises RuntimeError. Catch it and raise a ValueError, or apply the rules
    yourself. (§5.3.1)
    """
    return tuple(torch.broadcast_shapes(a, b))


def never_refuses(a, b):
    """If the shapes do not fit together, your function still gives an answer: the larger of the two sizes.

    Broadcasting can stretch only a size of 1. If two sizes differ and neither is 1, raise ValueError.
    (§5.3.1)
    """
    return tuple(max(p, q) for p, q in zip(*_pad(a, b)))


def aligns_at_the_front(a, b):
    """You compare the sizes starting from the first one. Start from the last one.

    (3,) and (2, 3) fit together, because the 3 of one meets the 3 of the other. Missing sizes are missing at
    the front. (§5.3.1)
    """
    ndim = max(len(a), len(b))
    return _match(a + (1,) * (ndim - len(a)), b + (1,) * (ndim - len(b)))


def demands_equal_lengths(a, b):
    """Your function raises an error for shapes of different lengths.

    If one shape has fewer sizes, all of that tensor is used for each entry of the other. (§5.3.1)
    """
    if len(a) != len(b):
        raise ValueError("the shapes have different numbers of dimensions")
    return _match(a, b)


def drops_what_has_no_partner(a, b):
    """The front part of the longer shape is missing, because `zip` stops at the end of the shorter one.

    The sizes without a partner stay as they are. Add 1s to the front of the shorter shape. (§5.3.1)
    """
    length = min(len(a), len(b))
    return _match(a[len(a) - length :], b[len(b) - length :])


def stretches_nothing(a, b):
    """Your function raises an error for sizes that differ, even if one of them is 1.

    A size of 1 fits any other size: its single entry is used with each of them. (§5.3.1)
    """
    padded = _pad(a, b)
    if any(p != q for p, q in zip(a[::-1], b[::-1])):
        raise ValueError("the sizes differ")
    return _match(*padded)


def stretches_the_second_only(a, b):
    """Your function stretches a 1 in the second shape, but not in the first.

    The order of the two shapes does not matter. If one of them has size 1, its entry is used with every entry
    of the other. (§5.3.1)
    """
    a, b = _pad(a, b)
    if any(p != q and q != 1 for p, q in zip(a, b)):
        raise ValueError("the sizes differ")
    return a


def takes_the_longer_one(a, b):
    """You return one of the two shapes as it is. But both may be stretched, each along its own dimensions.

    (3, 1) and (1, 4) make (3, 4). Decide for each size separately. (§5.3.1)
    """
    _match(*_pad(a, b))
    return a if len(a) >= len(b) else b


def stretches_divisors(a, b):
    """Your function stretches a size to its multiples: here 2 fits 4.

    Broadcasting stretches only a size of 1. There is no rule for using two entries with four. (§5.3.1)
    """
    a, b = _pad(a, b)
    if any(max(p, q) % min(p, q) for p, q in zip(a, b)):
        raise ValueError("the sizes do not divide")
    return tuple(max(p, q) for p, q in zip(a, b))


def forgets_to_turn_around_again(a, b):
    """The sizes are in reverse order.

    It is right to work from the last size to the first. Then reverse the result at the end. (§5.3.1)
    """
    return _match(*_pad(a, b))[::-1]


def returns_a_list(a, b):
    """You return a list. A shape is a tuple.

    `tuple(...)` makes a tuple. (§5.3.1)
    """
    return list(_match(*_pad(a, b)))


def returns_none_instead(a, b):
    """If the shapes do not fit together, you return None and raise no error.

    The caller does not see the problem until later. Raise ValueError. (§5.3.1)
    """
    try:
        return _match(*_pad(a, b))
    except ValueError:
        return None


def returns_the_error(a, b):
    """If the shapes do not fit together, you *return* an error. You must raise it.

    The caller takes a returned error for a normal result and continues with it. Write
    `raise ValueError(...)`. (§5.3.1)
    """
    try:
        return _match(*_pad(a, b))
    except ValueError as error:
        return error


def stretches_multiples(a, b):
    """You accept two sizes if one is a multiple of the other, such as 2 and 4.

    Only a size of 1 can be used with every entry of the other. All other sizes must be equal. (§5.3.1)
    """
    shape = []
    for p, q in zip(*_pad(a, b)):
        if max(p, q) % min(p, q):
            raise ValueError("they do not fit together")
        shape.append(q if p == 1 else p)
    return tuple(shape)


def stretches_the_first_only(a, b):
    """You stretch only sizes of the first shape. A size of 1 in the second shape raises an error.

    The rule is the same for both shapes: if either size is 1, the result has the other size. (§5.3.1)
    """
    shape = []
    for p, q in zip(*_pad(a, b)):
        if p != q and p != 1:
            raise ValueError("they do not fit together")
        shape.append(q)
    return tuple(shape)
