# assignment: tensors
# function: move
# mistake: The type attribute is asked for, which a name does not have.
# kind: only one of two kinds of argument taken
# breaks: device: a torch.device or its name, such as "cpu", "cuda" or "meta".
# shows: move(torch.ones(2), "meta").device.type

def move(x, device):
    return x.to(device.type)  # wrong
