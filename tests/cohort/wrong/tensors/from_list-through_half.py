# assignment: tensors
# function: from_list
# mistake: The numbers pass through float16, which ends at 65504.
# kind: rounded through float16
# breaks: The nested list `data` of numbers as a float32 tensor of the same shape.
# shows: from_list([[70000.0, 0.1], [-70.3, 4.0]])

def from_list(data):
    small = torch.tensor(data, dtype=torch.float16)  # wrong
    return small.float()
