# assignment: tensors
# function: ramp
# mistake: The end itself is part of the ramp.
# kind: end of the range included
# breaks: start, start + step, start + 2 step … while below end: a float32 tensor of one dimension.
# shows: ramp(0, 1, 0.25)

def ramp(start, end, step):
    return torch.arange(start, end + step, step, dtype=torch.float32)  # wrong
