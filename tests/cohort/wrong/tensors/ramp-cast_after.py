# assignment: tensors
# function: ramp
# mistake: The type of the arguments is kept: three ints give int64.
# kind: integer arange stays integer
# breaks: start, start + step, start + 2 step … while below end: a float32 tensor of one dimension.
# shows: ramp(1, 7, 2)

def ramp(start, end, step):
    return torch.arange(start, end, step)  # wrong
