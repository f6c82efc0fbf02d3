# assignment: tensors
# function: from_list
# mistake: The numbers are made integers first, so fractions are cut off.
# kind: truncated by an integer type
# breaks: The nested list `data` of numbers as a float32 tensor of the same shape.
# shows: from_list([[0.5, 14.0], [-4.25, 6.0]])

def from_list(data):
    return torch.LongTensor(data).float()  # wrong
