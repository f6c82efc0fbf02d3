# assignment: tensors
# function: ramp
# way: A list comprehension with a count rounded up.
# kind: list comprehension

def ramp(start, end, step):
    import math

    return torch.tensor([start + i * step for i in range(math.ceil((end - start) / step))], dtype=torch.float)
