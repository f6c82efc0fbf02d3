# assignment: tensors
# function: grid
# mistake: Counts the distances and not the points: one number too many.
# kind: one point too many
# breaks: `steps` numbers with equal distances, from `start` to `end`, both included: a float32 tensor (steps,).
# shows: grid(0, 1, 4)

def grid(start, end, steps):
    return torch.linspace(start, end, steps + 1, dtype=torch.float32)  # wrong
