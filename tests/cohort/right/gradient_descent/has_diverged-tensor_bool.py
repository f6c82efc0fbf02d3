# assignment: gradient_descent
# function: has_diverged
# way: The answer is a 0-d bool tensor.
# kind: 0-d bool tensor

def has_diverged(losses):
    return ~torch.isfinite(losses[-1]) | (losses[-1] > losses[0])
