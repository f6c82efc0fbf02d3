"""Wrong turns in walking step by step. A function's docstring is what the student reads."""


def leaves_the_type_to_the_arguments(start, end, step):
    """Where all three arguments are whole numbers, the tensor holds integers.

    `torch.arange(0, 4, 2)` is `int64`, `torch.arange(0., 4., 2.)` is `float32`. Say which you want. (§3.5.1)
    """
    return torch.arange(start, end, step)


def reaches_one_step_too_far(start, end, step):
    """There is one element too many: the end was moved by one step.

    `arange` stops before the end, as `range` does, and here that is what is wanted. (§3.6)
    """
    return torch.arange(start, end + step, step, dtype=torch.float32)


def includes_the_end(start, end, step):
    """The end is in the result where a step lands on it, but it does not belong to a ramp.

    `torch.range` includes the end and is deprecated for that reason: it is one element longer than Python's
    `range`. Use `arange`. (§3.6)
    """
    count = int((end - start) / step) + 1
    return start + step * torch.arange(count, dtype=torch.float32)


def ignores_the_step(start, end, step):
    """The steps are always 1: `step` is not used.

    `arange` takes the step as its third argument. (§3.6)
    """
    return torch.arange(start, end, dtype=torch.float32)


def starts_at_zero(start, end, step):
    """The ramp begins at 0, not at `start`.

    `arange` with one argument counts from 0 to it; with three, the first is where it starts. (§3.6)
    """
    return torch.arange(0, end, step, dtype=torch.float32)


def takes_the_step_for_a_count(start, end, step):
    """`step` is used as a number of points, but it says how far one is from the next.

    That is `linspace`'s third argument, and it has to be a whole number. A ramp asks `arange`. (§3.6)
    """
    return torch.linspace(start, end, step)


def counts_the_steps(start, end, step):
    """What comes back is 0, 1, 2 …: the numbers of the steps, not where they lead.

    Element i is `start + i * step`. (§3.6)
    """
    return torch.arange(len(torch.arange(start, end, step)), dtype=torch.float32)
