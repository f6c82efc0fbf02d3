# assignment: tensors
# function: from_list
# mistake: Dimensions of size one are squeezed away.
# kind: squeezes sizes of one
# breaks: The nested list `data` of numbers as a float32 tensor of the same shape.
# shows: from_list([[1.5], [2.5]]).shape

def from_list(data):
    tensor = torch.tensor(data, dtype=torch.float32)
    return tensor.squeeze()  # wrong
