# assignment: tensors
# function: grid
# mistake: The ends are sorted, so a falling grid rises.
# kind: ends sorted
# breaks: `steps` numbers with equal distances, from `start` to `end`, both included: a float32 tensor (steps,).
# shows: grid(3, -1, 5)

def grid(start, end, steps):
    low, high = min(start, end), max(start, end)  # wrong
    return torch.linspace(low, high, steps, dtype=torch.float32)
