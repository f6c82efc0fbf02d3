# assignment: tensors
# function: ramp
# mistake: The ramp starts at 0 instead of at start.
# kind: start argument ignored
# breaks: start, start + step, start + 2 step … while below end: a float32 tensor of one dimension.
# shows: ramp(2, 6, 1)

def ramp(start, end, step):
    return torch.arange(0, end, step, dtype=torch.float32)  # wrong
