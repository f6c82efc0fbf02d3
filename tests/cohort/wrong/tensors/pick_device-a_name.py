# assignment: tensors
# function: pick_device
# mistake: A string is returned and not a torch.device.
# kind: name for a device
# breaks: The torch.device to compute on
# shows: isinstance(pick_device(), torch.device)

def pick_device():
    return "cuda" if torch.cuda.is_available() else "cpu"  # wrong
