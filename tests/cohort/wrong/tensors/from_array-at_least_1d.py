# assignment: tensors
# function: from_array
# mistake: An array of no dimension becomes a tensor of one.
# kind: array of no dimension gets one
# breaks: array: a NumPy array of float32 and of any shape.
# shows: from_array(np.array(2.5, dtype=np.float32)).shape

def from_array(array):
    return torch.atleast_1d(torch.from_numpy(array))  # wrong
