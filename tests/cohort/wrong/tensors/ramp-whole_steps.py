# assignment: tensors
# function: ramp
# mistake: A Python range is used, with a step of at least 1.
# kind: step forced to a whole number
# breaks: start, end, step: floats or ints.
# shows: ramp(0, 1, 0.25)

def ramp(start, end, step):
    numbers = list(range(int(start), int(end), max(1, int(step))))  # wrong
    return torch.tensor(numbers, dtype=torch.float32)
