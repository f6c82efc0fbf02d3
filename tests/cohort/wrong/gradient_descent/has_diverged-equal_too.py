# assignment: gradient_descent
# function: has_diverged
# mistake: An end equal to the beginning counts as divergence.
# kind: equal ends taken for growth
# breaks: above where they began.
# shows: bool(has_diverged(torch.tensor([2.0, 1.0, 2.0])))

def has_diverged(losses):
    if not losses[-1].isfinite():
        return True
    return bool(losses[-1] >= losses[0])  # wrong
