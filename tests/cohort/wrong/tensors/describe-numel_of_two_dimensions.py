# assignment: tensors
# function: describe
# mistake: The number of elements is taken from the first two sizes alone.
# kind: product of the first two sizes
# breaks: an int, the number of elements.
# shows: describe(torch.ones(2, 3, 4))["numel"]

def describe(x):
    numel = 1
    for size in x.shape[:2]:  # wrong
        numel *= size
    return {
        "shape": tuple(x.shape),
        "dtype": x.dtype,
        "device": x.device,
        "ndim": x.ndim,
        "numel": numel,
        "requires_grad": x.requires_grad,
        "is_contiguous": x.is_contiguous(),
        "layout": x.layout,
    }
