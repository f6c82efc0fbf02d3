"""Wrong turns in comparing floats. A function's docstring is what the student reads."""


def demands_the_same_bits(x, y, tolerance):
    """The elements have to be exactly equal: `tolerance` is not used.

    Computers round, so two ways to one number rarely end in the same bits. Look at how far apart they are.
    (§3.5)
    """
    return torch.equal(x, y)


def adds_a_relative_tolerance(x, y, tolerance):
    """For large numbers more than the tolerance is allowed.

    `torch.allclose` allows `rtol` times the size of the numbers on top of `atol`, and `rtol` is not 0 unless
    you say so. (§3.5)
    """
    return x.shape == y.shape and torch.allclose(x, y, atol=tolerance)


def leaves_it_to_allclose(x, y, tolerance):
    """`torch.allclose` allows more than the tolerance for large numbers, and does not mind the shapes.

    It adds `rtol` times the size of the numbers to `atol`, and stretches the smaller tensor to fit. Set
    `rtol=0`, and ask `x.shape == y.shape` before. (§3.5)
    """
    return torch.allclose(x, y, atol=tolerance)


def allows_less_than_the_tolerance(x, y, tolerance):
    """A difference of exactly the tolerance is refused; with a tolerance of 0 nothing is equal to itself.

    "At most" is `<=`. (§3.5)
    """
    return x.shape == y.shape and bool(((x - y).abs() < tolerance).all())


def forgets_the_sign(x, y, tolerance):
    """If `y` is larger, everything passes: the difference is negative then, and below any tolerance.

    How far apart two numbers are has no sign: `abs()`. (§3.5)
    """
    return x.shape == y.shape and bool(((x - y) <= tolerance).all())


def is_content_with_one(x, y, tolerance):
    """One pair that is close is enough for True: `any` where `all` is meant.

    Two tensors are nearly equal when no pair is far apart. (§3.5)
    """
    return x.shape == y.shape and bool(((x - y).abs() <= tolerance).any())


def averages_the_differences(x, y, tolerance):
    """The mean difference is compared, so one large difference hides among small ones.

    Every single one has to be at most the tolerance. (§3.5)
    """
    return x.shape == y.shape and bool((x - y).abs().mean() <= tolerance)


def adds_the_differences_up(x, y, tolerance):
    """The sum of the differences is compared: many small ones are too much together.

    Every single one has to be at most the tolerance, however many there are. (§3.5)
    """
    return x.shape == y.shape and bool((x - y).abs().sum() <= tolerance)


def measures_the_distance(x, y, tolerance):
    """The distance between the two as points in space is compared; it grows with the number of elements.

    `norm` and `dist` take the root of the sum of squares. Here each difference is looked at alone. (§3.5)
    """
    return x.shape == y.shape and bool((x - y).norm() <= tolerance)


def overlooks_the_shapes(x, y, tolerance):
    """The shapes are not compared: the smaller tensor is stretched to fit, or an error says it cannot be.

    Subtracting broadcasts. Ask `x.shape == y.shape` before. (§5.3.1)
    """
    return bool(((x - y).abs() <= tolerance).all())


def counts_the_elements(x, y, tolerance):
    """Where the shapes differ but the numbers of elements agree, the elements are compared all the same.

    A row of two and a table of one row are different tensors. Compare the shapes. (§3.8)
    """
    return x.numel() == y.numel() and bool(((x.flatten() - y.flatten()).abs() <= tolerance).all())


def returns_a_tensor(x, y, tolerance):
    """What comes back is a tensor that holds True or False; a Python bool is wanted.

    `bool(...)` or `.item()` takes it out. (§3.5)
    """
    return x.shape == y.shape and ((x - y).abs() <= tolerance).all()


def answers_for_each_element(x, y, tolerance):
    """There is one answer per element; one for all of them is wanted.

    `.all()` brings them together, `bool(...)` makes a Python bool of it. (§3.5)
    """
    return x.shape == y.shape and (x - y).abs() <= tolerance
