"""Mistakes in multiplying element by element. The student reads a function's docstring."""


def multiplies_matrices(x, y):
    """This is the matrix product: you multiply rows by columns and add up.

    `@` and `torch.matmul` mix the elements of a whole row and column. `*` multiplies each element by the one
    in the same place. (§3.6)
    """
    return x @ y


def adds_the_products_up(x, y):
    """The products are right, but you add them up to one number.

    That is the dot product. The Hadamard product keeps the shape of its factors. (§3.6)
    """
    return (x * y).sum()


def adds(x, y):
    """You add the elements. Multiply them.

    Element (i, j) of the Hadamard product is `x[i, j] * y[i, j]`. (§3.6)
    """
    return x + y


def multiplies_in_place(x, y):
    """The product is right, but you wrote it into `x`: the caller has lost the first factor.

    `x *= y` and `x.mul_(y)` write into the tensor that the caller passed. `x * y` makes a new one. (§3.7.2)
    """
    x *= y
    return x


def multiplies_everything_with_everything(x, y):
    """You multiply every element by every other one, so the result has the sizes of both factors.

    That is the outer product. Here, multiply each element only by the one in the same place. (§3.6)
    """
    return torch.tensordot(x, y, dims=0)


def squares(x, y):
    """You multiply `x` by `x` and do not use `y`.

    Look for the place where you wrote `x` instead of `y`. (§3.6)
    """
    return x * x
