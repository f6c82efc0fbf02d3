# assignment: tensors
# function: describe
# mistake: ndim is the size of the first dimension.
# kind: size of the first dimension taken for their number
# breaks: an int, the number of dimensions.
# shows: describe(torch.ones(5, 3))["ndim"]

def describe(x):
    return {
        "shape": tuple(x.shape),
        "dtype": x.dtype,
        "device": x.device,
        "ndim": x.shape[0] if x.ndim else 0,  # wrong
        "numel": x.numel(),
        "requires_grad": x.requires_grad,
        "is_contiguous": x.is_contiguous(),
        "layout": x.layout,
    }
