"""Mistakes in comparing floats. The student reads a function's docstring."""


def demands_the_same_bits(x, y, tolerance):
    """The elements must be exactly equal: you do not use `tolerance`.

    Computers round numbers. So two ways to compute the same number rarely end in the same bits. Look at the
    difference. (§3.5)
    """
    return torch.equal(x, y)


def adds_a_relative_tolerance(x, y, tolerance):
    """For large numbers, your function allows more than the tolerance.

    `torch.allclose` adds `rtol` times the size of the numbers to `atol`. `rtol` is not 0 unless you set it.
    (§3.5)
    """
    return x.shape == y.shape and torch.allclose(x, y, atol=tolerance)


def leaves_it_to_allclose(x, y, tolerance):
    """`torch.allclose` allows more than the tolerance for large numbers, and it does not compare the shapes.

    It adds `rtol` times the size of the numbers to `atol`, and it stretches the smaller tensor to fit. Set
    `rtol=0`, and first test `x.shape == y.shape`. (§3.5)
    """
    return torch.allclose(x, y, atol=tolerance)


def allows_less_than_the_tolerance(x, y, tolerance):
    """A difference of exactly the tolerance is not allowed. With a tolerance of 0, nothing is equal to
    itself.

    "At most" means `<=`. (§3.5)
    """
    return x.shape == y.shape and bool(((x - y).abs() < tolerance).all())


def forgets_the_sign(x, y, tolerance):
    """If `y` is larger, every difference passes: it is negative, so it is below any tolerance.

    The distance between two numbers has no sign. Use `abs()`. (§3.5)
    """
    return x.shape == y.shape and bool(((x - y) <= tolerance).all())


def is_content_with_one(x, y, tolerance):
    """One pair of close elements is enough for True: you use `any` where `all` is needed.

    Two tensors are nearly equal if every pair is close. (§3.5)
    """
    return x.shape == y.shape and bool(((x - y).abs() <= tolerance).any())


def averages_the_differences(x, y, tolerance):
    """You compare the mean difference, so one large difference disappears among many small ones.

    Every single difference must be at most the tolerance. (§3.5)
    """
    return x.shape == y.shape and bool((x - y).abs().mean() <= tolerance)


def adds_the_differences_up(x, y, tolerance):
    """You compare the sum of the differences: many small ones together become too large.

    Every single difference must be at most the tolerance, however many there are. (§3.5)
    """
    return x.shape == y.shape and bool((x - y).abs().sum() <= tolerance)


def measures_the_distance(x, y, tolerance):
    """You compare the distance between two points in space. It grows with the number of elements.

    `norm` and `dist` take the root of the sum of squares. Here, look at each difference alone. (§3.5)
    """
    return x.shape == y.shape and bool((x - y).norm() <= tolerance)


def overlooks_the_shapes(x, y, tolerance):
    """You do not compare the shapes. Broadcasting stretches the smaller tensor, or raises an error if it does
    not fit.

    Subtraction broadcasts. First test `x.shape == y.shape`. (§5.3.1)
    """
    return bool(((x - y).abs() <= tolerance).all())


def counts_the_elements(x, y, tolerance):
    """If the shapes differ but the numbers of elements agree, you still compare the elements.

    A row of two and a table of one row are different tensors. Compare the shapes. (§3.8)
    """
    return x.numel() == y.numel() and bool(((x.flatten() - y.flatten()).abs() <= tolerance).all())


def returns_a_tensor(x, y, tolerance):
    """You return a tensor that holds True or False. Return a Python bool.

    `bool(...)` or `.item()` takes the value out. (§3.5)
    """
    return x.shape == y.shape and ((x - y).abs() <= tolerance).all()


def answers_for_each_element(x, y, tolerance):
    """You return one answer for each element. Return one answer for all of them.

    `.all()` combines them, and `bool(...)` makes a Python bool from the result. (§3.5)
    """
    return x.shape == y.shape and (x - y).abs() <= tolerance
