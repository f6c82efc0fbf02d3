# assignment: gradient_descent
# function: has_diverged
# mistake: A comparison with nan is false, so nan is no divergence.
# kind: nan compared
# breaks: every comparison with `nan` is false.
# shows: bool(has_diverged(torch.tensor([1.0, float("nan")])))

def has_diverged(losses):
    return bool(losses[-1] > losses[0])  # wrong
