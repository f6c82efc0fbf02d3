# assignment: tensors
# function: from_list
# way: Flattens by recursion, then gives the shape.
# kind: recursive flattening

def flatten(data):
    return [n for part in data for n in flatten(part)] if isinstance(data, list) else [data]


def from_list(data):
    shape, level = [], data
    while isinstance(level, list):
        shape.append(len(level))
        if not level:
            break
        level = level[0]
    return torch.tensor([float(n) for n in flatten(data)]).reshape(shape)
