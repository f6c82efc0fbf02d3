# assignment: tensors
# function: ramp
# mistake: The count is rounded down, so a last number below the end is missing where the step does not divide.
# kind: floor instead of ceiling for a count
# breaks: start, start + step, start + 2 step … while below end: a float32 tensor of one dimension.
# shows: ramp(0, 10, 4)

def ramp(start, end, step):
    count = int((end - start) / step)  # wrong
    return start + step * torch.arange(count, dtype=torch.float32)
