"""Wrong turns in spacing points equally. A function's docstring is what the student reads."""


def takes_the_count_for_a_step(start, end, steps):
    """`steps` is used as the distance between points; it says how many there are.

    `arange` takes a distance as its third argument, `linspace` a number of points. (§3.6)
    """
    return torch.arange(start, end, steps)


def leaves_out_the_end(start, end, steps):
    """The last point is missing: the distance is too small, and `end` is not reached.

    Between `steps` points lie `steps - 1` gaps, as between the posts of a fence. Divide by that. (§3.6)
    """
    return start + (end - start) / steps * torch.arange(steps, dtype=torch.float32)


def counts_the_gaps(start, end, steps):
    """There is one point too many: `steps` gaps have `steps + 1` ends.

    Here `steps` is the number of points, both ends included. (§3.6)
    """
    return torch.linspace(start, end, steps + 1)


def leaves_out_both_ends(start, end, steps):
    """Both ends are missing: all points lie between them.

    The first point is `start` and the last is `end`; only the others lie between. (§3.6)
    """
    return torch.linspace(start, end, steps + 2)[1:-1]


def goes_through_numpy(start, end, steps):
    """The points are 64-bit floats: they were made by NumPy.

    NumPy's floats have 64 bits and PyTorch's 32, unless told otherwise, and a tensor made from an array keeps
    the array's type. (§3.10)
    """
    import numpy

    return torch.from_numpy(numpy.linspace(start, end, steps))


def spaces_the_exponents(start, end, steps):
    """These are powers of ten: `logspace` spaces exponents equally, not the points.

    `linspace` is the one with equal distances. (§3.6)
    """
    return torch.logspace(start, end, steps)


def begins_at_zero(start, end, steps):
    """The first point is 0, not `start`.

    Scaling 0 … 1 up to the length of the way is half of it; it has to be shifted to where the way begins,
    too. (§3.6)
    """
    return torch.linspace(0, end - start, steps)


def adds_a_step_to_arange(start, end, steps):
    """You use `arange` with an end one step further on; rounding sometimes makes that one point too many.

    A step such as 1/6 is rounded, and whether the last sum of steps still lies below the moved end is chance.
    `linspace` is told how many points there are, and gives as many. (§3.6)
    """
    step = (end - start) / (steps - 1)
    return torch.arange(start, end + step, step, dtype=torch.float32)
