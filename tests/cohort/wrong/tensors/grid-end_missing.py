# assignment: tensors
# function: grid
# mistake: The distance is the range divided by steps, so the end is not reached.
# kind: end of a grid left out
# breaks: `steps` numbers with equal distances, from `start` to `end`, both included: a float32 tensor (steps,).
# shows: grid(0, 1, 5)

def grid(start, end, steps):
    distance = (end - start) / steps  # wrong
    return start + distance * torch.arange(steps, dtype=torch.float32)
