"""Mistakes in the matrix product. The student reads a function's docstring."""


def multiplies_elements(x, y):
    """You multiply the elements one by one. That is the other product.

    With square matrices `*` gives no error, only other numbers. For rows times columns, write `@`. (§3.6)
    """
    return x * y


def knows_two_dimensions_only(x, y):
    """The result is right for two matrices, but batches of matrices raise an error.

    `torch.mm` takes exactly two dimensions. `torch.matmul`, which `@` calls, takes batches as well. (§3.6)
    """
    return torch.mm(x, y)


def knows_batches_only(x, y):
    """The result is right for batches, but two single matrices raise an error.

    `torch.bmm` takes exactly three dimensions. `torch.matmul`, which `@` calls, takes both. (§3.6)
    """
    return torch.bmm(x, y)


def swaps_the_factors(x, y):
    """The factors are in the wrong order: this is `y` times `x`.

    For matrices, the order matters. The rows come from the first factor, the columns from the second. (§3.6)
    """
    return y @ x


def transposes_the_second(x, y):
    """You transpose the second matrix first, so you multiply rows by rows.

    On paper you go along a row and down a column. `@` already does that. (§3.6)
    """
    return x @ y.transpose(-2, -1)


def asks_for_the_dot_product(x, y):
    """`torch.dot` multiplies two vectors. It does not take matrices.

    For two or more dimensions, use `torch.matmul` or `@`. (§3.6)
    """
    return torch.dot(x, y)


def contracts_the_wrong_dimension(x, y):
    """The result is right for two matrices. With batches, every matrix meets every other one, or the sizes do
    not fit.

    `torch.tensordot(..., dims=1)` adds up over the last dimension of one and the first of the other. Here the
    first dimension is the batch. `@` takes the last two dimensions as the matrix. (§3.6)
    """
    return torch.tensordot(x, y, dims=1)


def adds_the_batch_up(x, y):
    """The result is right for two matrices, but you add up the products of a batch into one.

    Each pair of matrices has its own product. Return all of them: (b, n, m). (§3.6)
    """
    product = x @ y
    return product.sum(dim=0) if product.ndim == 3 else product


def turns_the_second_around(x, y):
    """You turn the second factor around with `.T`. That is wrong here, and in a batch it reverses all
    dimensions.

    On paper you go along a row and down a column. `@` already does that. And `.T` of three dimensions puts
    the last one first, so the batch is lost. (§3.6)
    """
    return x @ y.permute(*reversed(range(y.ndim)))


def pairs_every_two_matrices(x, y):
    """In a batch you multiply every matrix of `x` with every matrix of `y`. So the result has too many
    dimensions.

    Each matrix has one partner: the one at the same place. `x @ y` does that. (§3.6)
    """
    return torch.tensordot(x, y, dims=([-1], [-2]))
