"""Mistakes in asking a tensor about itself. The student reads a function's docstring."""


def _all(x):
    return {
        "shape": tuple(x.shape),
        "dtype": x.dtype,
        "device": x.device,
        "ndim": x.ndim,
        "numel": x.numel(),
        "requires_grad": x.requires_grad,
        "is_contiguous": x.is_contiguous(),
        "layout": x.layout,
    }


def lists_the_shape(x):
    """The shape is a list. It must be a tuple.

    A shape does not change, so it is a tuple. Write `tuple(x.shape)`, or `x.shape`, which is a tuple already.
    (§3.8)
    """
    return _all(x) | {"shape": list(x.shape)}


def names_the_dtype(x):
    """The type is a string. It must be a `torch.dtype`.

    You can print `"torch.float32"`. You can also compare `torch.float32`, or pass it on as `dtype=`. (§3.5.3)
    """
    return _all(x) | {"dtype": str(x.dtype)}


def asks_for_the_class(x):
    """`x.type()` gives an old class name such as `torch.FloatTensor`. Return a `torch.dtype`.

    The attribute `dtype` holds the type of the elements. (§3.5.3)
    """
    return _all(x) | {"dtype": x.type()}


def names_the_device(x):
    """The device is a string. It must be a `torch.device`.

    `x.device.type` does not say which of several GPUs it is. `x.device` does. (§3.9.1)
    """
    return _all(x) | {"device": x.device.type}


def forgets_to_call_numel(x):
    """The key "numel" holds a method, not a number: the brackets are missing.

    `x.numel` is the method, and `x.numel()` calls it. Some facts about a tensor are attributes, like
    `x.ndim`, and some are methods. (§3.8)
    """
    return _all(x) | {"numel": x.numel}


def forgets_to_call_is_contiguous(x):
    """The key "is_contiguous" holds a method, not a bool: the brackets are missing.

    A method always counts as true, so `if x.is_contiguous:` is true for every tensor. Call the method.
    (§3.8.4)
    """
    return _all(x) | {"is_contiguous": x.is_contiguous}


def counts_the_rows(x):
    """The key "numel" holds only the first size: the number of rows.

    `len(x)` and `x.shape[0]` count along the first dimension. The number of elements is the product of all
    sizes. (§3.8)
    """
    return _all(x) | {"numel": x.shape[0] if x.ndim else 1}


def counts_the_bytes(x):
    """The key "numel" holds the number of bytes. It must hold the number of elements.

    Each `float32` element takes four bytes. Count the elements instead. (§3.8)
    """
    return _all(x) | {"numel": x.numel() * x.element_size()}


def measures_the_first_dimension(x):
    """The key "ndim" holds the length of the first dimension. It must hold the number of dimensions.

    A shape of (2, 3) has two dimensions. Write `x.ndim` or `len(x.shape)`. (§3.8)
    """
    return _all(x) | {"ndim": x.shape[0] if x.ndim else 0}


def looks_for_a_gradient(x):
    """The key "requires_grad" says whether there is a gradient now.

    It must say whether the tensor requires one. `x.grad` is None until the first `backward()`, even for a
    tensor that autograd records. (§3.8)
    """
    return _all(x) | {"requires_grad": x.grad is not None}


def returns_a_tuple(x):
    """You return the facts in a tuple. Return a dict.

    With a dict, you write `described["dtype"]` and need not remember the order. (§3.8)
    """
    return tuple(_all(x).values())


def prints_them(x):
    """You print the facts but return nothing.

    A person can read what you print, but a program can use only what you return. (§3.8)
    """
    print(_all(x))


def takes_the_length(x):
    """The key "numel" holds the length of `x`, which is the number of its rows. A 0-d tensor has no length.

    `x.numel()` counts all elements. (§3.8)
    """
    return _all(x) | {"numel": len(x)}


def multiplies_two_sizes(x):
    """The key "numel" holds the product of the first two sizes alone.

    A tensor may have more dimensions. `x.numel()` counts all elements. (§3.8)
    """
    count = 1
    for size in x.shape[:2]:
        count *= size
    return _all(x) | {"numel": count}


def asks_whether_it_is_a_leaf(x):
    """The key "requires_grad" says whether `x` is a leaf. That is another question.

    A plain tensor is a leaf, too, and does not require grad. Use `x.requires_grad`. (§5.5.1)
    """
    return _all(x) | {"requires_grad": x.is_leaf}
