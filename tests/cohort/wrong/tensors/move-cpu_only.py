# assignment: tensors
# function: move
# mistake: The tensor is always moved to the CPU.
# kind: device argument ignored
# breaks: The tensor x on this device.
# shows: move(torch.ones(2), "meta").device.type

def move(x, device):
    return x.cpu()  # wrong
