# assignment: tensors
# function: from_list
# way: The old constructor FloatTensor.
# kind: FloatTensor

def from_list(data: list) -> torch.Tensor:
    return torch.FloatTensor(data)
