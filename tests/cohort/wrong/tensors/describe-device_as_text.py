# assignment: tensors
# function: describe
# mistake: The device is a string and not a torch.device.
# kind: text instead of an object
# breaks: - "device": a torch.device.
# shows: isinstance(describe(torch.ones(2))["device"], torch.device)

def describe(x):
    facts = {}
    facts["shape"] = tuple(x.shape)
    facts["dtype"] = x.dtype
    facts["device"] = x.device.type  # wrong
    facts["ndim"] = len(x.shape)
    facts["numel"] = x.numel()
    facts["requires_grad"] = x.requires_grad
    facts["is_contiguous"] = x.is_contiguous()
    facts["layout"] = x.layout
    return facts
