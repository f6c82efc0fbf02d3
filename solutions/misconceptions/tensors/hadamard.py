"""Wrong turns in multiplying element by element. A function's docstring is what the student reads."""


def multiplies_matrices(x, y):
    """This is the matrix product: rows times columns, added up.

    `@` and `torch.matmul` mix elements of a whole row and column. `*` multiplies each element by its partner.
    (§3.6)
    """
    return x @ y


def adds_the_products_up(x, y):
    """The products are right, but they are added up to one number.

    That is the dot product. The Hadamard product keeps the shape of its factors. (§3.6)
    """
    return (x * y).sum()


def adds(x, y):
    """The elements are added, not multiplied.

    Element (i, j) of the Hadamard product is `x[i, j] * y[i, j]`. (§3.6)
    """
    return x + y


def multiplies_in_place(x, y):
    """The product is right, but `x` has become it: whoever called has lost the first factor.

    `x *= y` and `x.mul_(y)` write into the tensor that was passed. `x * y` makes a new one. (§3.7.2)
    """
    x *= y
    return x


def multiplies_everything_with_everything(x, y):
    """Every element meets every other: the result has the sizes of both factors.

    That is the outer product. Here each element meets only the one in its own place. (§3.6)
    """
    return torch.tensordot(x, y, dims=0)


def squares(x, y):
    """The first factor is multiplied with itself: `y` is not used.

    Look for the place where `x` stands and `y` is meant. (§3.6)
    """
    return x * x
