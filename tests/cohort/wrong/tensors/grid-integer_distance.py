# assignment: tensors
# function: grid
# mistake: Floor division makes the distance a whole number.
# kind: floor division
# breaks: `steps` numbers with equal distances, from `start` to `end`, both included: a float32 tensor (steps,).
# shows: grid(0, 1, 5)

def grid(start, end, steps):
    distance = (end - start) // (steps - 1)  # wrong
    points = [start + i * distance for i in range(steps)]
    return torch.tensor(points, dtype=torch.float32)
