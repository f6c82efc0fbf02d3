"""Wrong turns in the matrix product. A function's docstring is what the student reads."""


def multiplies_elements(x, y):
    """The elements are multiplied one by one; that is the other product.

    With square matrices `*` gives no error, only other numbers. Rows times columns is `@`. (§3.6)
    """
    return x * y


def knows_two_dimensions_only(x, y):
    """Right for two matrices, but batches of them raise an error.

    `torch.mm` is for exactly two dimensions. `torch.matmul`, which `@` calls, takes batches as well. (§3.6)
    """
    return torch.mm(x, y)


def knows_batches_only(x, y):
    """Right for batches, but two plain matrices raise an error.

    `torch.bmm` is for exactly three dimensions. `torch.matmul`, which `@` calls, takes both. (§3.6)
    """
    return torch.bmm(x, y)


def swaps_the_factors(x, y):
    """The factors are in the wrong order: this is `y` times `x`.

    With matrices the order matters. Rows come from the first factor, columns from the second. (§3.6)
    """
    return y @ x


def transposes_the_second(x, y):
    """The second matrix is transposed first: rows are multiplied by rows.

    On paper you go along a row and down a column; `@` does that by itself. (§3.6)
    """
    return x @ y.transpose(-2, -1)


def asks_for_the_dot_product(x, y):
    """`torch.dot` multiplies two vectors and refuses matrices.

    For two or more dimensions there is `torch.matmul`, or `@`. (§3.6)
    """
    return torch.dot(x, y)


def contracts_the_wrong_dimension(x, y):
    """Right for two matrices, but with batches every matrix meets every other, or nothing fits.

    `torch.tensordot(..., dims=1)` adds up over the last dimension of one and the first of the other, and the
    first is the batch. `@` knows that the last two dimensions are the matrix. (§3.6)
    """
    return torch.tensordot(x, y, dims=1)


def adds_the_batch_up(x, y):
    """Right for two matrices, but the products of a batch are added up into one.

    Each pair of matrices has a product of its own, and all of them are wanted: (b, n, m). (§3.6)
    """
    product = x @ y
    return product.sum(dim=0) if product.ndim == 3 else product


def turns_the_second_around(x, y):
    """The second factor is turned around with `.T`, which is wrong here, and in a batch reverses everything.

    On paper you go along a row and down a column; `@` does that by itself. And `.T` of three dimensions puts
    the last one first: the batch is no batch any more. (§3.6)
    """
    return x @ y.permute(*reversed(range(y.ndim)))
