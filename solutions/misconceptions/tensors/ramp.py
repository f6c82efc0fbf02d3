"""Mistakes in walking step by step. The student reads a function's docstring."""


def leaves_the_type_to_the_arguments(start, end, step):
    """If all three arguments are whole numbers, the tensor holds integers.

    `torch.arange(0, 4, 2)` is `int64`, and `torch.arange(0., 4., 2.)` is `float32`. Say which type you want.
    (§3.5.1)
    """
    return torch.arange(start, end, step)


def reaches_one_step_too_far(start, end, step):
    """There is one element too many: you moved the end by one step.

    `arange` stops before the end, as `range` does. That is right here. (§3.6)
    """
    return torch.arange(start, end + step, step, dtype=torch.float32)


def includes_the_end(start, end, step):
    """If a step reaches the end exactly, the result contains the end. It does not belong to a ramp.

    `torch.range` includes the end, so it is one element longer than Python's `range`. It is deprecated for
    that reason. Use `arange`. (§3.6)
    """
    count = int((end - start) / step) + 1
    return start + step * torch.arange(count, dtype=torch.float32)


def ignores_the_step(start, end, step):
    """The steps are always 1: you do not use `step`.

    `arange` takes the step as its third argument. (§3.6)
    """
    return torch.arange(start, end, dtype=torch.float32)


def starts_at_zero(start, end, step):
    """The ramp begins at 0, not at `start`.

    `arange` with one argument counts from 0. With three arguments, the first one is the start. (§3.6)
    """
    return torch.arange(0, end, step, dtype=torch.float32)


def takes_the_step_for_a_count(start, end, step):
    """You use `step` as a number of points. It is the distance from one point to the next.

    The third argument of `linspace` is a number of points, and it must be a whole number. For a ramp, use
    `arange`. (§3.6)
    """
    return torch.linspace(start, end, step)


def counts_the_steps(start, end, step):
    """You return 0, 1, 2 …: the numbers of the steps, not the values there.

    Element i is `start + i * step`. (§3.6)
    """
    return torch.arange(len(torch.arange(start, end, step)), dtype=torch.float32)


def counts_in_whole_steps(start, end, step):
    """You use Python's `range`, which knows only whole numbers. So a step of 0.25 becomes 1.

    `torch.arange` takes floats, too. (§3.5)
    """
    return torch.tensor(list(range(int(start), int(end), max(1, int(step)))), dtype=torch.float32)


def rounds_the_count_down(start, end, step):
    """You round the number of steps down. So the last number is missing where the step does not fit exactly.

    The last number is the last one below `end`. `torch.arange` counts it. (§3.5)
    """
    return start + step * torch.arange(int((end - start) / step), dtype=torch.float32)
