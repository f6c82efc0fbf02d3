"""Mistakes in spacing points equally. The student reads a function's docstring."""


def takes_the_count_for_a_step(start, end, steps):
    """You use `steps` as the distance between points. It is the number of points.

    The third argument of `arange` is a distance. The third argument of `linspace` is a number of points.
    (§3.6)
    """
    return torch.arange(start, end, steps)


def leaves_out_the_end(start, end, steps):
    """The last point is missing: your distance is too small, so the points do not reach `end`.

    Between `steps` points there are `steps - 1` gaps. Divide by that number. (§3.6)
    """
    return start + (end - start) / steps * torch.arange(steps, dtype=torch.float32)


def counts_the_gaps(start, end, steps):
    """There is one point too many: `steps` gaps have `steps + 1` ends.

    Here `steps` is the number of points, including both ends. (§3.6)
    """
    return torch.linspace(start, end, steps + 1)


def leaves_out_both_ends(start, end, steps):
    """Both ends are missing: all points lie between them.

    The first point is `start` and the last is `end`. Only the other points lie between them. (§3.6)
    """
    return torch.linspace(start, end, steps + 2)[1:-1]


def goes_through_numpy(start, end, steps):
    """The points are 64-bit floats, because NumPy made them.

    By default NumPy's floats have 64 bits and PyTorch's 32. A tensor made from an array keeps the array's
    type. (§3.10)
    """
    import numpy

    return torch.from_numpy(numpy.linspace(start, end, steps))


def spaces_the_exponents(start, end, steps):
    """These are powers of ten: `logspace` makes the distances between exponents equal, not those between
    points.

    `linspace` makes points with equal distances. (§3.6)
    """
    return torch.logspace(start, end, steps)


def begins_at_zero(start, end, steps):
    """The first point is 0, not `start`.

    You scaled 0 … 1 to the right length. You must also add `start`, so that the points begin there. (§3.6)
    """
    return torch.linspace(0, end - start, steps)


def adds_a_step_to_arange(start, end, steps):
    """You use `arange` and move the end by one step. Rounding sometimes makes this one point too many.

    A step such as 1/6 is rounded. So it is chance whether the last sum of steps is still below the moved end.
    `linspace` takes the number of points and gives exactly as many. (§3.6)
    """
    step = (end - start) / (steps - 1)
    return torch.arange(start, end + step, step, dtype=torch.float32)
