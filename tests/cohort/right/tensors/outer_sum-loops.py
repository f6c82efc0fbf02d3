# assignment: tensors
# function: outer_sum
# way: Adds y to each number of x and stacks.
# kind: loops and stack

def outer_sum(x, y):
    return torch.stack([number + y for number in x])
