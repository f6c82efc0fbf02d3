# assignment: tensors
# function: describe
# mistake: is_contiguous is not called, so the dict holds the method.
# kind: method named and not called
# breaks: Some facts are attributes, and some are methods that you must call
# shows: describe(torch.ones(2, 3))["is_contiguous"] is True

def describe(x):
    return {
        "shape": tuple(x.shape),
        "dtype": x.dtype,
        "device": x.device,
        "ndim": x.dim(),
        "numel": x.numel(),
        "requires_grad": x.requires_grad,
        "is_contiguous": x.is_contiguous,  # wrong
        "layout": x.layout,
    }
