# assignment: tensors
# function: describe
# mistake: Asks whether x is a leaf instead of whether it requires grad.
# kind: is_leaf taken for requires_grad
# breaks: - "requires_grad": a bool.
# shows: describe(torch.ones(2))["requires_grad"]

def describe(x):
    return dict(
        shape=tuple(x.shape),
        dtype=x.dtype,
        device=x.device,
        ndim=x.ndim,
        numel=x.numel(),
        requires_grad=x.is_leaf,  # wrong
        is_contiguous=x.is_contiguous(),
        layout=x.layout,
    )
