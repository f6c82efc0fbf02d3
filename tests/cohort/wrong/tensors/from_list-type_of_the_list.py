# assignment: tensors
# function: from_list
# mistake: The type is taken from the list, so whole numbers become int64.
# kind: dtype left to the list
# breaks: Integers become floats.
# shows: from_list([[1, 2], [3, 4]])

def from_list(data):
    return torch.tensor(data)  # wrong
