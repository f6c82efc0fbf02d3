# assignment: tensors
# function: describe
# mistake: len counts the rows, not the elements.
# kind: length taken for the number of elements
# breaks: an int, the number of elements.
# shows: describe(torch.ones(2, 3))["numel"]

def describe(x):
    facts = {"shape": tuple(x.shape), "dtype": x.dtype, "device": x.device, "layout": x.layout}
    facts["ndim"] = x.ndim
    facts["numel"] = len(x)  # wrong
    facts["requires_grad"] = x.requires_grad
    facts["is_contiguous"] = x.is_contiguous()
    return facts
