# assignment: tensors
# function: move
# way: By keyword, with a device made of the name first.
# kind: keyword argument

def move(x, device):
    target = torch.device(device)
    return x if x.device == target else x.to(device=target)
