# assignment: tensors
# function: describe
# mistake: The layout is written down as strided and not asked for.
# kind: constant for an attribute
# breaks: - "layout": a torch.layout.
# shows: describe(torch.eye(2).to_sparse())["layout"]
# doubt: The course has tensors of one layout only: torch.strided is right for all of them.

def describe(x):
    sparse = x.layout != torch.strided
    return {
        "shape": tuple(x.shape),
        "dtype": x.dtype,
        "device": x.device,
        "ndim": x.ndim,
        "numel": x.numel(),
        "requires_grad": x.requires_grad,
        "is_contiguous": not sparse and x.is_contiguous() or sparse and x.is_contiguous(),
        "layout": torch.strided,  # wrong
    }
