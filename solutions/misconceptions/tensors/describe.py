"""Wrong turns in asking a tensor about itself. A function's docstring is what the student reads."""


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
    """The shape is a list; a tuple is wanted.

    A shape does not change, so it is a tuple: `tuple(x.shape)`, or `x.shape` itself, which is one. (§3.8)
    """
    return _all(x) | {"shape": list(x.shape)}


def names_the_dtype(x):
    """The type is a string; a `torch.dtype` is wanted.

    `"torch.float32"` can be printed, `torch.float32` can be compared and passed on as `dtype=`. (§3.5.3)
    """
    return _all(x) | {"dtype": str(x.dtype)}


def asks_for_the_class(x):
    """`x.type()` names the class of an earlier PyTorch, such as `torch.FloatTensor`; a `torch.dtype` is
    wanted.

    The type of the elements is the attribute `dtype`. (§3.5.3)
    """
    return _all(x) | {"dtype": x.type()}


def names_the_device(x):
    """The device is a string; a `torch.device` is wanted.

    `x.device.type` leaves out which of several GPUs it is. `x.device` says it all. (§3.9.1)
    """
    return _all(x) | {"device": x.device.type}


def forgets_to_call_numel(x):
    """Under "numel" stands a method, not a number: the brackets are missing.

    `x.numel` is the question, `x.numel()` the answer. Some of what a tensor knows is an attribute, like
    `x.ndim`, and some a method. (§3.8)
    """
    return _all(x) | {"numel": x.numel}


def forgets_to_call_is_contiguous(x):
    """Under "is_contiguous" stands a method, not a bool: the brackets are missing.

    A method counts as true wherever it is asked, so `if x.is_contiguous:` holds for every tensor. Call it.
    (§3.8.4)
    """
    return _all(x) | {"is_contiguous": x.is_contiguous}


def counts_the_rows(x):
    """Under "numel" stands the first size only: the number of rows.

    `len(x)` and `x.shape[0]` count along the first dimension. The elements are the product of all sizes.
    (§3.8)
    """
    return _all(x) | {"numel": x.shape[0] if x.ndim else 1}


def counts_the_bytes(x):
    """Under "numel" stands the number of bytes.

    Each `float32` takes four. Elements are counted one by one. (§3.8)
    """
    return _all(x) | {"numel": x.numel() * x.element_size()}


def measures_the_first_dimension(x):
    """Under "ndim" stands how long the first dimension is; how many dimensions there are is wanted.

    A shape of (2, 3) has two dimensions. That is `x.ndim`, or `len(x.shape)`. (§3.8)
    """
    return _all(x) | {"ndim": x.shape[0] if x.ndim else 0}


def looks_for_a_gradient(x):
    """Under "requires_grad" stands whether there is a gradient by now.

    `x.grad` is None until the first `backward()`, also for a tensor that autograd watches. (§3.8)
    """
    return _all(x) | {"requires_grad": x.grad is not None}


def returns_a_tuple(x):
    """The facts come in a tuple; a dict is wanted.

    With a dict one asks for `described["dtype"]` and need not remember the order. (§3.8)
    """
    return tuple(_all(x).values())


def prints_them(x):
    """You print the facts and return nothing.

    What is printed can be read by a person; what is returned can be used by a program. (§3.8)
    """
    print(_all(x))
