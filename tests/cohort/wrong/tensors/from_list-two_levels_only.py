# assignment: tensors
# function: from_list
# mistake: The list is taken apart as rows of numbers, so a flat list or three levels fail.
# kind: nesting of exactly two levels assumed
# breaks: data: a list of numbers, or of such lists, all of one length on each level.
# shows: from_list([1.0, 2.0, 3.0])

def from_list(data):
    rows = [[float(number) for number in row] for row in data]  # wrong
    return torch.tensor(rows)
