# assignment: tensors
# function: move
# mistake: to makes another tensor, which is dropped; x itself is returned.
# kind: result of a method dropped
# breaks: A tensor does not move. Moving makes another tensor on the other device, and the old one stays.
# shows: move(torch.ones(2), "meta").device.type

def move(x, device):
    x.to(device)  # wrong
    return x  # wrong
