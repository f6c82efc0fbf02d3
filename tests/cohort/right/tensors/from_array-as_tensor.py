# assignment: tensors
# function: from_array
# way: as_tensor shares memory with an array.
# kind: as_tensor shares memory

def from_array(array):
    return torch.as_tensor(array)
