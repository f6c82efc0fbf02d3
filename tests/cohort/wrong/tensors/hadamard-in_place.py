# assignment: tensors
# function: hadamard
# mistake: mul_ overwrites x.
# kind: in place by mul_
# breaks: do not change any argument
# shows: x = torch.tensor([1.0, 2.0]); hadamard(x, torch.tensor([3.0, 4.0])); x

def hadamard(x, y):
    return x.mul_(y)  # wrong
