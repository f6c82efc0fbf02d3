"""Wrong turns in the rules of broadcasting. A function's docstring is what the student reads."""


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
    """Where the shapes do not go together, a RuntimeError is raised; ValueError is wanted.

    `torch.broadcast_shapes` raises RuntimeError. Catch it and raise the other, or apply the rules yourself.
    (§5.3.1)
    """
    return tuple(torch.broadcast_shapes(a, b))


def never_refuses(a, b):
    """Shapes that do not go together get an answer: the larger size, whatever the other is.

    Only a size of 1 can be stretched. Where two sizes differ and neither is 1, raise ValueError. (§5.3.1)
    """
    return tuple(max(p, q) for p, q in zip(*_pad(a, b)))


def aligns_at_the_front(a, b):
    """The sizes are matched from the first on; it should be from the last.

    (3,) and (2, 3) go together, because the 3 of one meets the 3 of the other. What is missing is missing in
    front. (§5.3.1)
    """
    ndim = max(len(a), len(b))
    return _match(a + (1,) * (ndim - len(a)), b + (1,) * (ndim - len(b)))


def demands_equal_lengths(a, b):
    """Shapes of different lengths are refused.

    Where one shape has no more sizes, all of that tensor is used for each entry of the other. (§5.3.1)
    """
    if len(a) != len(b):
        raise ValueError("the shapes have different numbers of dimensions")
    return _match(a, b)


def drops_what_has_no_partner(a, b):
    """The front of the longer shape is missing: `zip` stops with the shorter one.

    The sizes without a partner stay as they are. Fill the shorter shape up with 1s in front. (§5.3.1)
    """
    length = min(len(a), len(b))
    return _match(a[len(a) - length :], b[len(b) - length :])


def stretches_nothing(a, b):
    """Sizes that differ are refused, also where one of them is 1.

    A size of 1 goes with any other: its single entry is used with each of them. (§5.3.1)
    """
    padded = _pad(a, b)
    if any(p != q for p, q in zip(a[::-1], b[::-1])):
        raise ValueError("the sizes differ")
    return _match(*padded)


def stretches_the_second_only(a, b):
    """A 1 is stretched in the second shape, but not in the first.

    The rules know no first and second: whichever of the two has size 1 is used with every entry of the other.
    (§5.3.1)
    """
    a, b = _pad(a, b)
    if any(p != q and q != 1 for p, q in zip(a, b)):
        raise ValueError("the sizes differ")
    return a


def takes_the_longer_one(a, b):
    """One of the two shapes comes back as it is, but both may be stretched, each along its own dimensions.

    (3, 1) and (1, 4) make (3, 4). Decide size by size. (§5.3.1)
    """
    _match(*_pad(a, b))
    return a if len(a) >= len(b) else b


def stretches_divisors(a, b):
    """A size is stretched to its multiples: 2 goes with 4 here.

    Only a size of 1 is stretched. Nothing says how two entries should serve four. (§5.3.1)
    """
    a, b = _pad(a, b)
    if any(max(p, q) % min(p, q) for p, q in zip(a, b)):
        raise ValueError("the sizes do not divide")
    return tuple(max(p, q) for p, q in zip(a, b))


def forgets_to_turn_around_again(a, b):
    """The sizes are in reverse order.

    Working from the last size to the first is right; turn the result around once more at the end. (§5.3.1)
    """
    return _match(*_pad(a, b))[::-1]


def returns_a_list(a, b):
    """A list comes back; a shape is a tuple.

    `tuple(...)` makes one. (§5.3.1)
    """
    return list(_match(*_pad(a, b)))


def returns_none_instead(a, b):
    """Where the shapes do not go together, None comes back, and nothing is raised.

    Whoever called learns of it only later. Raise ValueError. (§5.3.1)
    """
    try:
        return _match(*_pad(a, b))
    except ValueError:
        return None


def returns_the_error(a, b):
    """Where the shapes do not go together, an error is *returned*; it has to be raised.

    What is returned is a value like any other, and whoever called goes on with it. Write
    `raise ValueError(...)`. (§5.3.1)
    """
    try:
        return _match(*_pad(a, b))
    except ValueError as error:
        return error
