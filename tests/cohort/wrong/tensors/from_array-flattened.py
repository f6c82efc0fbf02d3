# assignment: tensors
# function: from_array
# mistake: The tensor has one dimension, whatever the array has.
# kind: flattened
# breaks: The tensor has the same shape and type.
# shows: from_array(np.ones((2, 2), dtype=np.float32)).shape

def from_array(array):
    return torch.from_numpy(array).view(-1)  # wrong
