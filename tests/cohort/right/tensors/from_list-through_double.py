# assignment: tensors
# function: from_list
# way: Makes a tensor of double precision and converts it.
# kind: as_tensor, then float

def from_list(data):
    return torch.as_tensor(data, dtype=torch.float64).to(torch.float32)
